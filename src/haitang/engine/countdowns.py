"""Countdowns 计时: which clocks run on a matter follows from where it stands; the gate asks after every change.

No command has to remember a clock: whatever brings a matter to a state starts what runs there and ends what does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from haitang.engine import again, clock, holds, lateness, terming
from haitang.engine.change import Change
from haitang.engine.promise import workdays
from haitang.engine.steps import must_be_checked
from haitang.kernel.command import Fact
from haitang.kernel.flow import Flow
from haitang.kernel.ladder import AGAIN, CLOCKS, HALF, LEVELS, NEARLY, PERCENT, RESOLVE, TOP, UP
from haitang.kernel.office_time import share
from haitang.kernel.registry import kinds
from haitang.kernel.span import Span
from haitang.records.breach import Countdown
from haitang.records.matter import Matter


def follow(change: Change, others: Sequence[str] = ()) -> list[Fact]:
    """Start and end the clocks of the change's matter, and of the `others` that the same change has moved.

    Hands back a line for each matter that was called overdue and got another date. One query where nothing runs and
    nothing begins.
    """
    lines = _follow(change, new=change.command.opens)
    if others:
        for matter in Matter.objects.select_related("organization", "place").filter(number__in=others):
            lines += _follow(replace(change, subject=matter), new=False)
    return lines


def _follow(change: Change, new: bool) -> list[Fact]:
    """`new`: nothing runs on it yet."""
    matter = change.subject
    if matter is None or not kinds[matter.kind].flow.voiced:
        return []
    standing = {} if new else {row.clock: row for row in _standing(matter)}
    wanted = {name: standing.get(name) for name in _names(matter)}
    _end(change.at, [row for name, row in standing.items() if name not in wanted])
    begun = {name: row for name, row in wanted.items() if row is None or _moved(row, matter)}
    known = terming.lines(matter.organization) if begun else []
    for name, row in begun.items():
        _begin(change, terming.line_for(matter, name, known), row)
    return _moved_on(change, matter, begun.get(RESOLVE))


def _moved_on(change: Change, matter: Matter, row: Countdown | None) -> list[Fact]:
    """The first date stays late; but from now on the matter is not overdue any more."""
    if row is None or row.level < UP or matter.due_at is None or matter.due_at <= change.at:
        return []
    return [lateness.judgement(matter, row.due_at, lateness.MOVED_ON)]


def _standing(matter: Matter) -> list[Countdown]:
    return list(Countdown.objects.filter(matter=matter, ended_at=None))


def _names(matter: Matter) -> Iterator[str]:
    """The clocks that run where the matter stands now."""
    flow = kinds[matter.kind].flow
    offered = {move.name for move in flow.from_state(matter.state)}
    stands = flow.state(matter.state).final or _stands(flow, matter.state)
    for known in CLOCKS.values():
        if known.move in offered and (known.beyond or not stands) and _meant(known.name, matter):
            yield known.name
    if matter.due_at is not None and "answer" not in offered and not stands:
        yield RESOLVE


def _stands(flow: Flow, state: str) -> bool:
    """Whether the office's clock stands: it was answered, or somebody else is waited for, until a day that is known."""
    return any(state == move.target and (move.pauses or move.answers) for move in flow.moves)


def _meant(name: str, matter: Matter) -> bool:
    """Clocks that a state alone does not start: a claim that nobody has to check, a matter nobody has to decide on."""
    if name == "check":
        return must_be_checked(matter)
    if name == AGAIN:
        return again.undecided(matter) is not None
    return holds.undecided(matter) if name == "adjudicate" else True


def _moved(row: Countdown, matter: Matter) -> bool:
    if row.clock == AGAIN:
        asked = again.undecided(matter)
        return asked is not None and asked.asked_at != row.since
    return row.clock == RESOLVE and row.due_at != matter.due_at


def _end(at: datetime, rows: list[Countdown]) -> None:
    if rows:
        Countdown.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at, next_at=None)


def _begin(change: Change, line: terming.Line, row: Countdown | None) -> None:
    """A new row; what the ladder has done for the same deadline, or before a pause, it does not do again."""
    matter, name = change.matter, line.clock
    if row is not None:
        _end(change.at, [row])
    since, due = _times(matter, name, line.span, change.at)
    made = Countdown(matter=matter, clock=name, span=str(line.span), rule=line.rule, since=since, due_at=due)
    made.level = _taken(change, made, row)
    made.next_at = next_at(made)
    made.save()


def restart(row: Countdown, due: datetime) -> None:
    """A deadline that had passed lies ahead again: a countdown of its own, and nothing has been raised about it."""
    _end(clock.now(), [row])
    made = Countdown(matter=row.matter, clock=row.clock, span=row.span, rule=row.rule, since=row.since, due_at=due)
    made.next_at = next_at(made)
    made.save()


def _taken(change: Change, made: Countdown, row: Countdown | None) -> int:
    before = row
    if before is None and not change.command.opens:
        before = Countdown.objects.filter(matter=made.matter, clock=made.clock).order_by("-id").first()
    same = before is not None and (before.due_at == made.due_at or _resumes(change))
    return before.level if before is not None and same else 0


def _resumes(change: Change) -> bool:
    move = kinds[change.matter.kind].flow.move(change.command.move)
    return move is not None and move.resumes


def _times(matter: Matter, name: str, span: Span, at: datetime) -> tuple[datetime, datetime]:
    """Since when and until when. The answer is owed by the promised day, or soon after a claim that came close to it."""
    if name == RESOLVE and matter.due_at is not None:
        return matter.counted_from or matter.received_at, matter.due_at
    if name == AGAIN and (asked := again.undecided(matter)) is not None:
        return asked.asked_at, asked.until or span.due(workdays(matter.organization_id), asked.asked_at).at
    due = span.due(workdays(matter.organization_id), at).at
    return at, max(due, matter.due_at) if name == "answer" and matter.due_at else due


def instants(row: Countdown) -> dict[int, datetime]:
    """When each step of the ladder is due. Reminders fall into office hours, but for clocks that count day and night."""
    calendar, span = workdays(row.matter.organization_id), Span.read(row.span)
    if span.always:
        length = row.due_at - row.since
        parts = {level: row.since + length * PERCENT[level] / 100 for level in (HALF, NEARLY)}
        return {**parts, UP: row.due_at, TOP: row.due_at + max(length, span.length)}
    since = min(row.since, row.due_at)
    parts = {level: share(calendar, since, row.due_at, PERCENT[level]) for level in (HALF, NEARLY)}
    return {**parts, UP: row.due_at, TOP: calendar.due(row.due_at, 1).at}


def next_at(row: Countdown) -> datetime | None:
    """When the clock does something next; None when the ladder has been climbed."""
    known = instants(row)
    return next((known[level] for level in LEVELS if level > row.level), None)


def reached(row: Countdown, now: datetime) -> int:
    """The highest step whose time has come; 0 for none. After a standstill the lower ones are not made up for."""
    known = instants(row)
    return max((level for level in LEVELS if level > row.level and known[level] <= now), default=0)
