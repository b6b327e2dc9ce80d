"""A session of 逢四说事: topics, agenda, attendance, decisions, end; and what each refuses."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from haitang.commands import meetings
from haitang.engine import clock, gate, ledger
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow
from haitang.records.matter import Link, Matter
from haitang.records.slot import Motion
from tests.cast import Cast

Stop = Callable[[str], datetime]


def tabled(cast: Cast, topic: str = "便民小径", **given: Any) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic=topic, **given)
    return session


def decide(cast: Cast, session: str, decision: str = "no_action", **given: Any) -> gate.Outcome:
    motion = Motion.objects.filter(meeting__number=session).order_by("position").first()
    sound = {"motion": motion.pk if motion else 1, "decision": decision, "text": "照办", "reason": "居民都这样说"}
    return gate.do(meetings.decide, cast.chair, meeting=session, **{**sound, **given})


def record(number: str) -> Matter:
    return Matter.objects.get(number=number)


def last(number: str) -> tuple[str, int, dict[str, Any]]:
    body, leaf = ledger.of_subject(number)[-1]
    return leaf.kind, leaf.quantity, json.loads(body.facts or "")


def test_a_session_is_planned_for_a_place_from_until(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-10 09:30")
    starts = clock.now() + timedelta(days=4)
    session = record(cast.session(starts=starts, ends=starts + timedelta(hours=1)))
    slot = session.slots.get()
    assert (session.kind, session.shape, session.state) == ("talk_on_fours.session", "meeting", "planned")
    assert (slot.starts, slot.ends, session.due_at) == (starts, starts + timedelta(hours=1), starts)
    assert session.screened, "a session is announced"


@pytest.mark.parametrize("hours", [0, -1])
def test_it_ends_after_it_starts(cast: Cast, hours: int) -> None:
    with pytest.raises(Invalid) as refused:
        cast.session(ends=clock.now() + timedelta(days=3, hours=hours), starts=clock.now() + timedelta(days=3, hours=0))
    assert refused.value.problems[0].field == "ends"


@pytest.mark.parametrize("kind", ["requests.problem", "service_projects.project", "nothing"])
def test_only_kinds_of_sessions_are_sessions(cast: Cast, kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.session(kind=kind)
    assert refused.value.problems[0].field == "kind"


def test_items_stand_in_the_order_in_which_they_came(cast: Cast) -> None:
    session = cast.session()
    for topic in ("小径", "路灯", "垃圾"):
        gate.do(meetings.table, cast.chair, meeting=session, topic=topic, minutes=20)
    found = Motion.objects.filter(meeting__number=session).order_by("position")
    assert [(item.position, item.topic, item.minutes) for item in found] == [
        (1, "小径", 20), (2, "路灯", 20), (3, "垃圾", 20),
    ]  # fmt: skip
    assert record(session).state == "planned"


def test_an_item_keeps_the_matter_that_brought_it(cast: Cast) -> None:
    told = cast.accepted()
    session = tabled(cast, matter=told.number)
    assert Motion.objects.get().matter == told.record()
    assert Link.objects.get(source=told.record(), target=record(session)).type == "raised-at"
    with pytest.raises(Invalid, match="another look"):
        gate.do(meetings.table, cast.chair, meeting=session, topic="又一次", matter=told.number)
    later = tabled(cast, matter=told.number)
    assert Motion.objects.get(meeting__number=later).matter == told.record(), "another session may take it up again"


def test_only_a_matter_of_the_same_organization_comes_to_the_table(cast: Cast) -> None:
    for number in ("SJ23-99999-9", cast.report(place="bzxc").number, cast.session()):
        with pytest.raises(Invalid) as refused:
            tabled(cast, matter=number)
        assert refused.value.problems[0].field == "matter"


def test_an_empty_agenda_is_not_published(cast: Cast) -> None:
    session = cast.session()
    with pytest.raises(NotNow, match="empty"):
        gate.do(meetings.publish, cast.chair, meeting=session)


def test_after_publishing_no_item_is_added(cast: Cast) -> None:
    session = tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    with pytest.raises(NotNow):
        gate.do(meetings.table, cast.chair, meeting=session, topic="还有一项")


def test_attendance_is_one_entry_with_the_heads_and_what_they_were_counted_by(cast: Cast) -> None:
    session = tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    gate.do(meetings.attend, cast.chair, meeting=session, heads=23, evidence="co_signed")
    kind, quantity, facts = last(session)
    assert (kind, quantity, facts["evidence"]) == ("session.attended", 23, "co_signed")
    assert record(session).state == "held"
    with pytest.raises(NotNow):
        gate.do(meetings.attend, cast.chair, meeting=session, heads=24)


def test_a_decision_is_recorded_once_with_its_reason(cast: Cast) -> None:
    session = cast.held(tabled(cast))
    decide(cast, session, "task", opinions="有人怕吵")
    item = Motion.objects.get()
    assert (item.decision, item.text, item.reason, item.opinions) == ("task", "照办", "居民都这样说", "有人怕吵")
    assert item.decided_at is not None
    assert last(session)[0] == "session.decided.task"
    with pytest.raises(NotNow, match="decided already"):
        decide(cast, session, "no_action")


def test_the_words_of_a_decision_are_not_in_the_ledger(cast: Cast) -> None:
    session = cast.held(tabled(cast))
    decide(cast, session, "task", text="张三家门口", opinions="李四反对")
    assert not [word for word in ("张三", "李四") if word in str(last(session))]


def test_an_item_of_another_session_is_not_decided_here(cast: Cast) -> None:
    here, there = cast.held(tabled(cast)), tabled(cast)
    foreign = Motion.objects.get(meeting__number=there)
    with pytest.raises(Invalid) as refused:
        decide(cast, here, motion=foreign.pk)
    assert refused.value.problems[0].field == "motion"


def test_a_session_closes_when_every_item_has_its_decision(cast: Cast, clock_at: Stop) -> None:
    session = cast.held(tabled(cast))
    with pytest.raises(NotNow, match="no decision"):
        gate.do(meetings.close, cast.chair, meeting=session)
    decide(cast, session)
    now = clock_at("2030-01-01 09:00")
    gate.do(meetings.close, cast.chair, meeting=session)
    assert (record(session).state, record(session).closed_at) == ("closed", now)


def test_and_every_project_that_was_decided_is_open(cast: Cast) -> None:
    session = cast.held(tabled(cast))
    decide(cast, session, "project")
    with pytest.raises(NotNow, match="no project"):
        gate.do(meetings.close, cast.chair, meeting=session)
    cast.project(motion=Motion.objects.get().pk)
    gate.do(meetings.close, cast.chair, meeting=session)


def test_a_cancelled_session_keeps_its_reason_and_is_over(cast: Cast) -> None:
    session = tabled(cast)
    gate.do(meetings.cancel, cast.chair, meeting=session, reason="下大雨")
    assert (record(session).state, record(session).details["cancelled"]) == ("cancelled", "下大雨")
    assert record(session).closed_at is not None
    with pytest.raises(NotNow):
        gate.do(meetings.publish, cast.chair, meeting=session)


def test_a_session_that_was_held_is_not_cancelled(cast: Cast) -> None:
    session = cast.held(tabled(cast))
    with pytest.raises(NotNow):
        gate.do(meetings.cancel, cast.chair, meeting=session, reason="下大雨")


def test_another_communitys_chair_has_no_part_in_it(cast: Cast) -> None:
    session = tabled(cast)
    for stranger in (cast.other_chair, cast.jinhua_desk):
        with pytest.raises(Denied):
            gate.do(meetings.publish, stranger, meeting=session)


def test_two_who_change_the_same_agenda_hear_of_each_other(cast: Cast) -> None:
    session = cast.session()
    gate.do(meetings.table, cast.chair, "", 1, meeting=session, topic="小径")
    with pytest.raises(Conflict):
        gate.do(meetings.table, cast.desk, "", 1, meeting=session, topic="路灯")


def test_a_decision_of_another_organization_opens_no_project_here(cast: Cast) -> None:
    starts = clock.now()
    given = {"kind": "talk_on_fours.session", "place": "beizhuang", "title": "说事", "starts": starts}
    there = gate.do(meetings.plan, cast.other_chair, ends=starts + timedelta(hours=1), **given).subject
    gate.do(meetings.table, cast.other_chair, meeting=there, topic="电梯")
    gate.do(meetings.publish, cast.other_chair, meeting=there)
    gate.do(meetings.attend, cast.other_chair, meeting=there, heads=5)
    motion = Motion.objects.get(meeting__number=there).pk
    given = {"motion": motion, "decision": "project", "text": "办", "reason": "急"}
    gate.do(meetings.decide, cast.other_chair, meeting=there, **given)
    with pytest.raises(Invalid) as refused:
        cast.project(motion=motion)
    assert refused.value.problems[0].field == "motion"
    assert not Matter.objects.filter(shape="project").exists()
