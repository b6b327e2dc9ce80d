"""A service project: from a session's decision to a deed accepted by somebody else and answered to those who asked."""

import json
from typing import Any

import pytest
from django.db import transaction

from haitang.commands import matters, meetings, projects
from haitang.engine import clock, gate, ledger
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.breach import Countdown, Redating
from haitang.records.matter import Link, Matter
from haitang.records.slot import Motion
from tests.cast import Cast, Told


def record(number: str) -> Matter:
    return Matter.objects.get(number=number)


def last(number: str) -> tuple[str, dict[str, Any]]:
    body, leaf = ledger.of_subject(number)[-1]
    return leaf.kind, json.loads(body.facts or "")


def decided(cast: Cast, *raised: Told) -> list[int]:
    """Items that a session has decided to make projects of, one for each matter, or one that nobody raised."""
    session = cast.session()
    for told in raised or (None,):
        given = {"matter": told.number} if told else {}
        gate.do(meetings.table, cast.chair, meeting=session, topic="便民小径", **given)
    cast.held(session)
    motions = list(Motion.objects.filter(meeting__number=session).order_by("position").values_list("pk", flat=True))
    for motion in motions:
        given = {"motion": motion, "decision": "project", "text": "修", "reason": "雨天积水"}
        gate.do(meetings.decide, cast.chair, meeting=session, **given)
    return motions


def test_a_project_has_an_owner_a_theme_and_a_date(cast: Cast) -> None:
    number = cast.project(theme="weekends", owner="works")
    project = record(number)
    assert (project.state, project.category, project.details) == ("proposed", "weekends", {"purpose": "雨天好走"})
    assert project.owner and project.owner.code == "works"
    assert project.due_at
    assert last(number) == (
        "project.proposed",
        {"category": "weekends", "from_decision": False, "kind": "service_projects.project", "theme": "weekends"},
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "requests.problem"}, "kind"),
        ({"theme": "nothing"}, "theme"),
        ({"owner": "other_works"}, "owner"),
        ({"motion": 10**9}, "motion"),
        ({"place": "gusu"}, "place"),
    ],
)
def test_what_a_project_cannot_be_is_named(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises((Invalid, Denied)) as refused, transaction.atomic():
        cast.project(**given)
    if isinstance(refused.value, Invalid):
        assert refused.value.problems[0].field == field
    assert not Matter.objects.exists()


def test_a_decision_becomes_the_project_and_ties_whoever_raised_it(cast: Cast) -> None:
    told = cast.accepted()
    [motion] = decided(cast, told)
    number = cast.project(motion=motion)
    assert Motion.objects.get(pk=motion).result == record(number)
    links = {(link.source.shape, link.type) for link in Link.objects.filter(target=record(number))}
    assert links == {("meeting", "decided-as"), ("case", "resolved-as")}
    assert last(number)[1]["from_decision"] is True


def test_a_decision_becomes_one_project_only(cast: Cast) -> None:
    [motion] = decided(cast)
    cast.project(motion=motion)
    with pytest.raises(NotNow, match="already"):
        cast.project(motion=motion)


@pytest.mark.parametrize("decision", ["task", "no_action", "postponed"])
def test_only_a_decision_for_a_project_opens_one(cast: Cast, decision: str) -> None:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    cast.held(session)
    motion = Motion.objects.get().pk
    gate.do(meetings.decide, cast.chair, meeting=session, motion=motion, decision=decision, text="好", reason="好")
    with pytest.raises(Invalid):
        cast.project(motion=motion)


def test_one_project_may_carry_out_several_items_of_several_sessions(cast: Cast) -> None:
    one, other = cast.accepted(), cast.accepted()
    first, second = decided(cast, one, other)
    [again] = decided(cast, one)
    number = cast.project(motion=first, also=[second, again, first])
    assert set(Motion.objects.filter(result=record(number)).values_list("pk", flat=True)) == {first, second, again}
    raised = Matter.objects.filter(links__target=record(number), links__type="resolved-as")
    assert sorted(matter.number for matter in raised) == sorted([one.number, other.number])


def test_what_became_a_project_is_due_with_it_and_its_first_promise_stays_in_sight(cast: Cast) -> None:
    told = cast.accepted()
    before = told.record()
    [motion] = decided(cast, told)
    number = cast.project(motion=motion)
    after = told.record()
    assert before.due_at and after.due_at == record(number).due_at
    assert after.first_due_at == before.due_at
    assert [(moved.was, moved.now, moved.cause) for moved in Redating.objects.filter(matter=after)] == [
        (before.due_at, after.due_at, "project")
    ]
    assert Countdown.objects.get(matter=after, clock="resolve", ended_at=None).due_at == after.due_at
    assert after.received_at == before.received_at


def test_a_project_goes_its_way_to_somebody_elses_acceptance(cast: Cast) -> None:
    number = cast.finished(cast.project(theme="pioneers"))
    project = record(number)
    assert (project.state, project.outcome, project.basis) == ("accepted", "solved", "check")
    assert [leaf.kind for _, leaf in ledger.of_subject(number)] == [
        "project.proposed", "project.approved", "project.started", "project.claimed", "project.accepted",
    ]  # fmt: skip
    assert last(number)[1]["theme"] == "pioneers"


def test_what_is_not_finished_goes_back(cast: Cast) -> None:
    number = cast.project()
    gate.do(projects.approve, cast.supervisor, project=number)
    gate.do(projects.start, cast.works, project=number)
    gate.do(projects.claim, cast.works, project=number, note="好了", evidence="slip")
    gate.do(projects.reject, cast.checker, project=number, note="路灯没装")
    assert (record(number).state, record(number).outcome) == ("working", "")
    assert record(number).claims.get().checks.get().note == "路灯没装"


def test_evidence_comes_from_the_kinds_list(cast: Cast) -> None:
    number = cast.project()
    gate.do(projects.approve, cast.supervisor, project=number)
    gate.do(projects.start, cast.works, project=number)
    with pytest.raises(Invalid) as refused:
        gate.do(projects.claim, cast.works, project=number, note="好了", evidence="word")
    assert refused.value.problems[0].field == "evidence"


@pytest.mark.parametrize("look", [projects.accept, projects.reject])
def test_nobody_accepts_what_they_claimed_themselves(cast: Cast, look: Any) -> None:
    number = cast.project(owner="supervisor")
    gate.do(projects.approve, cast.supervisor, project=number)
    gate.do(projects.start, cast.supervisor, project=number)
    gate.do(projects.claim, cast.supervisor, project=number, note="好了")
    with pytest.raises(Denied, match="yourself"):
        gate.do(look, cast.supervisor, project=number, note="好")
    gate.do(look, cast.checker, project=number, note="好")


def test_a_project_closes_only_when_everybody_behind_it_has_been_answered(cast: Cast) -> None:
    told = cast.working()
    [motion] = decided(cast, told)
    number = cast.finished(cast.project(motion=motion))
    with pytest.raises(NotNow, match="not been answered"):
        gate.do(projects.close, cast.chair, project=number)
    given = {"outcome": "project", "evidence": "minute", "note": "立项做完了"}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="小径修好了。")
    assert (told.record().state, told.record().basis) == ("answered", "document")
    gate.do(projects.close, cast.chair, project=number)
    assert (record(number).state, last(number)[0]) == ("closed", "project.closed")


def test_a_project_that_nobody_raised_closes_when_it_is_accepted(cast: Cast) -> None:
    number = cast.finished(cast.project())
    gate.do(projects.close, cast.desk, project=number)
    assert record(number).closed_at is not None and record(number).closed_at <= clock.now()
