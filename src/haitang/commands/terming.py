"""Terming 时限规则: how long an office gives itself, line by line with its source; what is said today holds from today on."""

from typing import Annotated, Literal

from pydantic import Field

from haitang.engine import terming
from haitang.engine.change import Change, refuse_now
from haitang.engine.opening import organization_at
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.ladder import RESOLVE
from haitang.kernel.limits import Code, OptionalCode, Sentence
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.span import MOST, Span
from haitang.records.party import Organization
from haitang.records.term_rule import TermRule

KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM)
ClockName = Literal["accept", "take", "resolve", "reply", "confirm", "check", "answer", "adjudicate", "again"]
#: Of which urgency a line speaks.
Urgency = Literal["any", "0", "1", "2", "3", "4"]
Unit = Literal["workdays", "office_hours", "real_hours", "real_minutes"]
Amount = Annotated[int, Field(ge=0, le=max(MOST.values()))]
_UNITS: dict[str, tuple[str, bool]] = {
    "workdays": ("w", False),
    "office_hours": ("h", False),
    "real_hours": ("h", True),
    "real_minutes": ("m", True),
}


@command("terms.set", zh="定一条时限", en="Set a time limit", roles=KEEPERS, at="place")
def set_term(
    change: Change,
    place: Code,
    clock: ClockName,
    amount: Amount,
    unit: Unit,
    source: Sentence,
    category: OptionalCode = "",
    urgency: Urgency = "any",
) -> Fact:
    """How long, for which category or urgency, and by which source; unconfirmed until somebody confirms it.

    It holds for what is received or accepted from now on; what runs keeps its term.
    """
    organization, span = organization_at(change), _span(amount, unit)
    severity = None if urgency == "any" else int(urgency)
    _known(category)
    if clock == RESOLVE and not category and severity is None:
        raise refuse_now(
            "一般的答复时限在“规则”里改", "The general time for an answer is changed among the rules of the office"
        )
    line = _follow(change, organization, clock, "", category, severity, span, source, confirmed=False)
    return _fact("term.changed", organization, place, line)


@command("terms.confirm", zh="确认一条时限", en="Confirm a time limit", roles=KEEPERS, at="place")
def confirm_term(change: Change, place: Code, rule: Code, source: Sentence) -> Fact:
    """Somebody says that the time holds here, and by which source; a default of the product becomes the office's own."""
    organization = organization_at(change)
    line = _line(organization, rule)
    if rule == f"{terming.DEFAULT}:{RESOLVE}":
        raise refuse_now(
            "一般的答复时限在“规则”里确认", "The general time for an answer is confirmed among the rules of the office"
        )
    made = _follow(
        change, organization, line.clock, line.kind, line.category, line.severity, line.span, source, confirmed=True
    )
    return _fact("term.confirmed", organization, place, made)


@command("terms.drop", zh="取消一条时限", en="Drop a time limit", roles=KEEPERS, at="place")
def drop_term(change: Change, place: Code, rule: Code) -> Fact:
    """The office's own line ends; what is more general, or the default, holds again from now on."""
    organization = organization_at(change)
    line = _line(organization, rule)
    row = TermRule.objects.filter(organization=organization, pk=_key(line), ended_at=None).first()
    if row is None:
        raise refuse_now("默认的时限不能取消，只能另定", "A default cannot be dropped; another time can be set")
    row.ended_at = change.at
    row.save()
    return _fact("term.dropped", organization, place, row)


def _span(amount: int, unit: str) -> Span:
    letter, always = _UNITS[unit]
    try:
        return Span(amount, letter, always)
    except ValueError:
        raise Invalid.of("amount", "时限太长，或者是零", "The time is too long, or nothing") from None


def _known(category: str) -> None:
    offered = {option.code for kind in kinds for option in kind.categories}
    if category and category not in offered and category not in terming.CATEGORIES:
        raise Invalid.of("category", "没有这个类别", "There is no such category")


def _line(organization: Organization, rule: str) -> terming.Line:
    found = next((line for line in terming.lines(organization) if line.rule == rule), None)
    if found is None:
        raise Invalid.of("rule", "没有这条时限", "There is no such time limit")
    return found


def _key(line: terming.Line) -> int:
    head, _, number = line.rule.partition(":")
    return int(number) if head == terming.OWN else 0


def _follow(
    change: Change, organization: Organization, clock: str, kind: str, category: str, severity: int | None,
    span: Span, source: str, confirmed: bool,
) -> TermRule:  # fmt: skip
    """Another line in the place of the one for the same case: none is ever edited, matters name the one they go by."""
    case = {"clock": clock, "kind": kind, "category": category, "severity": severity}
    TermRule.objects.filter(organization=organization, ended_at=None, **case).update(ended_at=change.at)
    return TermRule.objects.create(
        organization=organization, span=str(span), source=source, confirmed=confirmed, since=change.at, **case
    )


def _fact(verb: str, organization: Organization, place: str, row: TermRule) -> Fact:
    facts = {"clock": row.clock, "category": row.category, "severity": row.severity, "span": row.span, "rule": row.pk}
    told = {name: value for name, value in facts.items() if value not in ("", None)}
    return Fact(verb, organization.code, place, f"term:{row.pk}", facts=told)


COMMANDS = (set_term, confirm_term, drop_term)
