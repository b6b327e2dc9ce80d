"""Joint meetings: offices at one table, a decision that binds, open points that go over to the next session."""

from datetime import date, timedelta
from typing import Any

import pytest

from haitang.commands import handing, joint, meetings, setup
from haitang.engine import clock, gate, outbox, sheets
from haitang.engine import joint as sessions
from haitang.jobs import joint as rule
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.flow import defects
from haitang.kernel.joint import JOINT, next_day
from haitang.records.matter import Matter, Task
from haitang.records.slot import Attendance, Motion, Presence
from tests.cast import Cast, Told

KIND = "joint_handling.session"


def planned(cast: Cast) -> str:
    """A joint meeting of the sub-district, planned by the dispatcher; its number."""
    starts = clock.now() + timedelta(days=3)
    given = {"kind": KIND, "place": "sujin", "title": "联席会议", "starts": starts, "ends": starts + timedelta(hours=2)}
    return gate.do(meetings.plan, cast.dispatcher, **given).subject


def tabled(cast: Cast, session: str, told: Told | None = None, topic: str = "井盖归谁管") -> int:
    given = {"matter": told.number} if told else {}
    made = gate.do(meetings.table, cast.dispatcher, meeting=session, topic=topic, **given)
    return int(made.values["motion"])


def held(cast: Cast, session: str, **given: Any) -> None:
    gate.do(meetings.publish, cast.dispatcher, meeting=session)
    given = {"heads": 6, "present": ["works", "property"], "absent": ["desk"], **given}
    gate.do(joint.convene, cast.dispatcher, meeting=session, **given)


def decided(cast: Cast, session: str, motion: int, owner: str = "works", **given: Any) -> None:
    values = {"due": clock.now() + timedelta(days=10), "text": "由市政养护修", "reason": "井在市政路上", **given}
    gate.do(joint.decide, cast.supervisor, meeting=session, motion=motion, owner=owner, **values)


def test_the_flow_is_sound() -> None:
    assert defects(JOINT) == []


def test_which_offices_came_is_recorded_never_who(cast: Cast) -> None:
    session = planned(cast)
    tabled(cast, session)
    held(cast, session)
    slot = Matter.objects.get(number=session).slots.get()
    came = {one.post.code: one.came for one in Presence.objects.filter(slot=slot)}
    assert came == {"works": True, "property": True, "desk": False}
    assert Attendance.objects.get(slot=slot).heads == 6
    with pytest.raises(NotNow):
        gate.do(joint.convene, cast.dispatcher, meeting=session, heads=3, present=["works"])


@pytest.mark.parametrize("wrong", [{"present": []}, {"present": ["other_works"]}, {"absent": ["nobody"]}, {"heads": 0}])
def test_a_meeting_of_nobody_and_strangers_are_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    session = planned(cast)
    tabled(cast, session)
    with pytest.raises(Invalid):
        held(cast, session, **wrong)


def test_a_decision_gives_the_matter_to_the_office_and_binds_it(cast: Cast) -> None:
    told, session = cast.bounced(), planned(cast)
    motion = tabled(cast, session, told)
    held(cast, session)
    decided(cast, session, motion)
    outbox.drain()
    matter = told.record()
    assert (matter.state, matter.owner.code, matter.owner_basis) == ("assigned", "works", "井在市政路上")  # type: ignore[union-attr]
    assert Task.objects.filter(matter=matter, ended_at=None).count() == 1
    with pytest.raises(NotNow):
        gate.do(handing.hand_back, cast.works, matter=told.number, reason="not_ours", note="不归我们")
    assert sheets.rows("bounced", cast.dispatcher).rows == []


def test_the_promised_date_to_the_resident_is_not_moved_by_the_meeting(cast: Cast) -> None:
    told, session = cast.accepted(), planned(cast)
    before = told.record()
    motion = tabled(cast, session, told)
    held(cast, session)
    decided(cast, session, motion)
    outbox.drain()
    after = told.record()
    assert (after.due_at, after.received_at) == (before.due_at, before.received_at)
    assert after.details["settled"]["meeting"] == session


def test_a_decision_twice_or_about_nothing_or_for_yesterday_is_refused(cast: Cast) -> None:
    told, session = cast.accepted(), planned(cast)
    motion, free = tabled(cast, session, told), tabled(cast, session)
    held(cast, session)
    with pytest.raises(Invalid):
        decided(cast, session, motion, due=clock.now() - timedelta(days=1))
    with pytest.raises(Invalid):
        decided(cast, session, motion, owner="other_works")
    with pytest.raises(NotNow):
        decided(cast, session, free)
    decided(cast, session, motion)
    with pytest.raises(NotNow):
        decided(cast, session, motion)


def test_what_was_parked_meanwhile_cannot_be_settled(cast: Cast) -> None:
    told, session = cast.working(), planned(cast)
    motion = tabled(cast, session, told)
    held(cast, session)
    cast.parked(told)
    with pytest.raises(NotNow):
        decided(cast, session, motion)


