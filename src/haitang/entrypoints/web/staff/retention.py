"""Retention 保存期限: the terms by outcome, what is due by outcome and place, and the proposals with their two persons."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.commands.retention import KEEPERS
from haitang.engine import retention, territory
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.words import Words
from haitang.records.disposal import Disposal
from haitang.records.party import Organization
from haitang.records.place import Place

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """One proposal as the page shows it: counts in words, and whether this member of staff may approve it."""

    disposal: Disposal
    counts: list[tuple[Words, Words, int]]
    may_approve: bool
    mine: bool


@for_staff
def kept(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The terms of my organization and what they bring. Everybody at work may read; keepers may act."""
    organization = staff.posts[0].organization
    whole = territory.whole(organization)
    found = retention.counted(organization, retention.cutoffs(organization))
    plans = list(Disposal.objects.filter(organization=organization).order_by("-pk")[:SHOWN])
    names = retention.place_names(_codes(found, plans))
    keeper = _keeper(staff, organization, whole)
    context = {
        "section": "retention",
        "terms": [(term, new_key()) for term in retention.terms(organization)],
        "place": whole.code if whole else "",
        "due": [(retention.outcomes()[one.outcome], names.get(one.community, _NOWHERE), one.count) for one in found],
        "total": sum(one.count for one in found),
        "plans": [_plan(plan, names, staff, keeper) for plan in plans],
        "open": any(plan.finished_at is None for plan in plans),
        "keeper": keeper,
        "key": new_key(),
    }
    return render(request, "staff/retention.html", context)


_NOWHERE = Words(zh="整个单位", en="the whole organization")


def _keeper(staff: Staff, organization: Organization, whole: Place | None) -> bool:
    """Whether one of the posts may set terms, propose and approve for all of the organization."""
    own = (post for post in staff.posts if post.role in KEEPERS and post.organization_id == organization.pk)
    return whole is not None and any(whole.within(post.place) for post in own)


def _codes(found: list[retention.Due], plans: list[Disposal]) -> set[str]:
    return {one.community for one in found} | {row[1] for plan in plans for row in plan.counts}


def _plan(plan: Disposal, names: dict[str, Words], staff: Staff, keeper: bool) -> Plan:
    words: dict[str, Words] = retention.outcomes()
    rows: list[Any] = plan.counts
    mine = plan.proposed_by_id == staff.actor.account
    return Plan(
        plan,
        [
            (words.get(outcome, Words(zh=outcome, en=outcome)), names.get(at, _NOWHERE), count)
            for outcome, at, count in rows
        ],
        keeper and plan.approved_at is None and not mine,
        mine,
    )
