"""Recount 重算时限: when days of the calendar are known or change, open deadlines follow; nothing in time becomes late.

A date moves later whenever the calendar says so; it moves earlier only while the earlier date still lies ahead by a
working day. What was answered already is never judged again. The old date stays with the matter.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from haitang.engine import clock, countdowns, promise, terming
from haitang.kernel.calendar import Due, WorkDays
from haitang.kernel.holiday_notice import NoticeDay
from haitang.kernel.ladder import AGAIN, RESOLVE
from haitang.kernel.span import Span
from haitang.records.breach import Countdown
from haitang.records.hold import Question, Referral
from haitang.records.matter import Matter
from haitang.records.reopening import Reopening

Calendars = Callable[[int], WorkDays]
#: So many moves are shown beforehand, the nearest first.
SHOWN = 20
BATCH = 500
CAUSE = "calendar"


@dataclass(frozen=True, slots=True)
class Move:
    """One date that moves: of which matter, from when to when."""

    number: str
    was: datetime
    now: datetime


@dataclass
class Moved:
    """What a calendar does to open deadlines: how many move later or earlier, how many are provisional no more."""

    later: int = 0
    earlier: int = 0
    settled: int = 0
    shown: list[Move] = field(default_factory=list)

    @property
    def moved(self) -> int:
        """Dates that become others."""
        return self.later + self.earlier

    def facts(self) -> dict[str, int]:
        """What the one ledger line says of it."""
        return {"moved": self.moved, "later": self.later, "earlier": self.earlier, "settled": self.settled}


def with_notice(calendar: WorkDays, year: int, days: Iterable[NoticeDay]) -> WorkDays:
    """A calendar with the days of one year's notice in the place of what was known of it."""
    given = list(days)
    named = {one.day for one in given}
    work = {day for day in calendar.work if day.year != year} - named | {one.day for one in given if one.work}
    rest = {day for day in calendar.rest if day.year != year} - named | {one.day for one in given if not one.work}
    return WorkDays(
        frozenset(work),
        frozenset(rest),
        calendar.official_years | {year},
        frozenset(day for day in calendar.festivals if day.year != year),
    )


def preview(first: date, last: date, calendars: Calendars) -> Moved:
    """What would move, and nothing is written."""
    found = Moved()
    for matter, due in _judged(first, last, calendars, None):
        _count(found, matter, due)
    return found


def apply(first: date, last: date, note: str, organization: int | None = None) -> Moved:
    """Move what has to move after the calendar between two days was changed; the clocks follow. Within a command."""
    promise.forget()
    found = Moved()
    for matter, due in _judged(first, last, promise.workdays, organization):
        _count(found, matter, due)
        terming.redate(matter, due, CAUSE, note)
        matter.save(update_fields=["due_at", "due_provisional", "due_calendar"])
    _clocks(first, last, organization)
    _waiting(first, last, organization)
    return found


def _judged(first: date, last: date, calendars: Calendars, organization: int | None) -> Iterator[tuple[Matter, Due]]:
    """Open matters whose counting touches these days, each with its deadline by the other calendar."""
    now = clock.now()
    for matter in _in_batches(_touched(first, last, organization)):
        calendar = calendars(matter.organization_id)
        due = terming.recounted(matter, calendar)
        if due is None or matter.due_at is None or due.calendar == matter.due_calendar:
            continue
        yield matter, _held(matter.due_at, due, calendar.due(now, 1).at)


def _in_batches(chosen: QuerySet[Matter]) -> Iterator[Matter]:
    """What is chosen now, whatever its dates become meanwhile; a few hundred at a time."""
    keys = list(chosen.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        yield from sorted(Matter.objects.filter(pk__in=batch), key=lambda matter: batch.index(matter.pk))


def _held(was: datetime, due: Due, tomorrow: datetime) -> Due:
    """The date by the other calendar, unless it would take away time that nobody has any more."""
    return Due(was, due.provisional, due.calendar) if due.at < was and due.at <= tomorrow else due


def _touched(first: date, last: date, organization: int | None) -> QuerySet[Matter]:
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    open_ones = Matter.objects.filter(closed_at=None, answered_at=None, counted_from__lt=end, due_at__gte=start)
    return (open_ones.filter(organization=organization) if organization else open_ones).order_by("due_at", "id")


def _count(found: Moved, matter: Matter, due: Due) -> None:
    was = matter.due_at
    if was is None:
        return
    found.later += due.at > was
    found.earlier += due.at < was
    found.settled += matter.due_provisional and not due.provisional
    if due.at != was and len(found.shown) < SHOWN:
        found.shown.append(Move(matter.number, was, due.at))


def _clocks(first: date, last: date, organization: int | None) -> None:
    """The clocks that run through these days: the promised date where it moved, the others counted again; never earlier."""
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    running = Countdown.objects.filter(ended_at=None, since__lt=end, due_at__gte=start)
    running = running.filter(matter__organization=organization) if organization else running
    for row in running.select_related("matter").iterator(chunk_size=500):
        due = _due_of(row)
        if due != row.due_at:
            row.due_at = due
            row.next_at = countdowns.next_at(row)
            row.save(update_fields=["due_at", "next_at"])
            if row.clock == AGAIN:  # whoever asked was told until when
                Reopening.objects.filter(matter=row.matter, granted=None, asked_at=row.since).update(until=due)


def _due_of(row: Countdown) -> datetime:
    matter = row.matter
    if row.clock == RESOLVE:
        return matter.due_at or row.due_at
    due = Span.read(row.span).due(promise.workdays(matter.organization_id), row.since).at
    return max(due, row.due_at)


def _waiting(first: date, last: date, organization: int | None) -> None:
    """Others who are waited for, until a day that is no working day any more, have until the next one."""
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    for model in (Question, Referral):
        rows = model.objects.filter(ended_at=None, until__gte=start, until__lt=end).select_related("matter")
        for row in rows.filter(matter__organization=organization) if organization else rows:
            calendar = promise.workdays(row.matter.organization_id)
            if not calendar.is_work(clock.local_day(row.until)):
                row.until = calendar.same_working_day(row.until).at
                row.save(update_fields=["until"])