def test_only_whoever_chairs_decides_and_an_ordinary_session_binds_nobody(cast: Cast) -> None:
    told, session = cast.accepted(), planned(cast)
    motion = tabled(cast, session, told)
    held(cast, session)
    given = {"owner": "works", "due": clock.now() + timedelta(days=3), "text": "办", "reason": "因"}
    with pytest.raises(Denied):
        gate.do(joint.decide, cast.dispatcher, meeting=session, motion=motion, **given)
    talk = cast.session()
    item = gate.do(meetings.table, cast.chair, meeting=talk, topic="井盖", matter=told.number).values["motion"]
    cast.held(talk)
    with pytest.raises(Denied):
        gate.do(joint.decide, cast.chair, meeting=talk, motion=item, **given)


def left_open(cast: Cast, told: Told) -> str:
    session = planned(cast)
    motion = tabled(cast, session, told)
    held(cast, session)
    given = {"decision": "postponed", "text": "再看现场", "reason": "图纸没到"}
    gate.do(meetings.decide, cast.supervisor, meeting=session, motion=motion, **given)
    return session


def test_open_points_go_over_to_the_next_session_once(cast: Cast) -> None:
    told = cast.accepted()
    session = left_open(cast, told)
    gate.do(meetings.close, cast.supervisor, meeting=session)
    outbox.drain()
    assert sessions.open_points(Matter.objects.get(number=session).organization_id).count() == 1
    following = planned(cast)
    outbox.drain()
    again = Motion.objects.get(meeting__number=following)
    assert (again.matter, again.topic, again.carried.meeting.number) == (told.record(), "井盖归谁管", session)  # type: ignore[union-attr]
    planned(cast)
    outbox.drain()
    assert Motion.objects.filter(topic="井盖归谁管").count() == 2, "taken over once"


def test_a_session_planned_before_the_other_closes_takes_its_open_points_too(cast: Cast) -> None:
    session, following = left_open(cast, cast.accepted()), planned(cast)
    outbox.drain()
    assert not Motion.objects.filter(meeting__number=following).exists()
    gate.do(meetings.close, cast.supervisor, meeting=session)
    outbox.drain()
    assert Motion.objects.get(meeting__number=following).carried is not None


def test_talks_with_residents_keep_their_open_points(cast: Cast) -> None:
    session = cast.session()
    motion = gate.do(meetings.table, cast.chair, meeting=session, topic="车棚").values["motion"]
    cast.held(session)
    gate.do(
        meetings.decide, cast.chair, meeting=session, motion=motion, decision="postponed", text="再议", reason="人少"
    )
    gate.do(meetings.close, cast.chair, meeting=session)
    planned(cast)
    outbox.drain()
    assert Motion.objects.count() == 1


def test_nothing_of_it_is_public_but_that_it_took_place(cast: Cast, client: Any) -> None:
    told, session = cast.accepted(screened=False), planned(cast)
    tabled(cast, session, told)
    held(cast, session)
    for address in ("/meetings", f"/meetings/{session}", "/week", "/p/daguan/"):
        assert "井盖归谁管" not in client.get(address).content.decode()
    assert client.get(f"/meetings/{session}").status_code == 404


# By the rule


def monthly(cast: Cast, rhythm: str = "monthly", day: str = "20") -> None:
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="joint_rhythm", value=rhythm)
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="joint_day", value=day)


def test_where_there_is_a_rule_the_next_one_is_always_planned(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")
    assert rule.plan_next() == 0, "without a rule nothing is planned"
    monthly(cast)
    assert (rule.plan_next(), rule.plan_next()) == (1, 0)
    meeting = Matter.objects.get(kind=KIND)
    assert clock.local_day(meeting.due_at) == date(2023, 11, 20)  # type: ignore[arg-type]
    clock_at("2023-11-21 09:30")
    assert rule.plan_next() == 0, "one at a time: that one has not been held"
    gate.do(meetings.cancel, cast.supervisor, meeting=meeting.number, reason="没有议题")
    assert rule.plan_next() == 1
    assert sessions.ahead(meeting.organization_id).due_at.date() == date(2023, 12, 20)  # type: ignore[union-attr]


def works(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "expected"),
    [
        ("monthly", 20, date(2023, 11, 14), date(2023, 11, 20)),
        ("monthly", 20, date(2023, 11, 20), date(2023, 12, 20)),
        ("monthly", 19, date(2023, 11, 14), date(2023, 11, 20)),  # a Sunday: put off to Monday
        ("monthly", 19, date(2023, 11, 19), date(2023, 11, 20)),  # on that Sunday Monday is still to come
        ("monthly", 28, date(2023, 12, 29), date(2024, 1, 29)),
        ("quarterly", 20, date(2023, 11, 14), date(2023, 12, 20)),
        ("quarterly", 20, date(2023, 12, 20), date(2024, 3, 20)),
    ],
)
def test_the_next_day_of_a_rule(rhythm: Any, day: int, after: date, expected: date) -> None:
    assert next_day(rhythm, day, after, works) == expected
