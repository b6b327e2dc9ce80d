"""The figures of punctuality: what was due, closed or not; what was answered in time; what is overdue now."""

from datetime import date, datetime
from typing import Any

import pytest

from haitang.commands import matters, meetings, voices
from haitang.engine import gate, tally
from haitang.jobs import daily
from haitang.records.slot import Motion
from tests.cast import Cast, Told

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))


def read(name: str) -> tuple[Any, int]:
    number = tally.figure(f"requests.{name}", "daguan", *NOVEMBER, entitled=True)
    rows, _after = tally.rows(f"requests.{name}", "daguan", *NOVEMBER, entitled=True)
    assert len(rows) == number.rows
    return number.value, number.rows


@pytest.fixture
def month(cast: Cast, clock_at: Any) -> dict[str, Told]:
    """Five matters of one day: in time, late after the clock had looked, late before, still open, withdrawn late."""
    clock_at("2023-11-01 09:30")
    told = {name: cast.checked() for name in ("timely", "late", "unseen")}
    told |= {"open": cast.working(), "gone": cast.working()}
    clock_at("2023-11-03 10:00")
    cast.answered(told["timely"])
    clock_at("2023-11-08 20:00")
    cast.answered(told["unseen"])
    daily.climb()
    clock_at("2023-11-10 09:00")
    daily.climb()
    cast.answered(told["late"])
    gate.do(voices.withdraw, told["gone"].voice, matter=told["gone"].number)
    return told


def test_everything_due_counts_closed_or_not(cast: Cast, month: dict[str, Told]) -> None:
    assert read("received") == (5, 5)
    assert read("due") == (5, 5)
    assert read("on_time") == (20.0, 5)


def test_what_is_overdue_now_is_what_nobody_has_answered(cast: Cast, month: dict[str, Told]) -> None:
    value, _rows = read("open_overdue")
    assert value == 1
    cast.answered(cast.checked(month["open"]))
    assert read("open_overdue")[0] == 0


def test_what_gets_another_date_is_overdue_no_more_and_stays_late_for_the_first(
    cast: Cast, clock_at: Any, month: dict[str, Told]
) -> None:
    """The date passed without an answer; then it was put off, for a reason that everybody sees."""
    until = clock_at("2023-11-27 18:00")
    clock_at("2023-11-10 10:00")
    _project_until(cast, month["open"], until)
    assert read("open_overdue")[0] == 0 and read("due") == (5, 5) and read("on_time") == (20.0, 5)
    clock_at("2023-11-24 10:00")
    cast.answered(cast.checked(month["open"]))
    assert read("open_overdue")[0] == 0 and read("due") == (6, 6) and read("on_time")[0] == round(200 / 6, 1)


def test_working_time_is_one_of_the_lines(cast: Cast, month: dict[str, Told]) -> None:
    assert read("working_median") == (5, 3)
    assert read("working_p90") == (7, 3)


def _project_until(cast: Cast, told: Told, until: datetime) -> None:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="换管道", matter=told.number)
    item = Motion.objects.get(meeting__number=session).pk
    cast.held(session)
    gate.do(meetings.decide, cast.chair, meeting=session, motion=item, decision="project", text="立项", reason="要换")
    cast.project(owner="property", motion=item, due=until)


def test_what_comes_back_is_counted_and_has_a_date_of_its_own(cast: Cast, month: dict[str, Told]) -> None:
    gate.do(voices.judge, month["timely"].voice, matter=month["timely"].number, verdict="no", words="又堵了")
    assert read("reopened") == (1, 1)
    gate.do(matters.start, cast.property, matter=month["timely"].number)
    cast.answered(cast.checked(month["timely"]))
    assert read("due") == (6, 6)


def test_solved_is_taken_apart_by_who_says_so(cast: Cast, month: dict[str, Told]) -> None:
    gate.do(voices.judge, month["timely"].voice, matter=month["timely"].number, verdict="yes")
    cast.lapsed(month["late"])
    parts = tally.parts("requests.solved", "basis", "daguan", date(2023, 11, 1), date(2023, 12, 31))
    assert {value: point.value for value, point in parts} == {"resident": 1, "check": 1}
    again = {"place": "daguan", "start": date(2023, 11, 1), "end": date(2023, 12, 31)}
    gate.do(voices.judge, month["timely"].voice, matter=month["timely"].number, verdict="no", words="又堵了")
    parts = tally.parts("requests.solved", "basis", *again.values())
    assert {value: point.value for value, point in parts}["resident"] == 0
