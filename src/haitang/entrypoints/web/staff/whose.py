"""Whose and why 归谁管、为什么: what is proposed for a matter that waits for its owner, what came back, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from haitang.engine import duties, routing
from haitang.engine.routing import Suggestion
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, name_of
from haitang.entrypoints.web.staff.acts import Act
from haitang.entrypoints.web.staff.keeping import keeping
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

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.suggestion or self.unmatched or self.backs or self.settled or self.document or self.make_rule)


def whose_of(staff: Staff, matter: Matter, acts: Sequence[Act]) -> Whose:
    """At most three queries, and none for a matter that nothing was proposed for."""
    waiting = matter.state in _WAITING and matter.closed_at is None
    backs = _backs(matter)
    proposed = routing.suggestion_after(matter, {back.owner_id for back in backs if back.adjudicated_at is None})
    assign = next((act for act in acts if act.name == ASSIGN and not act.barred), None)
    return Whose(
        suggestion=proposed if waiting else None,
        assign=assign,
        key=new_key(),
        unmatched=waiting and bool((matter.details.get(routing.KEPT) or {}).get("unmatched")) and proposed is None,
        backs=[_back(one) for one in backs],
        settled=_settled(matter),
        document=_document(matter),
        make_rule=_make_rule(staff, matter, backs),
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


def _make_rule(staff: Staff, matter: Matter, backs: Sequence[HandBack]) -> str:
    """Where a decision may be kept as a line of the directory; empty unless one was made that the directory lacks."""
    ruled = any(back.adjudicated_at for back in backs) or "settled" in matter.details
    if not ruled or matter.owner_id is None or not matter.category or not keeping(staff):
        return ""
    lines: list[Duty] = list(duties.in_force(matter.organization_id))
    named = duties.named_for(lines, matter.category, matter.place)
    known = named is not None and named.post_id == matter.owner_id
    return "" if known else f"{reverse('desk_duty_new')}?from={matter.number}"
