"""Clock 时钟: the only place that asks what time it is. A demonstration home has its own time, running on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from haitang.records.office import Setting

ZONE = ZoneInfo("Asia/Shanghai")
_set: ContextVar[datetime | None] = ContextVar("haitang_clock", default=None)
_offset: list[timedelta] = []


def now() -> datetime:
    """The present instant in UTC: set by a replay, or shifted in a demonstration home, else real."""
    fixed = _set.get()
    return fixed if fixed is not None else datetime.now(UTC) + offset()


def today() -> date:
    """The local date in China."""
    return local_day(now())


def local_day(instant: datetime) -> date:
    """The date of an instant in China; naive instants are refused."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no day")
    return instant.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The first instant of a local day in China, in UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def is_set() -> bool:
    """Whether a replay (demonstration, import) has set the clock."""
    return _set.get() is not None


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `instant` be now within the block: for the demonstration's replay, imports and tests only."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant is no time")
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def offset() -> timedelta:
    """How far a demonstration home's time lies from the real one; read once a process."""
    if not _offset:
        row = Setting.objects.filter(organization=None, name="clock.offset_seconds").first()
        _offset.append(timedelta(seconds=row.value if row else 0))
    return _offset[0]


def forget_offset() -> None:
    """Read the offset again at the next use (after loading a demonstration, and in tests)."""
    _offset.clear()


def is_demonstration() -> bool:
    """Whether this home runs on its own clock."""
    return bool(offset())
