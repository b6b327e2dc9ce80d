"""Terming 时限: which term holds for a matter and why, and the deadline that comes of it. Every change of a date is kept.

The term is counted from the day the matter was received; a category or severity that asks for another one is counted
from its acceptance, so that nothing is late at once; what is late already stays late (loop.md §5, pitfall 2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haitang.engine import clock, rules
from haitang.engine.promise import promised_days, workdays
from haitang.kernel.calendar import Due, WorkDays
from haitang.kernel.kind import Kind
from haitang.kernel.ladder import CLOCKS, DEFAULTS, RESOLVE, Default
from haitang.kernel.registry import kinds
from haitang.kernel.span import Span
from haitang.kernel.words import Words
from haitang.records.breach import Redating
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.term_rule import TermRule

#: How a rule is named on a matter: a line of the office, a default of the product, the rule of promises, a kind's own.
OWN, DEFAULT, PROMISE = "own", "default", "promise"
#: Categories that defaults name whether or not a kind offers them.
CATEGORIES: dict[str, Words] = {"complaint": Words(zh="投诉", en="a complaint")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the terms: for what it holds, how long, from where, whether anybody has confirmed it."""

    clock: str
    span: Span
    source: Words
    confirmed: bool
    rule: str
    kind: str = ""
    category: str = ""
    severity: int | None = None
    since: datetime | None = None

    def holds(self, kind: str, category: str, severity: int) -> bool:
        """Whether it speaks of such a matter."""
        return self.kind in ("", kind) and self.category in ("", category) and self.severity in (None, severity)

    @property
    def weight(self) -> tuple[int, bool]:
        """The narrower line wins; of two as narrow the office's own. Severity goes before category: life comes first."""
        narrow = 4 * (self.severity is not None) + 2 * bool(self.category) + bool(self.kind)
        return narrow, self.rule.startswith(OWN)


def lines(organization: Organization) -> list[Line]:
    """All lines that hold at an office today, defaults among them, by clock; a default gives way to an equal own line."""
    own = [_own(row) for row in TermRule.objects.filter(organization=organization, ended_at=None).order_by("id")]
    said = {(line.clock, line.kind, line.category, line.severity) for line in own}
    given = [line for line in _defaults() if (line.clock, line.kind, line.category, line.severity) not in said]
    order = list(CLOCKS)
    return sorted(
        [*own, *given], key=lambda line: (order.index(line.clock), line.severity is None, line.category == "")
    )


def _own(row: TermRule) -> Line:
    source = Words(zh=row.source, en=row.source)
    return Line(
        row.clock, Span.read(row.span), source, row.confirmed, f"{OWN}:{row.pk}", row.kind, row.category, row.severity,
        row.since,
    )  # fmt: skip


def _defaults() -> Iterable[Line]:
    for clock_ in CLOCKS.values():
        yield Line(clock_.name, clock_.span, clock_.source, False, f"{DEFAULT}:{clock_.name}")
    for one in DEFAULTS:
        yield _default(one)


def _default(one: Default) -> Line:
    named = one.category or f"severity-{one.severity}"
    return Line(
        one.clock, one.span, one.source, False, f"{DEFAULT}:{one.clock}/{named}", "", one.category, one.severity
    )


def line_for(matter: Matter, clock_name: str, known: list[Line] | None = None) -> Line:
    """The line that holds for a matter now. Two queries where `known` is not given."""
    found = [
        line
        for line in (lines(matter.organization) if known is None else known)
        if line.clock == clock_name and line.holds(matter.kind, matter.category, matter.severity)
    ]
    best = max(found, key=lambda line: line.weight)
    return _promised(matter.organization, kinds[matter.kind], best) if _is_general(best) else best


def ends(matter: Matter, clock_name: str, at: datetime) -> datetime:
    """When a term is over that begins at `at`. One query."""
    return line_for(matter, clock_name).span.due(workdays(matter.organization_id), at).at


def named_line(matter: Matter) -> Line | None:
    """The line a matter goes by, as it was when it was counted: a line that ended since included. One query at most.

    Whether the general promise is confirmed stands among the rules; who has read them knows better than this.
    """
    head, _, rest = matter.term_rule.partition(":")
    if head == OWN:
        row = TermRule.objects.filter(organization=matter.organization_id, pk=rest).first()
        return _own(row) if row is not None else None
    if head == PROMISE:
        own = kinds[matter.kind].promise
        source = own.source if own is not None else rules.RULES["promise_workdays"].source
        return Line(RESOLVE, Span(int(rest)), source, False, matter.term_rule)
    return next((line for line in _defaults() if line.rule == matter.term_rule), None)


