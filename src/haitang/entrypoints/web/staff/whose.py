"""Whose and why 归谁管、为什么: what is proposed for a matter that waits for its owner, what came back, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from haitang.engine import duties, routing, rule_drafts
from haitang.engine.routing import Suggestion
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, name_of
from haitang.entrypoints.web.staff.acts import Act
from haitang.entrypoints.web.staff.keeping import keeping, may, office_place
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.duty import Duty
from haitang.records.hold import HandBack
from haitang.records.matter import Matter

ASSIGN, ADJUDICATE = "matters.assign", "handing.adjudicate"
#: Where a matter waits for somebody to say whose it is.
_WAITING = ("accepted", "reopened")


@dataclass(frozen=True, slots=True)
class Back:
    """An office that said it is not its own, and why."""

    office: Words
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What a joint meeting decided about a matter: the office cannot hand it back."""

    meeting: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A routing rule that a decision proposes: in a sentence, and as the form by which it is tried first."""

    sentence: Words
    why: Words
    hidden: dict[str, str]
    other: str


@dataclass(frozen=True, slots=True)
class Whose:
    """What stands beside the forms of a matter: a proposal, hand-backs, a decision, and where it may become the rule."""

    suggestion: Suggestion | None
    assign: Act | None
    key: str
    unmatched: bool
    backs: list[Back]
    settled: Settled | None
    document: str
    make_rule: str
    draft: Draft | None

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(
            self.suggestion
            or self.unmatched
            or self.backs
            or self.settled
            or self.document
            or self.make_rule
            or self.draft
        )


def whose_of(staff: Staff, matter: Matter, acts: Sequence[Act]) -> Whose:
    """At most three queries, and none for a matter that nothing was proposed for; three more where something was decided."""
    waiting = matter.state in _WAITING and matter.closed_at is None
    backs = _backs(matter)
    proposed = routing.suggestion_after(matter, {back.owner_id for back in backs if back.adjudicated_at is None})
    assign = next((act for act in acts if act.name == ASSIGN and not act.barred), None)
    decided = _decided(staff, matter, backs)
    lines = list(duties.in_force(matter.organization_id)) if decided else []
    return Whose(
        suggestion=proposed if waiting else None,
        assign=assign,
        key=new_key(),
        unmatched=waiting and bool((matter.details.get(routing.KEPT) or {}).get("unmatched")) and proposed is None,
        backs=[_back(one) for one in backs],
        settled=_settled(matter),
        document=_document(matter),
        make_rule=_make_rule(matter, lines) if decided else "",
        draft=_draft(staff, matter, lines) if decided else None,
    )


def without_red(acts: Sequence[Act], whose: Whose) -> list[Act]:
    """The form for choosing otherwise is folded below the proposal: one red button a page."""
    folded = whose.suggestion is not None and whose.assign is not None
    return [replace(act, main=False) if folded and act.name == ASSIGN else act for act in acts]


def _backs(matter: Matter) -> list[HandBack]:
    """What came back; no query where `scope.find` has seen that nothing did."""
    if not getattr(matter, "has_backs", True):
        return []
    return list(HandBack.objects.filter(matter=matter).select_related("owner").order_by("id"))


def _back(one: HandBack) -> Back:
    return Back(name_of(one.owner), label_of(f"choice {one.reason}"), one.note)


def _settled(matter: Matter) -> Settled | None:
    kept = matter.details.get("settled")
    return Settled(kept["meeting"], datetime.fromisoformat(kept["until"])) if kept else None


def _document(matter: Matter) -> str:
    """The line of the directory the owner was taken from, where the owner is the one it names."""
    kept = matter.details.get(routing.KEPT) or {}
    named = matter.owner is not None and matter.owner.code == kept.get("post")
    return reverse("desk_duty", args=[kept["duty"]["id"]]) if named and "duty" in kept else ""


def _decided(staff: Staff, matter: Matter, backs: Sequence[HandBack]) -> bool:
    """Whether it was decided above whose it is, and whoever looks keeps the directory and the rules."""
    ruled = any(back.adjudicated_at for back in backs) or "settled" in matter.details
    return ruled and matter.owner_id is not None and bool(matter.category) and bool(keeping(staff))


def _make_rule(matter: Matter, lines: Sequence[Duty]) -> str:
    """Where a decision may be kept as a line of the directory; empty where the directory says so already."""
    named = duties.named_for(lines, matter.category, matter.place)
    known = named is not None and named.post_id == matter.owner_id
    return "" if known else f"{reverse('desk_duty_new')}?from={matter.number}"


def _draft(staff: Staff, matter: Matter, lines: Sequence[Duty]) -> Draft | None:
    """The rule a decision proposes; a person tries it on the latest matters and lets it take effect, or does not."""
    if not may(staff, commands["routing.add"], matter.organization):
        return None
    rule = rule_drafts.from_decision(matter, list(routing.in_force(matter.organization_id)), lines)
    if rule is None or rule.place is None or rule.post is None:
        return None
    said = {
        "place": office_place(matter.organization),
        "below": rule.place.code,
        "category": rule.category,
        "at_least": "4",
        "turn": "1",
    }
    said |= {"then": rule.then, "owner": rule.post.code, "why": rule.why, "why_en": rule.why_en}
    other = f"{reverse('desk_rule_new')}?{urlencode(said)}"
    return Draft(rule_drafts.sentence(rule), Words(zh=rule.why, en=rule.why_en), said, other)
