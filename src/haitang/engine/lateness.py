"""Lateness 是否按时: one definition for every page and figure. On time = of everything DUE in the period, closed or not.

What is due and not yet answered counts as late: a share of what was closed would call an office punctual that leaves
its late matters open (loop.md §2.1). Functions here are pure but for `due_in_period`, which is a query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from haitang.engine import clock
from haitang.engine.promise import workdays
from haitang.kernel.calendar import WorkDays
from haitang.kernel.command import Fact
from haitang.kernel.ladder import RESOLVE, UP
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter

#: What is printed beside every such figure.
DEFINITION_ZH = "按时＝期内到期的事里，到期前已经答复的；没办完的也算在分母里。"
DEFINITION_EN = "On time = answered by the promised date, out of everything due in the period, closed or not."
#: What the clock's line says of a date: it has passed; it was another one, so that it had not; it passed, and there is a
#: further one now.
LATE, TAKEN_BACK, MOVED_ON = "late", "taken_back", "moved_on"
#: Verbs whose entries carry what figures of time are reckoned from.
CARRYING = frozenset({"received", "claimed", "answered", "closed", "joined", "refused", "set_aside"})


class Interval(Protocol):
    """A stretch in which the clock stood: a Pause."""

    since: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """历时: working days the office had it, pauses taken out; days of the calendar, nothing taken out."""

    working: int
    real: timedelta
    paused: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """按时率: how many were due, how many of them on time."""

    due: int
    on_time: int

    @property
    def late(self) -> int:
        """Due and not on time, closed or still open."""
        return self.due - self.on_time


def done_at(matter: Matter) -> datetime | None:
    """When the office had done its part: answered, or closed without an answer of its own (withdrawn)."""
    return matter.answered_at or matter.closed_at


def on_time(matter: Matter, now: datetime) -> bool | None:
    """Whether it was answered by its date; None without a date, and while the date still lies ahead of an open one."""
    return in_time(matter.due_at, done_at(matter), now)


def in_time(due: datetime | None, done: datetime | None, now: datetime) -> bool | None:
    """The same for a date and an instant, as ledger entries have them."""
    if due is None or (done is None and now < due):
        return None
    return done is not None and done <= due


def due_in_period(first: date, last: date) -> QuerySet[Matter]:
    """Every case whose date fell into these days (inclusive, China), whatever became of it. No page asks for it: there is
    no index for the open and the closed together, and figures are read from the ledger."""
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    return Matter.objects.filter(shape="case", due_at__gte=start, due_at__lt=end)


def share(matters: Iterable[Matter], now: datetime) -> Share:
    """How many of these were due by now, and how many of them on time."""
    judged = [judgement for matter in matters if (judgement := on_time(matter, now)) is not None]
    return Share(len(judged), sum(judged))


def elapsed(matter: Matter, pauses: Iterable[Interval], at: datetime) -> Elapsed:
    """How long the office has had it at `at`, or had it until it was done."""
    end = max(min(done_at(matter) or at, at), matter.received_at)
    calendar = workdays(matter.organization_id)
    stood = sum(_stood(calendar, pause, matter.received_at, end) for pause in pauses)
    working = calendar.elapsed_workdays(matter.received_at, end) - stood
    return Elapsed(max(0, working), end - matter.received_at, stood)


def _stood(calendar: WorkDays, pause: Interval, first: datetime, end: datetime) -> int:
    since, until = max(pause.since, first), min(pause.ended_at or end, end)
    return calendar.elapsed_workdays(since, until) if since < until else 0


def facts(matter: Matter, verb: str, at: datetime) -> dict[str, Any]:
    """What an entry of this verb carries for the figures of time; nothing for other verbs and flows without voices."""
    if verb.partition(".")[0] not in CARRYING or not kinds[matter.kind].flow.voiced:
        return {}
    severity = {"severity": matter.severity}
    if matter.due_at is None:
        return severity
    told = {**severity, "due": matter.due_at.astimezone(clock.ZONE).isoformat(timespec="seconds")}
    if verb == "received":
        return told
    if matter.first_due_at not in (None, matter.due_at):
        told["first_due"] = matter.first_due_at.astimezone(clock.ZONE).isoformat(timespec="seconds")
    taken = elapsed(matter, matter.pauses.all(), at)
    return {
        **told,
        "late": (done_at(matter) or at) > matter.due_at,
        "workdays": taken.working,
        **judged(matter, verb, at),
    }


def judgement(matter: Matter, due: datetime, said: str, corrects: int | None = None) -> Fact:
    """The clock's own line about a promised date that has passed without an answer: `late`.

    `moved_on` where somebody above has named a further date since: the first stays late, the matter is not overdue now.
    `taken_back` where a calendar that came later says that the date was another one; it corrects the line before.
    """
    told = {"kind": matter.kind, "category": matter.category, "severity": matter.severity}
    told |= {"due": due.astimezone(clock.ZONE).isoformat(timespec="seconds"), "judged": said}
    return Fact(
        verb=f"{kinds[matter.kind].leaf}.overdue",
        organization=matter.organization.code,
        place=matter.place.code,
        subject=matter.number,
        quantity=1 if said == LATE else -1,
        facts={name: value for name, value in told.items() if value != ""},
        corrects=corrects,
    )


def judged(matter: Matter, verb: str, at: datetime) -> dict[str, str]:
    """What this act says of the date, where it is the act that settles the matter (fact `judged` of its line).

    `on_time`: answered by its date. `late_answer`: after it, before the clock had noticed. `after_due`: answered, closed
    or joined after the clock had written that it was overdue (`late`, commands/ladder.py). Each date is judged once.
    """
    if matter.due_at is None or done_at(matter) != at:
        return {}
    answered = verb.partition(".")[0] == "answered"
    if at <= matter.due_at:
        return {"judged": "on_time"} if answered else {}
    if matter.countdowns.filter(clock=RESOLVE, level__gte=UP, due_at=matter.due_at).exists():
        return {"judged": "after_due"}
    return {"judged": "late_answer"} if answered else {}
