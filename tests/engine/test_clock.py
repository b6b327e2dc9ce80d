"""The clock: the one place that says what time it is; a demonstration home has a time of its own, running on."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from haitang.engine import clock, gate, promise
from haitang.records.office import Setting, WorkDay
from tests.cast import Cast

LATE = datetime(2023, 11, 14, 16, 30, tzinfo=UTC)


def test_without_anything_set_it_is_really_now(house: Cast) -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=2)
    assert not clock.is_set() and not clock.is_demonstration()


def test_today_is_the_date_in_china(house: Cast) -> None:
    with clock.at(LATE):
        assert (clock.now(), clock.today()) == (LATE, date(2023, 11, 15))


def test_moments_nest_and_are_given_back(house: Cast) -> None:
    with clock.at(LATE):
        with clock.at(LATE + timedelta(days=1)):
            assert clock.now() == LATE + timedelta(days=1)
        assert clock.now() == LATE
        assert clock.is_set()
    assert not clock.is_set()


@pytest.mark.parametrize("ask", [lambda naive: clock.local_day(naive), lambda naive: clock.at(naive).__enter__()])
def test_a_naive_instant_is_refused(ask: object) -> None:
    with pytest.raises(ValueError, match="naive"):
        ask(datetime(2023, 11, 14, 9, 30))  # type: ignore[operator]


def test_a_demonstration_runs_on_from_its_own_moment(house: Cast) -> None:
    shift = LATE - datetime.now(UTC)
    with gate.upkeep():
        Setting.objects.create(name="clock.offset_seconds", value=int(shift.total_seconds()))
    clock.forget_offset()
    first = clock.now()
    assert abs(first - LATE) < timedelta(seconds=3)
    assert clock.is_demonstration()
    time.sleep(0.01)
    assert clock.now() > first


def test_the_working_calendar_is_the_table(house: Cast) -> None:
    friday = datetime(2023, 11, 17, 4, tzinfo=UTC)
    assert promise.due(friday, 1).at.isoformat() == "2023-11-20T18:00:00+08:00"
    with gate.upkeep():
        WorkDay.objects.create(day=date(2023, 11, 20), work=False, name="本地停工", source="街道通知", official=True)
    assert promise.due(friday, 1).at.day == 20, "read once a process"
    promise.forget()
    assert promise.due(friday, 1).at.isoformat() == "2023-11-21T18:00:00+08:00"


def test_the_official_days_of_2023_are_there(house: Cast) -> None:
    eve = datetime(2023, 9, 28, 4, tzinfo=UTC)
    due = promise.due(eve, 1)
    assert (due.at.isoformat(), due.provisional) == ("2023-10-07T18:00:00+08:00", False), "a make-up Saturday"
