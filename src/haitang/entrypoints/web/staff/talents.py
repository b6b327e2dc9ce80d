"""Talents 能人 at the desk: the register of one's place, one offer, and who may be asked for a matter. No name, no order of merit."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from haitang.engine import answers, moves, talents
from haitang.engine.authority import holds
from haitang.engine.looking import look
from haitang.engine.territory import shown
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for, name_of
from haitang.entrypoints.web.staff.acts import Act, act_of
from haitang.entrypoints.web.staff.spoken import DELIVERIES, may_look
from haitang.kernel.errors import Refusal
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.talent import Talent, TalentRequest
from haitang.records.voice import Answer

#: Whose posts ask somebody for help with a matter of their place.
ASKS = (Role.GRID, Role.DESK, Role.DISPATCHER)
STANDING = {
    talents.WAITING: Words(zh="等回音", en="waiting for a word"),
    talents.YES: Words(zh="愿意来帮忙", en="comes to help"),
    talents.OVER: Words(zh="这次没有成", en="not this time"),
}


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits to be confirmed, and who is on the register at these posts."""
    _kept(staff)
    if not staff.holds(*talents.KEEPS):
        return render(request, "staff/not_yours.html", {"section": "office"}, status=403)
    context = {
        "section": "office",
        "offered": [_line(one) for one in talents.offered(staff.posts)],
        "listed": [_line(one) for one in talents.listed(staff.posts)],
    }
    return render(request, "staff/talents.html", context)


@for_staff
def one(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """One offer: the sentence, the consent, what waits for an answer, and what can be done; the contact stays sealed."""
    return _page(request, staff, _found(staff, number), "")


@require_POST
@for_staff
def contact(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """Open the contact with a reason: recorded first, shown once, told to its subject."""
    found = _found(staff, number)
    page = reverse("desk_talent", args=[number])
    if found.voice.contact_id is None:
        return redirect(page)
    try:
        opened = look(found.voice.contact_id, staff.actor, request.POST.get("reason", ""))
    except Refusal as refusal:
        return refused(request, refusal, back=page)
    return _page(request, staff, found, opened)


@for_staff
def find(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """Who may be asked to help with a matter, the nearest first; and who was asked already."""
    found = matter_for(staff, number, "case")
    if not _asks(staff, found) or not talents.on(found.organization):
        raise Http404
    category = kinds[found.kind].option("categories", found.category)
    context = {
        "section": "today",
        "matter": found,
        "place": shown(found.place),
        "category": category.words if category else None,
        "barred": talents.barred(found),
        "asked": asked_of(found),
        "found": [(one, new_key()) for one in talents.near(found)],
        "here": reverse("desk_find_talent", args=[number]),
    }
    return render(request, "staff/find_talent.html", context)


def offered_at(staff: Staff, matter: Matter) -> dict[str, Any]:
    """What the page of a matter says of talents: who comes, and the way to find one. Two queries where one may be asked."""
    if talents.barred(matter) or not _asks(staff, matter) or not talents.on(matter.organization):
        return {}
    coming = [one for one in asked_of(matter) if one["standing"] != STANDING[talents.OVER]]
    return {"talents": {"coming": coming, "url": reverse("desk_find_talent", args=[matter.number])}}


def _asks(staff: Staff, matter: Matter) -> bool:
    """Whether one of the posts asks for help there: what neighbors offer is nobody else's to read."""
    return holds(staff.posts, ASKS, matter.place, matter.organization.code) is not None


def asked_of(matter: Matter) -> list[dict[str, Any]]:
    """Those asked for one matter, by skill alone, with how the message fares."""
    rows = talents.asked(matter)
    told = [row.link.answer for row in rows if row.link.answer is not None and talents.waits(row)]
    states = answers.deliveries_of(told) if told else {}
    return [_asked(row, states) for row in rows]


def _asked(row: TalentRequest, states: dict[int, str]) -> dict[str, Any]:
    waits = talents.waits(row)
    standing = row.standing if waits or row.standing == talents.YES else talents.OVER
    state = states.get(row.link.answer_id or 0, "") if waits else ""
    return {
        "number": row.talent.matter.number,
        "skill": talents.skill_of(row.talent.matter),
        "standing": STANDING[standing],
        "tag": {talents.WAITING: "doing", talents.YES: "done"}.get(standing, "plain"),
        "until": row.until if waits else None,
        "delivery": str(DELIVERIES.get(state, "")),
        "call": state in {"failed", "unknown", "dead"},
    }


def _kept(staff: Staff) -> None:
    """404 where none of these posts' offices keeps a register."""
    organizations = {post.organization_id: post.organization for post in staff.posts}
    if not any(talents.on(organization) for organization in organizations.values()):
        raise Http404


def _found(staff: Staff, number: str) -> Talent:
    found = talents.find(staff.posts, number)
    if found is None or not talents.on(found.matter.organization):
        raise Http404
    return found


def _line(one: Talent) -> dict[str, Any]:
    return {
        "number": one.matter.number,
        "skill": talents.skill_of(one.matter),
        "place": shown(one.matter.place),
        "words": one.voice.words,
        "said_at": one.voice.said_at,
        "until": one.until,
    }


def _page(request: HttpRequest, staff: Staff, found: Talent, opened: str) -> HttpResponse:
    matter = found.matter
    kind = kinds[matter.kind]
    waiting = _waiting(found)
    context = {
        "section": "office",
        "matter": matter,
        "one": found,
        "state": kind.flow.state(matter.state).words,
        "tag": {"offered": "ask", "confirmed": "done"}.get(matter.state, "plain"),
        "outcome": kind.ending(matter.outcome),
        "skill": talents.skill_of(matter),
        "place": shown(matter.place),
        "how": label_of("choice page") if found.how == "page" else label_of(f"choice {found.how}"),
        "by": name_of(found.confirmed_by) if found.confirmed_by else None,
        "mask": found.voice.contact.mask if found.voice.contact else "",
        "opened": opened,
        "may_look": found.voice.contact is not None and may_look(staff, matter),
        "waiting": waiting,
        "last": Answer.objects.filter(voice=found.voice).order_by("-id").first(),
        "acts": _acts(staff, found, waiting),
    }
    return render(request, "staff/talent.html", context)


def _waiting(found: Talent) -> list[TalentRequest]:
    rows = TalentRequest.objects.filter(talent=found, matter__closed_at=None, standing=talents.WAITING)
    return [one for one in rows.select_related("matter", "link__answer").order_by("id") if talents.waits(one)]


def _acts(staff: Staff, found: Talent, waiting: list[TalentRequest]) -> list[Act]:
    """The steps open now: to confirm or not; what the person says by telephone or at the counter."""
    made = []
    back = reverse("desk_talent", args=[found.matter.number])
    for choice in moves.choices(staff.actor, staff.posts, found.matter):
        if choice.move.name not in talents.REPLIES:
            main = choice.move.name == "confirm" and not choice.barred
            made.append(act_of(staff, choice, found.matter, back, main=main, barred=choice.barred))
            continue
        for one in waiting:
            values = {"asked": one.pk}
            made.append(act_of(staff, choice, found.matter, back, main=False, values=values, hidden=["asked"],
                               prefix=f"{choice.move.name}-{one.pk}"))  # fmt: skip
    return sorted(made, key=lambda act: (not act.main, act.move not in talents.REPLIES))
