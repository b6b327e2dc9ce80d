"""Routing 派办规则: add a rule, change it, move it in the order, retire it; who answers for what no rule fits.

A change holds for what is accepted from now on; what was accepted keeps the answer it got.
"""

from typing import Any

from haitang.engine import routing, rule_drafts
from haitang.engine.change import Change, post_of
from haitang.engine.territory import office_at
from haitang.kernel.command import Fact, command
from haitang.kernel.duty_words import Edition, Then, Turn, Urgency
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import Code, OptionalCode, RecordId, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.duty import RoutingEdition, RoutingRule
from haitang.records.party import Organization
from haitang.records.place import Place

KEEPERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.SYSTEM)


@command("routing.add", zh="加派办规则", en="Add a routing rule", roles=KEEPERS, at="place")
def add(
    change: Change,
    place: Code,
    then: Then,
    why: Sentence,
    why_en: Sentence,
    category: OptionalCode = "",
    below: OptionalCode = "",
    at_least: Urgency = 4,
    kind: OptionalCode = "",
    door: OptionalCode = "",
    party: OptionalCode = "",
    owner: OptionalCode = "",
    turn: Turn | None = None,
) -> Fact:
    """Under these conditions this office is proposed, because. Without a `turn` it is asked last."""
    organization = office_at(change.placed)
    rules = _locked(organization)
    rule = RoutingRule(organization=organization, since=change.at)
    rule_drafts.write(rule, dict(
        then=then, why=why, why_en=why_en, category=category, below=below, at_least=at_least, kind=kind, door=door,
        party=party, owner=owner,
    ))  # fmt: skip
    _in_order([*rules[: (turn or 999) - 1], rule, *rules[(turn or 999) - 1 :]])
    _keep_edition(change, rule)
    return _fact("added", rule, change.placed, {"rule": rule.pk})


@command("routing.change", zh="改派办规则", en="Change a routing rule", roles=KEEPERS, at="place")
def change_rule(
    change: Change,
    place: Code,
    rule: RecordId,
    edition: Edition,
    then: Then,
    why: Sentence,
    why_en: Sentence,
    category: OptionalCode = "",
    below: OptionalCode = "",
    at_least: Urgency = 4,
    kind: OptionalCode = "",
    door: OptionalCode = "",
    party: OptionalCode = "",
    owner: OptionalCode = "",
) -> Fact:
    """The rule reads like this from now on; its wording before is kept. `edition` is the one that was read."""
    known = _read(change, rule, edition)
    known.edition += 1
    rule_drafts.write(known, dict(
        then=then, why=why, why_en=why_en, category=category, below=below, at_least=at_least, kind=kind, door=door,
        party=party, owner=owner,
    ))  # fmt: skip
    known.save()
    _keep_edition(change, known)
    return _fact("changed", known, change.placed)


@command("routing.move", zh="调规则的先后", en="Move a routing rule", roles=KEEPERS, at="place")
def move(change: Change, place: Code, rule: RecordId, edition: Edition, turn: Turn) -> Fact:
    """The rule is asked as the `turn`-th; the first rule that fits decides."""
    rules = _locked(office_at(change.placed))
    known = _read(change, rule, edition)
    others = [other for other in rules if other.pk != known.pk]
    known.edition, known.position = known.edition + 1, 0
    _in_order([*others[: turn - 1], known, *others[turn - 1 :]])
    _keep_edition(change, known)
    return _fact("moved", known, change.placed)


@command("routing.retire", zh="停用派办规则", en="Retire a routing rule", roles=KEEPERS, at="place")
def retire(change: Change, place: Code, rule: RecordId, edition: Edition) -> Fact:
    """The rule is asked no longer; it stays on record, and what it has decided stays decided."""
    rules = _locked(office_at(change.placed))
    known = _read(change, rule, edition)
    known.retired_at = change.at
    known.save()
    _in_order([other for other in rules if other.pk != known.pk])
    return _fact("retired", known, change.placed)


@command("routing.queue", zh="定谁管没人管的事", en="Set who sees to what no rule fits", roles=KEEPERS, at="place")
def queue(change: Change, place: Code, owner: Code) -> Fact:
    """The post in whose inbox and list those matters stand; without a choice it is the dispatcher's."""
    organization = office_at(change.placed)
    post = post_of(owner, organization)
    routing.keep_queue(organization, post)
    return Fact("routing.queue_set", organization.code, place, organization.code, facts={"owner": post.code})


def _locked(organization: Organization) -> list[RoutingRule]:
    """The rules in their order, nobody else touching the order meanwhile; asked for before any rule is locked."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    return list(routing.in_force(organization))


def _read(change: Change, rule: int, edition: int) -> RoutingRule:
    rows = RoutingRule.objects.select_for_update(of=("self",)).select_related("organization", "post", "place")
    known = rows.filter(pk=rule, organization=office_at(change.placed), retired_at=None).first()
    if known is None:
        raise Invalid.of("rule", "没有这条规则", "There is no such rule")
    if known.edition != edition:
        raise Conflict(
            Words(
                zh="别人刚刚改过这条规则，请看过新的内容再试",
                en="Somebody has just changed this rule; please read it again",
            )
        )
    return known


def _in_order(rules: list[RoutingRule]) -> None:
    for position, rule in enumerate(rules, start=1):
        if rule.position != position or rule.pk is None:
            rule.position = position
            rule.save()


def _keep_edition(change: Change, rule: RoutingRule) -> None:
    text = {name: getattr(rule, name) for name in routing.TEXTS} | {
        "below": rule.place.code if rule.place else "",
        "owner": rule.post.code if rule.post else "",
    }
    RoutingEdition.objects.create(rule=rule, edition=rule.edition, text=text, at=change.at)


def _fact(verb: str, rule: RoutingRule, at: Place, values: dict[str, Any] | None = None) -> Fact:
    facts = {"position": rule.position, "edition": rule.edition}
    return Fact(
        f"routing.{verb}", rule.organization.code, at.code, f"routing:{rule.pk}", facts=facts, values=values or {}
    )


COMMANDS = (add, change_rule, move, retire, queue)
