"""On time: out of everything due in the period, closed or not; and what entries carry for it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import deferring
from haitang.engine import clock, gate, lateness, ledger
from haitang.records.matter import Matter
from tests.cast import Cast, Told

At = Callable[..., datetime]
MONDAY = "2026-03-02 10:00"
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(clock.ZONE))


def facts_of(told: Told, verb: str) -> dict[str, Any]:
    line = next(body.facts for body, leaf in ledger.of_subject(told.number) if leaf.kind.startswith(f"request.{verb}"))
    found: dict[str, Any] = json.loads(line or "{}")
    return found


def test_what_is_due_and_still_open_counts_as_late_and_what_lies_ahead_not_at_all(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    cast.answered(), cast.working()
    clock_at("2026-03-05 10:00")
    cast.report()
    clock_at("2026-03-10 10:00")
    due = lateness.due_in_period(date(2026, 3, 1), date(2026, 3, 31))
    assert due.count() == 3
    found = lateness.share(due, clock.now())
    assert (found.due, found.on_time, found.late) == (2, 1, 1), "one hundred percent on time would be a lie"


def test_the_period_is_that_of_the_date_in_china_with_its_last_day(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    cast.report()
    assert lateness.due_in_period(date(2026, 3, 9), date(2026, 3, 9)).count() == 1
    assert lateness.due_in_period(date(2026, 3, 1), date(2026, 3, 8)).count() == 0


def test_an_answer_after_its_date_is_late_and_its_entry_says_so(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    clock_at("2026-03-12 10:00")
    cast.answered(cast.checked(cast.claimed(told)))
    assert lateness.on_time(told.record(), clock.now()) is False
    assert facts_of(told, "received") == {
        "kind": "requests.problem", "severity": 2, "due": "2026-03-09T18:00:00+08:00", "door": "web",
    }  # fmt: skip
    said = facts_of(told, "answered")
    assert {name: said[name] for name in ("due", "late", "workdays", "severity", "category")} == {
        "due": "2026-03-09T18:00:00+08:00", "late": True, "workdays": 8, "severity": 2, "category": "drains",
    }  # fmt: skip


def test_time_on_hold_is_taken_out_of_the_working_days_and_never_out_of_the_real_ones(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    clock_at("2026-03-03 10:00")
    given_: dict[str, Any] = {"reason": "season", "note": "雨停再修", "until": date(2026, 3, 20)}
    gate.do(deferring.park, cast.dispatcher, matter=told.number, **given_)
    clock_at("2026-03-10 10:00")
    gate.do(deferring.resume, cast.property, matter=told.number)
    clock_at("2026-03-11 10:00")
    matter = told.record()
    taken = lateness.elapsed(matter, matter.pauses.all(), clock.now())
    assert (taken.working, taken.paused, taken.real.days) == (2, 5, 9)


@dataclass
class _Pause:
    since: datetime
    ended_at: datetime | None


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(received=instants, until=instants, since=instants, ended=st.none() | instants)
def test_a_hold_never_makes_the_time_negative_and_the_parts_add_up(
    cast: Cast, received: datetime, until: datetime, since: datetime, ended: datetime | None
) -> None:
    matter = Matter(received_at=received)
    pause = _Pause(since, max(since, ended) if ended else None)
    with_hold = lateness.elapsed(matter, [pause], max(received, until))
    without = lateness.elapsed(matter, [], max(received, until))
    assert 0 <= with_hold.working <= without.working
    assert with_hold.working + with_hold.paused == without.working and with_hold.real == without.real


@given(due=instants, done=st.none() | instants, now=instants)
def test_in_time_is_yes_no_or_not_yet(due: datetime, done: datetime | None, now: datetime) -> None:
    found = lateness.in_time(due, done, now)
    assert found is (None if done is None and now < due else done is not None and done <= due)
    assert lateness.in_time(None, done, now) is None
