"""Office time 办公时间: the hours of working days in which somebody is there, measured and counted forward.

Opening and closing are one rule for every office (9:00 to 18:00, a default); lunch is not taken out.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from haitang.kernel.calendar import CLOSE, SHANGHAI, WorkDays

OPENS = time(9)
#: Nothing is counted further than this; a calendar without working days ends there.
_LONGEST_DAYS = 3_660
_DAY = timedelta(days=1)


def worked(calendar: WorkDays, since: datetime, until: datetime, *, zone: tzinfo = SHANGHAI) -> timedelta:
    """The office time between two instants; nothing when the second is not later."""
    return sum((end - start for start, end in _openings(calendar, since, until, zone)), timedelta())


def after(calendar: WorkDays, since: datetime, span: timedelta, *, zone: tzinfo = SHANGHAI) -> datetime:
    """The instant at which `span` of office time has gone by; it lies within opening hours of a working day."""
    left = span
    for start, end in _openings(calendar, since, None, zone):
        if left <= end - start:
            return start + left
        left -= end - start
    raise ValueError("the calendar has too few working days")


def share(calendar: WorkDays, since: datetime, until: datetime, percent: int, *, zone: tzinfo = SHANGHAI) -> datetime:
    """The instant at which so many percent of the office time between two instants have gone by."""
    return min(until, after(calendar, since, worked(calendar, since, until, zone=zone) * percent / 100, zone=zone))


def _openings(
    calendar: WorkDays, since: datetime, until: datetime | None, zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of office time from one instant to another, day by day; without an end, for ten years."""
    first = _local(since, zone).date()
    last = _local(until, zone).date() if until is not None else first + _LONGEST_DAYS * _DAY
    for day in _days(first, last):
        if not calendar.is_work(day):
            continue
        start = max(since, datetime.combine(day, OPENS, zone))
        end = datetime.combine(day, CLOSE, zone) if until is None else min(until, datetime.combine(day, CLOSE, zone))
        if start < end:
            yield start, end


def _local(instant: datetime, zone: tzinfo) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant without a time zone")
    return instant.astimezone(zone)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + step * _DAY for step in range(min((last - first).days, _LONGEST_DAYS) + 1))
