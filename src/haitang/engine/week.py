"""This week 一周: what anybody may come to, from the slots of everything that is public; nothing about who comes.

Days are those of China. A week is Monday to Sunday, a weekend its last two days, a season the quarter of the year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from haitang.engine import clock, unindexed
from haitang.engine.territory import ABOVE, shown
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.place import Place
from haitang.records.slot import Slot

SPANS = ("week", "weekend", "season")
SEASONS = (
    Words(zh="第一季度 1–3 月", en="January to March"),
    Words(zh="第二季度 4–6 月", en="April to June"),
    Words(zh="第三季度 7–9 月", en="July to September"),
    Words(zh="第四季度 10–12 月", en="October to December"),
)
#: Most slots of one page or one calendar.
MOST = 200
#: How far a calendar that others read along looks back and ahead.
BACK, AHEAD = timedelta(days=31), timedelta(days=366)
#: The state of a matter that will not take place after all.
CALLED_OFF = "cancelled"


@dataclass(frozen=True, slots=True)
class Coming:
    """Something to come to: when, where, what, and whether it was called off. `day` is local."""

    slot: int
    number: str
    title: Words
    kind: Words
    shape: str
    state: Words
    off: bool
    day: date
    starts: datetime
    ends: datetime
    place: Words
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day and what happens on it."""

    day: date
    coming: list[Coming]


def span(name: str, today: date) -> tuple[date, date]:
    """First and last day of the week, its weekend or the quarter that `today` lies in, without what is over."""
    monday = today - timedelta(days=today.weekday())
    if name == "weekend":
        return max(today, monday + timedelta(days=5)), monday + timedelta(days=6)
    if name == "season":
        last = (today.month - 1) // 3 * 3 + 3
        return today, date(today.year, last, 31 if last in (3, 12) else 30)
    return today, monday + timedelta(days=6)


def season(today: date) -> Words:
    """The quarter that a day lies in."""
    return SEASONS[(today.month - 1) // 3]


def days(organization: Organization, first: date, last: date, place: Place | None = None) -> list[Day]:
    """What anybody may come to from one day to another (inclusive), day by day. One query."""
    found = _between(organization, _start(first), _start(last + timedelta(days=1)), place)
    return [Day(day, list(coming)) for day, coming in groupby(found, key=lambda one: one.day)]


def calendar(organization: Organization, place: Place) -> list[Coming]:
    """What a calendar of a place holds: a month back and a year ahead, what was called off included."""
    now = clock.now()
    return list(_between(organization, now - BACK, now + AHEAD, place))


def _between(organization: Organization, start: datetime, end: datetime, place: Place | None) -> Iterator[Coming]:
    public = [kind.name for kind in kinds if kind.public]
    ours = unindexed.equals("matter__organization_id", organization.pk)
    rows = Slot.objects.filter(ours, starts__gte=start, starts__lt=end)
    rows = rows.filter(matter__screened=True, matter__private=False, matter__kind__in=public)
    if place is not None:
        rows = rows.filter(place__path__startswith=place.path)
    found = rows.select_related("matter", f"place__{ABOVE}").order_by("starts", "pk")
    return (_coming(slot) for slot in found[:MOST])


def _coming(slot: Slot) -> Coming:
    matter: Matter = slot.matter
    kind = kinds[matter.kind]
    return Coming(
        slot=slot.pk,
        number=matter.number,
        title=Words(zh=matter.title, en=matter.title) if matter.title else kind.words,
        kind=kind.words,
        shape=matter.shape,
        state=kind.flow.state(matter.state).words,
        off=matter.state == CALLED_OFF,
        day=clock.local_day(slot.starts),
        starts=slot.starts,
        ends=slot.ends,
        place=shown(slot.place),
        known_at=matter.received_at,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
