"""Asked 筛选: what a GET of requests asks for, each filter read strictly: a clear 400 for what cannot be meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haitang.engine import clock
from haitang.entrypoints.open311.answering import Wrong
from haitang.kernel.limits import FIRST_YEAR, LAST_YEAR, OPEN311_DAYS, OPEN311_PAGE
from haitang.kernel.number import parse_number
from haitang.kernel.words import Words

OPEN, CLOSED = "open", "closed"
_LONGEST = 40
BAD_DATE = Words(
    zh="日期要带时区，写成 2023-11-14T09:30:00+08:00 或 2023-11-14T01:30:00Z",
    en="A date is written with its time zone: 2023-11-14T09:30:00+08:00 or 2023-11-14T01:30:00Z",
)
BACKWARDS = Words(zh="end_date 早于 start_date", en="end_date is before start_date")
BAD_STATUS = Words(zh="status 只有 open 和 closed", en="status is open or closed")
TOO_MANY = Words(zh=f"一次最多 {OPEN311_PAGE} 个", en=f"At most {OPEN311_PAGE} at once")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted: these numbers whatever else is said, or these services and states, said on these days."""

    numbers: tuple[str, ...] | None
    services: tuple[str, ...]
    states: frozenset[str]
    first: date
    last: date


def asked(given: Mapping[str, str]) -> Asked:
    """The filters of a request. Without dates the last 90 days; a longer span is cut to its first 90 days."""
    first, last = _days(given.get("start_date", ""), given.get("end_date", ""))
    return Asked(
        numbers=_numbers(given["service_request_id"]) if given.get("service_request_id") else None,
        services=_listed(given.get("service_code", "")),
        states=_states(given.get("status", "")),
        first=first,
        last=last,
    )


def _listed(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",", OPEN311_PAGE + 1) if part.strip()))
    if len(found) > OPEN311_PAGE:
        raise Wrong(400, TOO_MANY)
    return found


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers that are any; what is none names no request."""
    return tuple(number for part in _listed(text) if (number := number_in(part)))


def number_in(text: str) -> str:
    """A number as somebody wrote it, in its canonical form; empty when it is none."""
    try:
        return parse_number(text)
    except ValueError:
        return ""


def _states(text: str) -> frozenset[str]:
    found = frozenset(_listed(text)) or frozenset((OPEN, CLOSED))
    if found - {OPEN, CLOSED}:
        raise Wrong(400, BAD_STATUS)
    return found


def _days(start: str, end: str) -> tuple[date, date]:
    """Local days, both inclusive: everything public is known by its day."""
    span = timedelta(days=OPEN311_DAYS)
    first, last = _day(start) if start else None, _day(end) if end else None
    if first is not None and last is not None and last < first:
        raise Wrong(400, BACKWARDS)
    if first is not None:
        return first, min(last or first + span, first + span)
    last = last or clock.today()
    return last - span, last


def _day(text: str) -> date:
    try:
        moment = datetime.fromisoformat(text) if len(text) <= _LONGEST else None
    except ValueError:
        moment = None
    # The first and last year keep every time zone and every span within what a date can hold.
    if moment is None or moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Wrong(400, BAD_DATE)
    return clock.local_day(moment)
