"""Routing 派办规则: which office a rule proposes for a matter and why; asked once, when the matter is accepted.

What came of it stands with the matter (`details["routing"]`) and is never asked again: neither a later edit of the
matter nor a change of the rules moves it, and whoever assigns may choose otherwise. Where no rule of the office fires
the directory of duties is asked; where that names nobody the matter waits in the queue “unmatched”.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from haitang.engine import charter, duties
from haitang.engine.change import Change
from haitang.engine.territory import ABOVE
from haitang.kernel.limits import SENTENCE
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.duty import Duty, RoutingRule
from haitang.records.hold import HandBack
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Organization, Post
from haitang.records.place import Place
from haitang.records.voice import Voice

KEPT = "routing"
QUEUE = "routing.queue"
#: Conditions and consequence of a rule; an edition keeps all of it.
TEXTS = ("position", "category", "severity", "kind", "door", "then", "part", "why", "why_en")
#: A change of the rules is tried on so many of the latest matters.
TRIED = 500
#: Where a matter may come from, as far as a rule may ask.
DOORS = ("web", "terminal", "import")
BY_DIRECTORY = Words(zh="责任清单里写着", en="it stands in the directory of duties")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule looks at: nothing of who spoke or what they said."""

    kind: str
    category: str
    severity: int
    door: str
    place: Place


@dataclass(frozen=True, slots=True)
class Proposal:
    """The office that is proposed, by which rule (None: by the directory alone) and which line of the directory."""

    post: Post
    rule: RoutingRule | None
    duty: Duty | None

    @property
    def why(self) -> Words:
        """The reason in a sentence: the rule's own words, and what makes it theirs."""
        said = Words(zh=self.rule.why, en=self.rule.why_en) if self.rule else BY_DIRECTORY
        if self.duty is None:
            return said
        basis = duties.basis_of(self.duty)
        return Words(zh=f"{said.zh}（{basis.zh}）", en=f"{said.en} ({basis.en})")


def in_force(organization: Organization | int) -> QuerySet[RoutingRule]:
    """The rules of an office in their order. One query."""
    rows = RoutingRule.objects.filter(organization=organization, retired_at=None)
    return rows.select_related("post", "place").order_by("position", "id")


def decide(rules: Iterable[RoutingRule], lines: Sequence[Duty], asked: Asked) -> Proposal | None:
    """The first rule that fits and finds an office; else the directory by itself; None where nobody is named. Pure."""
    for rule in rules:
        if not fits(rule, asked):
            continue
        if rule.then == "post" and rule.post is not None:
            return Proposal(rule.post, rule, None)
        if (line := duties.named_for(lines, asked.category, asked.place, rule.part)) is not None:
            return Proposal(line.post, rule, line)
    line = duties.named_for(lines, asked.category, asked.place)
    return Proposal(line.post, None, line) if line else None


def fits(rule: RoutingRule, asked: Asked) -> bool:
    """Whether every condition of a rule holds; an empty one always does."""
    return (
        rule.category in ("", asked.category)
        and rule.kind in ("", asked.kind)
        and rule.door in ("", asked.door)
        and asked.severity <= rule.severity
        and (rule.place is None or asked.place.within(rule.place))
    )


def route(change: Change) -> dict[str, Any]:
    """Ask once for the matter that is being accepted, keep the answer with it; what the ledger line says of it.

    An office without rules and without a directory has nothing to ask: nothing is kept, and nothing is “unmatched”.
    """
    matter = change.matter
    if KEPT in matter.details:
        return {}
    lines, rules = list(duties.in_force(matter.organization)), list(in_force(matter.organization))
    if not lines and not rules:
        return {}
    found = decide(rules, lines, _asked(matter))
    matter.details = {**matter.details, KEPT: _kept(found)}
    return {"rule": _number(found), "proposed": found.post.code} if found else {"unmatched": True}


def _asked(matter: Matter) -> Asked:
    first = Voice.objects.filter(matter=matter).order_by("id").values_list("door", flat=True).first()
    return Asked(matter.kind, matter.category, matter.severity, first or "", matter.place)


def _number(found: Proposal) -> int:
    return found.rule.pk if found.rule else 0