def category_words(code: str) -> Words:
    """What a category is called, by whichever kind offers it."""
    offered = (option for kind in kinds for option in kind.categories if option.code == code)
    found = next(offered, None)
    return found.words if found else CATEGORIES.get(code, Words(zh=code, en=code))


def _is_general(line: Line) -> bool:
    return line.rule == f"{DEFAULT}:{RESOLVE}"


def _promised(organization: Organization, kind: Kind, line: Line) -> Line:
    """The general promise: the office's rule, else what the kind promises of itself."""
    own = kind.promise
    if own is None:
        return line
    days = promised_days(organization, own.workdays)
    return Line(line.clock, Span(days), own.source, own.confirmed, f"{PROMISE}:{days}")


def begin(matter: Matter) -> None:
    """What is promised when a matter is received: nothing is known of it yet but its kind."""
    if kinds[matter.kind].promise is None:
        return
    line = line_for(matter, RESOLVE)
    _count(matter, line.span, matter.received_at)
    matter.term, matter.term_rule, matter.first_due_at = str(line.span), line.rule, matter.due_at


def accepted(matter: Matter, at: datetime) -> None:
    """Its category and severity are known, or are others now: their term holds from here. What is late stays late."""
    if matter.due_at is None or not matter.term:
        return
    line = line_for(matter, RESOLVE)
    same, matter.term_rule = str(line.span) == matter.term, line.rule
    if same or matter.due_at <= at:
        return
    was, matter.term = matter.due_at, str(line.span)
    _count(matter, line.span, at)
    _note(matter, was, "term")


def halve(matter: Matter, at: datetime) -> None:
    """Reopened: half of the term, from now; T0 is kept (loop.md row 16)."""
    if not matter.term:
        return
    was, span = matter.due_at, Span.read(matter.term).half
    _count(matter, span, at)
    _note(matter, was, "reopened")


def named(matter: Matter, until: datetime) -> None:
    """Somebody above has named another date; it never falls on a day of rest."""
    calendar, was = workdays(matter.organization_id), matter.due_at
    at = until if calendar.is_work(clock.local_day(until)) else calendar.same_working_day(until).at
    _put(matter, calendar.ending(matter.counted_from or matter.received_at, at))
    matter.counted = ""
    _note(matter, was, "extended")


def with_project(matter: Matter, due: datetime) -> bool:
    """What became a project is due with it, never earlier; whether that moved its date."""
    if matter.due_at is None or matter.due_at >= due:
        return False
    was, matter.due_at, matter.due_provisional = matter.due_at, due, False
    return _note(matter, was, "project")


def going_on(matter: Matter, due: Due, at: datetime, counted: str) -> None:
    """After a pause, with what was left; never earlier than before."""
    was = matter.due_at
    _put(matter, due)
    matter.counted, matter.counted_from = counted, at
    if was is not None and due.at < was:
        matter.due_at = was
    _note(matter, was, "pause")


def span_of(matter: Matter) -> Span:
    """The whole term of a matter; the general one where none was kept."""
    return Span.read(matter.term) if matter.term else CLOCKS[RESOLVE].span


def recounted(matter: Matter, calendar: WorkDays) -> Due | None:
    """The deadline by another calendar; None where there is nothing to count."""
    if matter.due_at is None or matter.counted_from is None:
        return None
    if matter.counted:
        return Span.read(matter.counted).due(calendar, matter.counted_from)
    at = (
        matter.due_at
        if calendar.is_work(clock.local_day(matter.due_at))
        else calendar.same_working_day(matter.due_at).at
    )
    return calendar.ending(matter.counted_from, at)


def redate(matter: Matter, due: Due, cause: str, note: str) -> bool:
    """Put another date on a matter and keep the old one; whether it moved."""
    was = matter.due_at
    _put(matter, due)
    return _note(matter, was, cause, note)


def _count(matter: Matter, span: Span, start: datetime) -> None:
    _put(matter, span.due(workdays(matter.organization_id), start))
    matter.counted, matter.counted_from = str(span), start


def _put(matter: Matter, due: Due) -> None:
    matter.due_at, matter.due_provisional, matter.due_calendar = due.at, due.provisional, due.calendar


def _note(matter: Matter, was: datetime | None, cause: str, note: str = "") -> bool:
    if was is None or matter.due_at is None or was == matter.due_at:
        return False
    Redating.objects.create(matter=matter, was=was, now=matter.due_at, cause=cause, note=note, at=clock.now())
    return True
