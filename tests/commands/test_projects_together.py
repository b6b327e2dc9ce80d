"""Several items of an agenda may end in one project; what became a project is due with it."""

from datetime import timedelta

import pytest

from haitang.commands import meetings
from haitang.engine import clock, gate, outbox
from haitang.kernel.errors import Invalid, NotNow
from haitang.records.matter import Link, Matter
from haitang.records.slot import Motion
from haitang.records.voice import Answer
from tests.cast import Cast, Told


def decided(cast: Cast, decision: str = "project", topics: int = 3) -> tuple[str, list[Told], list[int]]:
    """A held session on which several residents' topics were decided alike."""
    meeting = cast.session()
    told = [cast.working(cast.report(f"想有个坐下来说事的地方 {n}")) for n in range(topics)]
    motions = [_tabled(cast, meeting, one) for one in told]
    cast.held(meeting)
    for motion in motions:
        given = {"decision": decision, "text": "建一座亭子", "reason": "大家都要"}
        gate.do(meetings.decide, cast.chair, meeting=meeting, motion=motion, **given)
    return meeting, told, motions


def _tabled(cast: Cast, meeting: str, told: Told) -> int:
    motion = gate.do(meetings.table, cast.chair, meeting=meeting, topic="坐下来说事", matter=told.number).values[
        "motion"
    ]
    assert isinstance(motion, int)
    return motion


def test_one_project_carries_out_several_decisions_and_the_session_can_end(cast: Cast) -> None:
    meeting, told, (first, *others) = decided(cast)
    project = cast.project(motion=first, also=others)
    assert set(Motion.objects.filter(result__number=project).values_list("pk", flat=True)) == {first, *others}
    assert Link.objects.filter(target__number=project, type="resolved-as").count() == len(told)
    assert Link.objects.filter(source__number=meeting, target__number=project, type="decided-as").count() == 1
    gate.do(meetings.close, cast.chair, meeting=meeting)


def test_an_item_named_twice_counts_once(cast: Cast) -> None:
    _, _, (first, *others) = decided(cast)
    project = cast.project(motion=first, also=[first, *others, *others])
    assert Link.objects.filter(target__number=project, type="resolved-as").count() == 3


def test_an_item_that_was_not_decided_as_a_project_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    _, _, (first, *others) = decided(cast, decision="task")
    with pytest.raises(Invalid) as refused:
        cast.project(motion=first, also=others)
    assert refused.value.problems[0].field == "motion"
    assert not Matter.objects.filter(shape="project").exists()


def test_an_item_that_has_its_project_is_refused(cast: Cast) -> None:
    _, _, (first, *others) = decided(cast)
    cast.project(motion=first)
    with pytest.raises(NotNow):
        cast.project(also=[*others, first])
    assert Motion.objects.filter(result=None, decision="project").count() == len(others)


def test_those_who_asked_are_due_with_the_project_and_keep_their_first_promise(cast: Cast) -> None:
    _, told, (first, *others) = decided(cast)
    before = {one.number: one.record() for one in told}
    due = clock.now() + timedelta(days=90)
    cast.project(motion=first, also=others, due=due)
    for one in told:
        now, was = one.record(), before[one.number]
        assert (now.due_at, now.received_at) == (due, was.received_at)
        assert now.first_due_at == was.due_at
        assert now.version == was.version + 1


def test_a_promise_never_moves_forward(cast: Cast) -> None:
    _, told, (first, *_) = decided(cast)
    was = told[0].record().due_at
    cast.project(motion=first, due=clock.now() + timedelta(hours=1))
    assert told[0].record().due_at == was


def test_everybody_who_asked_is_answered_when_the_project_is_accepted(cast: Cast) -> None:
    _, told, (first, *others) = decided(cast)
    cast.finished(cast.project(motion=first, also=others))
    outbox.drain()
    assert [one.record().state for one in told] == ["answered"] * 3
    assert Answer.objects.filter(voice__matter__number__in=[one.number for one in told]).count() == 3