def _kept(found: Proposal | None) -> dict[str, Any]:
    """What the matter keeps: enough to read it when rule and line have long been changed."""
    if found is None:
        return {"unmatched": True}
    kept: dict[str, Any] = {
        "post": found.post.code,
        "name": {"zh": found.post.name, "en": found.post.name_en},
        "why": {"zh": found.why.zh[:SENTENCE], "en": found.why.en[:SENTENCE]},
    }
    if found.rule is not None:
        kept["rule"] = {"id": found.rule.pk, "position": found.rule.position, "edition": found.rule.edition}
    if found.duty is not None:
        kept["duty"] = {"id": found.duty.pk, "edition": found.duty.edition}
    return kept


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What whoever assigns is shown: the office, why, and which rule fired when the matter was accepted.

    `again` says that it is not that answer but a fresh look into the directory, because offices have handed it back.
    """

    post: str
    office: Words
    why: Words
    position: int = 0
    duty: int = 0
    again: bool = False


def suggestion(matter: Matter) -> Suggestion | None:
    """What is proposed for a matter that waits for its owner: what fired when it was accepted; once it was handed back,
    whom the directory names besides those who handed it back. At most two queries."""
    gone = HandBack.objects.filter(matter=matter, adjudicated_at=None).values_list("owner_id", flat=True)
    return suggestion_after(matter, set(gone))


def suggestion_after(matter: Matter, gone: Collection[int]) -> Suggestion | None:
    """The same for whoever knows which posts have handed it back."""
    return _instead(matter, gone) if gone else _first(matter)


def _first(matter: Matter) -> Suggestion | None:
    kept = matter.details.get(KEPT) or {}
    if "post" not in kept:
        return None
    position, duty = kept.get("rule", {}).get("position", 0), kept.get("duty", {}).get("id", 0)
    return Suggestion(kept["post"], Words(**kept["name"]), Words(**kept["why"]), position, duty)


def _instead(matter: Matter, gone: Collection[int]) -> Suggestion | None:
    line = duties.named_for(duties.in_force(matter.organization_id), matter.category, matter.place, without=gone)
    if line is None:
        return None
    why = Proposal(line.post, None, line).why
    return Suggestion(line.post.code, duties.office_of(line), _short(why), duty=line.pk, again=True)


def _short(why: Words) -> Words:
    return Words(zh=why.zh[:SENTENCE], en=why.en[:SENTENCE])


def queue_of(organization: Organization | int) -> Post | None:
    """The post that answers for what no rule fits: the one the office has set, else its dispatcher."""
    row = Setting.objects.filter(organization=organization, name=QUEUE).first()
    posts = Post.objects.filter(organization=organization).select_related("place")
    chosen = posts.filter(code=row.value).first() if row else None
    return chosen or posts.filter(role=Role.DISPATCHER).order_by("place__path", "code").first()


def keep_queue(organization: Organization, post: Post) -> None:
    """Set who answers for what no rule fits; for the command."""
    charter.put(organization, QUEUE, post.code)


# Trying a change before it takes effect.


@dataclass(frozen=True, slots=True)
class Moved:
    """A matter that would be proposed to somebody else: whom the rules of today name, whom the changed ones."""

    matter: Matter
    now: Proposal | None
    then: Proposal | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change of the rules would have done to the latest matters."""

    tried: int
    moved: list[Moved]
    unmatched_now: int
    unmatched_then: int


def trial(organization: Organization, changed: Sequence[RoutingRule]) -> Trial:
    """Try changed rules on the latest matters of the office; who may see which is the page's to ask.

    Three queries, however many matters there are.
    """
    lines, rules = list(duties.in_force(organization)), list(in_force(organization))
    found = [(matter, _as_accepted(matter)) for matter in _latest(organization)]
    pairs = [(matter, decide(rules, lines, asked), decide(changed, lines, asked)) for matter, asked in found]
    return Trial(
        tried=len(pairs),
        moved=[Moved(matter, now, then) for matter, now, then in pairs if _post(now) != _post(then)],
        unmatched_now=sum(now is None for _, now, _ in pairs),
        unmatched_then=sum(then is None for _, _, then in pairs),
    )


def _latest(organization: Organization) -> list[Matter]:
    door = Voice.objects.filter(matter=OuterRef("pk")).order_by("id").values("door")[:1]
    rows = Matter.objects.filter(organization=organization, shape="case").exclude(category="")
    rows = rows.annotate(came_by=Subquery(door)).select_related(f"place__{ABOVE}", "owner")
    return list(rows.order_by("-id")[:TRIED])


def _as_accepted(matter: Any) -> Asked:
    return Asked(matter.kind, matter.category, matter.severity, matter.came_by or "", matter.place)


def _post(found: Proposal | None) -> int:
    return found.post.pk if found else 0


def with_change(
    rules: Sequence[RoutingRule], changed: RoutingRule | None = None, turn: int = 0, retired: int = 0
) -> list[RoutingRule]:
    """The rules as they would be: one added or changed (by its key), put at a `turn`, or one retired. Pure."""
    kept = [rule for rule in rules if rule.pk not in {retired, changed.pk if changed is not None else 0}]
    if changed is None:
        return kept
    old = next((index for index, rule in enumerate(rules) if rule.pk == changed.pk), len(kept))
    at = turn - 1 if turn else old
    return [*kept[:at], changed, *kept[at:]]
