"""Working calendar 工作日历: which days count, and when a promise or a legal period falls due.

The start day is not counted (Civil Code Art. 201); a period ends when business closes (Art. 203 §2), 18:00 local by
default. Working days follow the yearly notice of the General Office of the State Council on public holidays
(国务院办公厅关于部分节假日安排的通知): rest days on weekdays, make-up working days on weekends. A year whose notice
is not entered is *provisional*: Monday to Friday without the festivals known beforehand; a legal period refuses it.
A notice may still move a last day of the year before (2011-12-31 became a working day): an edit of that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSE = time(18)
LONGEST_TERM = 3_660
_DAY = timedelta(days=1)
_SATURDAY = 5
#: A term of n may pass at most n weeks and this many days; a calendar without working days ends there.
_SLACK_DAYS = 366
_LONGEST_SPAN_DAYS = 36_600


class CalendarMissing(NotNow):
    """缺工作日历: a legal period touches a year whose State Council notice is not entered; we do not guess."""

    def __init__(self, year: int) -> None:
        zh = f"{year} 年的放假安排还没有登记，不能计算法定期限"
        en = f"The working calendar of {year} is not entered yet: no legal period is computed"
        super().__init__(Words(zh=zh, en=en))
        self.year = year


@dataclass(frozen=True, slots=True)
class Due:
    """期限: the instant, whether it may still move with a coming notice, and the calendar it was read from."""

    at: datetime
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class WorkDays:
    """工作日: make-up working days, rest days on weekdays, years with a notice, festivals expected in other years."""

    work: frozenset[date]
    rest: frozenset[date]
    official_years: frozenset[int]
    festivals: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.work & self.rest:
            raise ValueError("a day cannot be both a working day and a rest day")

    def is_work(self, day: date) -> bool:
        """Whether offices work on `day`; in a provisional year, whether they are expected to."""
        if isinstance(day, datetime):
            raise ValueError("a day, not an instant: which day it is depends on the zone")
        if day in self.work:
            return True
        if day in self.rest or day.weekday() >= _SATURDAY:
            return False
        return not self.is_provisional(day) or day not in self.festivals

    def is_provisional(self, day: date) -> bool:
        """Whether the notice for the year of `day` is not entered yet."""
        return day.year not in self.official_years

    def due(
        self, start: datetime, workdays: int, *, close: time = CLOSE, zone: tzinfo = SHANGHAI, legal: bool = False
    ) -> Due:
        """Close of business of the n-th working day after the local day of `start`, which is not counted.

        ValueError for a naive `start` or a term outside 1-3660; CalendarMissing for a legal period in an unknown year.
        """
        first, left = _local(start, zone), _term(workdays)
        for day in _days(first, workdays * 7 + _SLACK_DAYS):
            left -= self._counts(day, legal)
            if not left:
                return self._due_at(first + _DAY, day, close, zone)
        raise ValueError("the calendar has too few working days")

    def due_in_days(
        self, start: datetime, days: int, *, close: time = CLOSE, zone: tzinfo = SHANGHAI, legal: bool = True
    ) -> Due:
        """Close of business `days` calendar days after `start`; a last day of rest moves to the next working day.

        Civil Code Art. 201 and 203: only the last day asks the calendar. Errors as for `due`.
        """
        last = _local(start, zone) + timedelta(days=_term(days))
        return self._due_at(last, self._from(last, legal), close, zone)

    def same_working_day(self, start: datetime, *, close: time = CLOSE, zone: tzinfo = SHANGHAI) -> Due:
        """Close of business of the day of `start` itself if that still lies ahead, else of the next working day."""
        first = _local(start, zone)
        if start > datetime.combine(first, close, zone):
            first += _DAY
        return self._due_at(first, self._from(first, legal=False), close, zone)

    def ending(self, start: datetime, at: datetime, *, zone: tzinfo = SHANGHAI) -> Due:
        """An instant that was counted otherwise (in office hours, or chosen), with the calendar between it and `start`."""
        first, last = _local(start, zone), _local(at, zone)
        years = range(first.year, last.year + 1)
        return Due(at, not self.official_years.issuperset(years), _version(self, first.year, last.year))

    def elapsed_workdays(self, start: datetime, end: datetime, *, zone: tzinfo = SHANGHAI) -> int:
        """Working days after the day of `start` up to and with the day of `end`; `due(start, n)` is n away.

        ValueError for naive instants, for an end before the start and for more than a hundred years.
        """
        span = (_local(end, zone) - (first := _local(start, zone))).days
        if end < start or span > _LONGEST_SPAN_DAYS:
            raise ValueError("the end lies before the start or too far away")
        return sum(map(self.is_work, _days(first, span)))

    def _counts(self, day: date, legal: bool) -> bool:
        if legal and self.is_provisional(day):
            raise CalendarMissing(day.year)
        return self.is_work(day)

    def _from(self, first: date, legal: bool) -> date:
        """The first working day on or after `first`."""
        for day in _days(first - _DAY, _SLACK_DAYS):
            if self._counts(day, legal):
                return day
        raise ValueError("the calendar has too few working days")

    def _due_at(self, first: date, last: date, close: time, zone: tzinfo) -> Due:
        years = range(first.year, last.year + 1)
        provisional = not self.official_years.issuperset(years)
        return Due(datetime.combine(last, close, zone), provisional, _version(self, first.year, last.year))


@lru_cache(maxsize=64)
def _version(calendar: WorkDays, first: int, last: int) -> str:
    """The years read, "?" if one is provisional, and a digest of their days: another text after every edit of them."""
    years = range(first, last + 1)
    signed = zip("+-?", (calendar.work, calendar.rest, calendar.festivals), strict=True)
    days = sorted(f"{sign}{day}" for sign, listed in signed for day in listed if day.year in years)
    doubt = "" if calendar.official_years.issuperset(years) else "?"
    named = f"{first}" if first == last else f"{first}-{last}"
    return f"{named}{doubt}/{sha256(' '.join(days).encode()).hexdigest()[:8]}"


def _local(instant: datetime, zone: tzinfo) -> date:
    if instant.utcoffset() is None:
        raise ValueError("an instant without a time zone")
    return instant.astimezone(zone).date()


def _term(count: int) -> int:
    if not 1 <= count <= LONGEST_TERM:
        raise ValueError(f"a term is 1 to {LONGEST_TERM} days")
    return count


def _days(after: date, count: int) -> Iterator[date]:
    """The `count` days that follow `after`."""
    return (after + timedelta(days=step) for step in range(1, count + 1))
