"""Recount 重算时限: when days of the calendar are known or change, open deadlines follow; nothing in time becomes late.

A date moves later whenever the calendar says so; it moves earlier only while the earlier date still lies ahead by a
working day. What was answered already is never judged again. The old date stays with the matter. Where the clock had
called an open matter overdue, that line is taken back by a further one; and what is late by the other date as well is
judged by that.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from haitang.engine import clock, countdowns, lateness, ledger, promise, terming
from haitang.kernel.calendar import Due, WorkDays
from haitang.kernel.command import Fact
from haitang.kernel.holiday_notice import NoticeDay
from haitang.kernel.ladder import AGAIN, RESOLVE, UP
from haitang.kernel.span import Span
from haitang.records.breach import Countdown
from haitang.records.hold import Pause, Question, Referral
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
    lines: list[Fact] = field(default_factory=list)

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
        was = matter.due_at
        terming.redate(matter, due, CAUSE, note)
        matter.save(update_fields=["due_at", "due_provisional", "due_calendar"])
        found.lines += _judged_anew(matter, was, due.at)
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
        yield from sorted(
            Matter.objects.select_related("organization", "place").filter(pk__in=batch),
            key=lambda matter: batch.index(matter.pk),
        )


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


def _judged_anew(matter: Matter, was: datetime | None, due: datetime) -> list[Fact]:
    """The lines by which a judgement of the clock is taken back, and made again where the other date has passed too."""
    if was is None or due <= was:
        return []
    judged = Countdown.objects.filter(matter=matter, clock=RESOLVE, level__gte=UP, due_at=was)
    if not judged.exists():
        return []
    standing = Pause.objects.filter(matter=matter, ended_at=None).order_by("-id").first()
    late = due <= (standing.since if standing else clock.now())
    over = judged.exclude(ended_at=None)  # clocks that run are seen to with all the others
    over.update(due_at=due) if late else over.update(level=0)
    if standing is not None and not late:
        standing.late = False
        standing.left = promise.workdays(matter.organization_id).elapsed_workdays(standing.since, due)
        standing.save()
    back = lateness.judgement(matter, was, lateness.TAKEN_BACK, _line_of(matter))
    return [back, lateness.judgement(matter, due, lateness.LATE)] if late else [back]


def _line_of(matter: Matter) -> int | None:
    """The entry by which the clock called a matter overdue last."""
    lines = (leaf for _body, leaf in reversed(ledger.of_subject(matter.number)) if leaf.kind.endswith(".overdue"))
    return next((leaf.entry for leaf in lines if leaf.quantity > 0), None)


def _clocks(first: date, last: date, organization: int | None) -> None:
    """The clocks that run through these days: the promised date where it moved, the others counted again; never earlier."""
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    running = Countdown.objects.filter(ended_at=None, since__lt=end, due_at__gte=start)
    running = running.filter(matter__organization=organization) if organization else running
    for row in running.select_related("matter").iterator(chunk_size=500):
        due = _due_of(row)
        if row.level >= UP and due > max(row.due_at, clock.now()):
            countdowns.restart(row, due)
        elif due != row.due_at:
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
