"""The working calendar on the real days of 2026, and its rules on calendars that Hypothesis makes up."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from haitang.kernel.calendar import CLOSE, SHANGHAI, CalendarMissing, WorkDays
from haitang.kernel.errors import Refusal

REAL = WorkDays(
    work=frozenset(constants.workdays),
    rest=frozenset(day for day in constants.holidays if day.weekday() < 5),
    official_years=frozenset(range(2004, 2027)),
    festivals=frozenset({date(2027, 1, 1)}),
)
EVERY_DAY_REST = WorkDays(
    work=frozenset(),
    rest=frozenset(date(2026, 1, 1) + timedelta(days=step) for step in range(3000)),
    official_years=frozenset(range(2026, 2036)),
)
YEAR = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]

days = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 12, 31))
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))
terms = st.integers(min_value=1, max_value=40)


@st.composite
def calendars(draw: st.DrawFn) -> WorkDays:
    work = draw(st.frozensets(days, max_size=30))
    rest = draw(st.frozensets(days, max_size=60))
    years = draw(st.frozensets(st.integers(min_value=2025, max_value=2028)))
    return WorkDays(work, rest - work, years, draw(st.frozensets(days, max_size=20)))


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def close_of(day: date) -> datetime:
    return datetime.combine(day, CLOSE, SHANGHAI)


# The real year 2026


def test_five_working_days_from_the_eve_of_national_day_end_after_it() -> None:
    due = REAL.due(at(2026, 9, 30), 5)
    assert due.at == at(2026, 10, 13, 18)
    assert not due.provisional


def test_a_make_up_saturday_counts() -> None:
    assert [REAL.is_work(date(2026, *day)) for day in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]] == [
        True
    ] * 6
    assert REAL.due(at(2026, 10, 9), 1).at == at(2026, 10, 10, 18)


def test_a_weekday_in_a_statutory_holiday_does_not_count() -> None:
    assert not REAL.is_work(date(2026, 10, 1)) and not REAL.is_work(date(2026, 2, 17))
    assert REAL.due(at(2026, 2, 14), 1).at == at(2026, 2, 24, 18)


def test_monday_to_friday_would_be_wrong_for_every_fifth_promise_of_2026() -> None:
    plain = WorkDays(frozenset(), frozenset(), frozenset({2026}))
    starts = [day for day in YEAR if day <= date(2026, 12, 10)]
    wrong = [day for day in starts if REAL.due(close_of(day), 5).at != plain.due(close_of(day), 5).at]
    assert (len(wrong), len(starts)) == (74, 344)


def test_the_start_day_is_not_counted_even_when_it_is_a_working_day() -> None:
    assert REAL.due(at(2026, 3, 2, 0, 1), 1).at == REAL.due(at(2026, 3, 2, 23, 59), 1).at == at(2026, 3, 3, 18)


def test_the_day_is_that_of_shanghai_whatever_zone_the_instant_is_in() -> None:
    late_evening_utc = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # already 00:30 on 3 March in Shanghai
    assert REAL.due(late_evening_utc, 1).at == at(2026, 3, 4, 18)
    assert REAL.due(late_evening_utc, 1).at.isoformat() == "2026-03-04T18:00:00+08:00"
    assert REAL.due(late_evening_utc, 1, zone=UTC).at == datetime(2026, 3, 3, 18, tzinfo=UTC)


def test_the_hour_of_closing_is_a_setting() -> None:
    assert REAL.due(at(2026, 3, 2), 1, close=time(17, 30)).at == at(2026, 3, 3, 17, 30)


# A year whose notice is not entered


def test_a_promise_into_an_unknown_year_is_provisional_and_says_so() -> None:
    due = REAL.due(at(2026, 12, 30), 5)
    assert due.provisional
    assert due.at == at(2027, 1, 7, 18), "31 December, then 4 to 7 January: 1 January is a festival"


def test_a_legal_period_into_an_unknown_year_is_refused_in_words() -> None:
    with pytest.raises(CalendarMissing, match="2027") as refused:
        REAL.due(at(2026, 12, 30), 5, legal=True)
    assert isinstance(refused.value, Refusal)
    assert refused.value.year == 2027 and "2027" in refused.value.words.zh


def test_the_start_day_itself_may_lie_in_an_unknown_year() -> None:
    next_year = WorkDays(frozenset(), frozenset(), frozenset({2027}))
    assert not next_year.due(at(2026, 12, 31), 5, legal=True).provisional


def test_a_legal_period_within_a_known_year_is_computed() -> None:
    assert REAL.due(at(2026, 12, 30), 1, legal=True).at == at(2026, 12, 31, 18)


def test_a_festival_matters_only_until_the_notice_is_entered() -> None:
    known = WorkDays(REAL.work, REAL.rest, REAL.official_years | {2027}, REAL.festivals)
    assert not REAL.is_work(date(2027, 1, 1)) and REAL.is_provisional(date(2027, 1, 1))
    assert known.is_work(date(2027, 1, 1)) and not known.is_provisional(date(2027, 1, 1))


def test_the_calendar_is_named_and_every_edit_of_its_days_renames_it() -> None:
    closed = WorkDays(REAL.work, REAL.rest | {date(2026, 6, 1)}, REAL.official_years, REAL.festivals)
    elsewhere = WorkDays(REAL.work, REAL.rest | {date(2025, 6, 3)}, REAL.official_years, REAL.festivals)
    name = REAL.due(at(2026, 3, 2), 5).calendar
    assert name.startswith("2026/")
    assert closed.due(at(2026, 3, 2), 5).calendar != name
    assert elsewhere.due(at(2026, 3, 2), 5).calendar == name
    assert REAL.due(at(2026, 12, 30), 5).calendar.startswith("2026-2027?/")


# Periods in calendar days, and the same day


def test_a_period_in_days_ends_on_its_last_day() -> None:
    assert REAL.due_in_days(at(2026, 3, 2), 15).at == at(2026, 3, 17, 18)


def test_a_period_in_days_that_ends_in_a_holiday_ends_after_it() -> None:
    assert REAL.due_in_days(at(2026, 9, 18), 15).at == at(2026, 10, 8, 18)
    assert REAL.due_in_days(at(2026, 3, 6), 15).at == at(2026, 3, 23, 18), "21 March is a Saturday"


def test_a_period_in_days_asks_the_calendar_for_its_last_day_only() -> None:
    with pytest.raises(CalendarMissing):
        REAL.due_in_days(at(2026, 12, 20), 15)
    assert REAL.due_in_days(at(2026, 12, 20), 15, legal=False).provisional


def test_within_the_same_working_day_means_today_until_closing_time() -> None:
    assert REAL.same_working_day(at(2026, 3, 2, 9)).at == at(2026, 3, 2, 18)
    assert REAL.same_working_day(at(2026, 3, 2, 18)).at == at(2026, 3, 2, 18)
    assert REAL.same_working_day(at(2026, 3, 2, 18, 1)).at == at(2026, 3, 3, 18)
    assert REAL.same_working_day(at(2026, 10, 1, 9)).at == at(2026, 10, 8, 18)


# What is refused


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 10)
    with pytest.raises(ValueError):
        REAL.due(naive, 1)
    with pytest.raises(ValueError):
        REAL.due_in_days(naive, 1)
    with pytest.raises(ValueError):
        REAL.same_working_day(naive)
    with pytest.raises(ValueError):
        REAL.elapsed_workdays(naive, at(2026, 3, 2))
    with pytest.raises(ValueError):
        REAL.elapsed_workdays(at(2026, 3, 2), naive)


@pytest.mark.parametrize("term", [0, -1, 3_661])
def test_a_term_of_no_days_or_too_many_is_refused(term: int) -> None:
    with pytest.raises(ValueError):
        REAL.due(at(2026, 3, 2), term)
    with pytest.raises(ValueError):
        REAL.due_in_days(at(2026, 3, 2), term)


def test_a_calendar_without_working_days_ends_in_an_error_not_in_a_loop() -> None:
    with pytest.raises(ValueError):
        EVERY_DAY_REST.due(at(2026, 3, 2), 3)
    with pytest.raises(ValueError):
        EVERY_DAY_REST.due_in_days(at(2026, 3, 2), 3)


def test_a_day_cannot_be_worked_and_rested() -> None:
    both = frozenset({date(2026, 5, 9)})
    with pytest.raises(ValueError):
        WorkDays(both, both, frozenset({2026}))


def test_an_instant_is_not_taken_for_a_day() -> None:
    with pytest.raises(ValueError):
        REAL.is_work(at(2026, 10, 1))


def test_time_does_not_run_backwards_or_for_centuries() -> None:
    with pytest.raises(ValueError):
        REAL.elapsed_workdays(at(2026, 3, 2, 10), at(2026, 3, 2, 9))
    with pytest.raises(ValueError):
        REAL.elapsed_workdays(at(2026, 3, 2), at(2226, 3, 2))


# On any calendar


@given(calendars(), instants, terms)
def test_nothing_falls_due_on_a_day_of_rest_or_before_it_starts(calendar: WorkDays, start: datetime, term: int) -> None:
    due = calendar.due(start, term).at
    assert calendar.is_work(due.date())
    assert due.time() == CLOSE and due.tzinfo == SHANGHAI
    assert due.date() > start.astimezone(SHANGHAI).date()


@given(calendars(), instants, terms)
def test_the_term_is_the_number_of_working_days_in_between(calendar: WorkDays, start: datetime, term: int) -> None:
    assert calendar.elapsed_workdays(start, calendar.due(start, term).at) == term


@given(calendars(), instants, st.timedeltas(timedelta(0), timedelta(days=30)), terms, terms)
def test_later_starts_and_longer_terms_are_never_due_earlier(
    calendar: WorkDays, start: datetime, wait: timedelta, term: int, more: int
) -> None:
    assert calendar.due(start, term).at <= calendar.due(start + wait, term).at
    assert calendar.due(start, term).at < calendar.due(start, term + more).at


@given(calendars(), instants, terms, terms)
def test_two_terms_in_a_row_are_one_term(calendar: WorkDays, start: datetime, first: int, second: int) -> None:
    assert calendar.due(calendar.due(start, first).at, second).at == calendar.due(start, first + second).at


@given(calendars(), instants, terms)
def test_a_promise_is_provisional_exactly_when_it_touches_an_unknown_year(
    calendar: WorkDays, start: datetime, term: int
) -> None:
    due = calendar.due(start, term)
    first = start.astimezone(SHANGHAI).date() + timedelta(days=1)
    touched = [first + timedelta(days=step) for step in range((due.at.date() - first).days + 1)]
    assert due.provisional == any(map(calendar.is_provisional, touched))
    if due.provisional:
        with pytest.raises(CalendarMissing):
            calendar.due(start, term, legal=True)
    else:
        assert calendar.due(start, term, legal=True) == due


@given(calendars(), instants, st.integers(min_value=1, max_value=60))
def test_a_period_in_days_moves_only_over_days_of_rest(calendar: WorkDays, start: datetime, term: int) -> None:
    due = calendar.due_in_days(start, term, legal=False).at.date()
    last = start.astimezone(SHANGHAI).date() + timedelta(days=term)
    assert calendar.is_work(due) and due >= last
    assert not any(calendar.is_work(last + timedelta(days=step)) for step in range((due - last).days))


@given(calendars(), instants)
def test_the_same_working_day_is_never_past(calendar: WorkDays, start: datetime) -> None:
    due = calendar.same_working_day(start)
    assert due.at >= start and calendar.is_work(due.at.date())
    assert due.at <= calendar.due(start, 1).at


def test_the_zone_of_the_house_is_that_of_china() -> None:
    assert ZoneInfo("Asia/Shanghai") == SHANGHAI
    assert at(2026, 7, 1).utcoffset() == timedelta(hours=8)
