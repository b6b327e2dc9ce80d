"""Moments and working days of the demonstration's year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.engine import promise
from haitang.jobs.demonstration.days import END, START, next_workday, on, read, spread, workday
from tests.cast import Cast

DAYS = st.dates(date(2023, 1, 1), date(2023, 11, 30))


def test_the_year_begins_on_new_years_day_and_opens_on_a_working_morning(cast: Cast) -> None:
    assert START.isoformat() == "2023-01-01T08:00:00+08:00"
    assert END.isoformat() == "2023-11-15T08:30:00+08:00"
    assert promise.workdays().is_work(END.date())


def test_a_rest_day_gives_way_to_the_next_working_day_and_a_make_up_saturday_counts(cast: Cast) -> None:
    assert workday(date(2023, 5, 1)) == date(2023, 5, 4)
    assert workday(date(2023, 5, 5), 1) == date(2023, 5, 6)
    assert next_workday(read("2023-09-28 10:00")) == date(2023, 10, 7)


def test_some_working_days_on_are_as_many_working_days_away(cast: Cast) -> None:
    calendar = promise.workdays()

    @given(DAYS, st.integers(0, 20))
    def check(day: date, after: int) -> None:
        landed = workday(day, after)
        assert calendar.is_work(landed)
        assert calendar.elapsed_workdays(on(workday(day), 12), on(landed, 12)) == after

    check()


@given(DAYS, st.integers(0, 300), st.integers(2, 90))
def test_spread_days_go_from_the_first_to_the_last_without_going_back(first: date, span: int, count: int) -> None:
    days = spread(first, first + timedelta(days=span), count)
    assert len(days) == count
    assert days == sorted(days)
    assert (days[0], days[-1]) == (first, first + timedelta(days=span))


def test_one_single_day_is_the_first() -> None:
    assert spread(date(2023, 1, 9), date(2023, 9, 26), 1) == [date(2023, 1, 9)]


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        read("2023-13-01 09:00")
