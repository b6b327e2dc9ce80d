"""Spans and office time: monotone, additive, never due while nobody is there; hours of day and night are just hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haitang.kernel.calendar import SHANGHAI, WorkDays
from haitang.kernel.office_time import OPENS, after, share, worked
from haitang.kernel.span import Span
from tests.kernel.test_calendar import REAL, calendars

few = settings(max_examples=50, deadline=None)
instants = st.datetimes(datetime(2025, 6, 1), datetime(2026, 10, 30), timezones=st.just(UTC))
minutes = st.integers(0, 60 * 60).map(lambda count: timedelta(minutes=count))
spans = st.one_of(
    st.integers(0, 30).map(lambda count: Span(count)),
    st.tuples(st.integers(1, 72), st.sampled_from("hm"), st.booleans()).map(lambda one: Span(*one)),
)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


# The two cases measured in the design, 1 January to 10 December 2026, five working days


def test_monday_to_friday_would_be_53_times_too_early_and_21_times_too_late() -> None:
    plain = WorkDays(frozenset(), frozenset(), frozenset({2026}))
    starts = [at(2026, 1, 1) + timedelta(days=step) for step in range(344)]
    pairs = [(plain.due(start, 5).at, REAL.due(start, 5).at) for start in starts]
    assert (sum(wrong < right for wrong, right in pairs), sum(wrong > right for wrong, right in pairs)) == (53, 21)
    assert (sum(wrong != right for wrong, right in pairs), len(pairs)) == (74, 344)


def test_five_working_days_from_the_eve_of_national_day_are_13_october_not_7_october() -> None:
    assert Span(5).due(REAL, at(2026, 9, 30)).at == at(2026, 10, 13, 18)


# Properties


@few
@given(calendar=calendars(), span=spans, first=instants, second=instants)
def test_who_speaks_earlier_is_never_answered_later(
    calendar: WorkDays, span: Span, first: datetime, second: datetime
) -> None:
    early, late = sorted((first, second))
    assert span.due(calendar, early).at <= span.due(calendar, late).at


@few
@given(calendar=calendars(), span=spans, start=instants)
def test_nothing_that_counts_working_time_is_due_on_a_day_of_rest(
    calendar: WorkDays, span: Span, start: datetime
) -> None:
    due = span.due(calendar, start).at
    assert due > start
    if not span.always:
        assert calendar.is_work(due.astimezone(SHANGHAI).date())
        assert 9 <= due.astimezone(SHANGHAI).hour <= 18


@few
@given(calendar=calendars(), start=instants, one=st.integers(1, 15), other=st.integers(1, 15))
def test_working_days_add_up(calendar: WorkDays, start: datetime, one: int, other: int) -> None:
    assert Span(other).due(calendar, Span(one).due(calendar, start).at).at == Span(one + other).due(calendar, start).at


@few
@given(calendar=calendars(), start=instants, one=minutes, other=minutes)
def test_office_time_adds_up(calendar: WorkDays, start: datetime, one: timedelta, other: timedelta) -> None:
    end = after(calendar, after(calendar, start, one), other)
    assert end == after(calendar, start, one + other)
    assert worked(calendar, start, end) == one + other


@few
@given(calendar=calendars(), start=instants, span=spans, wait=minutes, pause=minutes)
def test_a_pause_takes_nothing_away_and_gives_nothing(
    calendar: WorkDays, start: datetime, span: Span, wait: timedelta, pause: timedelta
) -> None:
    due = span.due(calendar, start).at
    stopped = min(start + wait, due)
    left = span.left(calendar, stopped, due)
    again = left.due(calendar, stopped + pause).at
    if span.always:
        assert again == due + pause
    elif span.unit != "w":
        assert worked(calendar, stopped + pause, again) == worked(calendar, stopped, due)
    else:
        assert calendar.elapsed_workdays(stopped + pause, again) == max(1, calendar.elapsed_workdays(stopped, due))


@few
@given(calendar=calendars(), start=instants, days=st.integers(1, 15))
def test_reminders_fall_into_office_hours_in_their_order_and_not_after_the_date(
    calendar: WorkDays, start: datetime, days: int
) -> None:
    due = Span(days).due(calendar, start).at
    half, nearly = share(calendar, start, due, 50), share(calendar, start, due, 80)
    assert start <= half <= nearly <= due
    for moment in (half, nearly):
        local = moment.astimezone(SHANGHAI)
        assert calendar.is_work(local.date()) and local.time() >= OPENS and local.hour <= 18


@given(span=spans)
def test_a_span_is_written_short_and_read_again(span: Span) -> None:
    assert Span.read(str(span)) == span
    assert span.words.zh and span.words.en


# Single cases


def test_the_same_working_day_but_what_comes_just_before_closing_has_the_next_one() -> None:
    assert Span(0).due(REAL, at(2026, 3, 2, 9)).at == at(2026, 3, 2, 18)
    assert Span(0).due(REAL, at(2026, 3, 2, 16, 1)).at == at(2026, 3, 3, 18)
    assert Span(0).due(REAL, at(2026, 2, 14, 17)).at == at(2026, 2, 24, 18), "a make-up Saturday, then Spring Festival"


def test_a_make_up_saturday_counts_for_office_hours_and_a_quarter_of_an_hour_counts_at_night() -> None:
    assert after(REAL, at(2026, 2, 14, 17), timedelta(hours=2)) == at(2026, 2, 24, 10)
    assert Span.read("15m*").due(REAL, at(2026, 2, 17, 3)).at == at(2026, 2, 17, 3, 15)
    assert REAL.is_work(date(2026, 2, 14))


@pytest.mark.parametrize("text", ["", "w", "5", "5d", "0h", "5w*", "101w", "-1w", "999h"])
def test_what_is_no_span_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="no such span"):
        Span.read(text)
