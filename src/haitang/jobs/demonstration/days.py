"""Days 日子: moments of the demonstration's year in China, and the working days between them."""

from datetime import date, datetime, time, timedelta

from haitang.engine import clock, promise

#: The neighborhood is set up on the first morning; the desk opens the demonstration on the last one.
START = datetime(2023, 1, 1, 8, 0, tzinfo=clock.ZONE)
END = datetime(2023, 11, 15, 8, 30, tzinfo=clock.ZONE)
_DAY = timedelta(days=1)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a local day."""
    return datetime.combine(day, time(hour, minute), clock.ZONE)


def read(text: str) -> datetime:
    """2023-03-14 19:00, in China."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)


def workday(day: date, after: int = 0) -> date:
    """The working day on or next after `day`, then `after` working days on."""
    calendar = promise.workdays()
    while not calendar.is_work(day) or after:
        after -= calendar.is_work(day)
        day += _DAY
    return day


def next_workday(moment: datetime, after: int = 1) -> date:
    """The `after`-th working day that follows the day of `moment`."""
    return workday(clock.local_day(moment) + _DAY, after - 1)


def spread(first: date, last: date, count: int) -> list[date]:
    """`count` days evenly from `first` to `last`."""
    span = (last - first).days
    return [first + timedelta(days=span * n // max(1, count - 1)) for n in range(count)]
