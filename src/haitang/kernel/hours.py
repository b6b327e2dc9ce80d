"""Hours 开放时间: when somebody answers, as a few plain words: which days, and from–to on those days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import StringConstraints

#: Day and night, on working days of the State Council's calendar, every day, or not known.
Days = Literal["always", "workdays", "daily", "unknown"]
_CLOCK = r"([01]?[0-9]|2[0-3]):[0-5][0-9]"
_SPAN = rf"{_CLOCK}-({_CLOCK}|24:00)"
#: 9:00-11:30, 13:30-17:00 (local time in China); empty where no times are known.
Times = Annotated[str, StringConstraints(pattern=rf"^({_SPAN}(, ?{_SPAN}){{0,3}})?$")]
#: No office stays closed longer than the longest festival and the days around it.
_LOOK_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Standing:
    """现在开不开: `always`, `open` (until `at`), `closed` (opens `at`, where known) or `unknown`."""

    state: Literal["always", "open", "closed", "unknown"]
    at: datetime | None = None


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """The from–to of a text as minutes after midnight; ValueError when one ends before it begins or they overlap."""
    read = [tuple(map(_minutes, part.strip().split("-"))) for part in text.split(",") if part.strip()]
    found = tuple((start, end) for start, end in read)
    line = [minute for span in found for minute in span]
    if any(end <= start for start, end in found) or line != sorted(line):
        raise ValueError("the times are not in order")
    return found


def standing(days: Days, times: str, now: datetime, is_work: Callable[[date], bool]) -> Standing:
    """How it stands at `now` (local, with its zone); `is_work` says whether offices work on a day."""
    if days == "always":
        return Standing("always")
    if days == "unknown" or not times:
        return Standing("unknown")
    for start, end in _windows(days, times, now, is_work):
        if start <= now < end:
            return Standing("open", end)
        if now < start:
            return Standing("closed", start)
    return Standing("closed")


def _windows(
    days: Days, times: str, now: datetime, is_work: Callable[[date], bool]
) -> Iterator[tuple[datetime, datetime]]:
    """Every window of today and of the days to come, in order."""
    for step in range(_LOOK_AHEAD):
        day = now.date() + timedelta(days=step)
        if days == "daily" or is_work(day):
            midnight = datetime.combine(day, time(), now.tzinfo)
            yield from (
                (midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)) for start, end in spans(times)
            )


def _minutes(clock: str) -> int:
    hours, minutes = clock.strip().split(":")
    return int(hours) * 60 + int(minutes)
