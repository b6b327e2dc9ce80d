"""Mine 我的事: what my posts have to do, as large cards for a phone in one hand; nearest first for whoever says where
they stand. Where that is, is used for this one page and kept nowhere."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import sheets
from haitang.engine.nearness import nearest_first
from haitang.engine.territory import cell_at, known, named
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.context import counted, remember
from haitang.entrypoints.web.staff.places import place_options
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.records.matter import Matter
from haitang.records.place import Place

#: More cards than anybody scrolls through with a thumb; the rest is a page further.
CARDS = 20
#: As many are put in the order of the way; a post with more open matters needs help, not an order.
NEAREST = 60
#: Places a worker stands at.
STANDS = ("cell", "compound", "building", "venue", "spot")
CLAIM, TAKE = "matters.claim", "handling.take"


@dataclass(frozen=True, slots=True)
class Card:
    """A matter in hand with the form by which it is claimed done; without one where it is not the owner's turn."""

    line: Line
    claim: list[Field]
    key: str


@for_staff
def mine(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Matters my posts own, nearest deadline first, or nearest to where I stand; then my projects."""
    here = _here(request, staff)
    page = _page(request, staff, here)
    projects = sheets.rows("my_projects", staff.actor, limit=CARDS, posts=staff.posts)
    found = counted(staff, {"new": ("new", {})})
    remember(request, found)
    accepts = staff.holds(Role.GRID, Role.DESK)
    context = {
        "section": "mine",
        "cards": [_card(line, staff.tongue) for line in lines_of(page, staff.tongue)],
        "projects": lines_of(projects, staff.tongue),
        "after": page.after,
        "keys": new_key(),
        "new": found["new"] if accepts else 0,
        "fresh": _to_take(staff) if accepts else [],
        "here": named(here) if here else None,
        "stands": _stands(staff, here),
    }
    return render(request, "staff/mine.html", context)


def _page(request: HttpRequest, staff: Staff, here: Place | None) -> sheets.Page:
    if here is None:
        return sheets.rows("mine", staff.actor, {}, request.GET.get("after", ""), CARDS, staff.posts, full=True)
    page = sheets.rows("mine", staff.actor, {}, "", NEAREST, staff.posts, full=True)
    return replace(page, rows=nearest_first(page.rows, here))


def _here(request: HttpRequest, staff: Staff) -> Place | None:
    """Where the worker says they stand: a place of theirs, or the grid cell around a point. Only ever in a POST."""
    if request.method != "POST":
        return None
    place = known(request.POST.get("at", "")) or _around(request)
    organizations = {post.organization_id for post in staff.posts}
    return place if place is not None and place.organization_id in organizations else None


def _around(request: HttpRequest) -> Place | None:
    try:
        longitude, latitude = float(request.POST["longitude"]), float(request.POST["latitude"])
    except (KeyError, ValueError):
        return None
    return cell_at(longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _stands(staff: Staff, here: Place | None) -> dict[str, Any]:
    return {
        "name": "at",
        "label": _("I am at"),
        "kind": "select",
        "required": True,
        "value": here.code if here else "",
        "empty": _("Please choose"),
        "choices": place_options(staff.posts, staff.tongue, STANDS),
    }


def _card(line: Line, tongue: str) -> Card:
    """The claim's form stands in the card, so that nothing more has to be loaded where there is no line."""
    flow = kinds[line.row.sort].flow
    move = flow.move(commands[CLAIM].move)
    if move is None or line.row.state not in move.sources:
        return Card(line, [], "")
    subject = Matter(number=line.row.number, kind=line.row.sort, shape="case")
    values = {"matter": line.row.number}
    prefix = f"{line.row.number}"
    fields = fields_for(commands[CLAIM], subject, tongue, values=values, hidden=["matter"], prefix=prefix)
    return Card(line, fields, new_key())


def _to_take(staff: Staff) -> list[dict[str, Any]]:
    """What nobody has yet and can be taken on at once."""
    take = commands.get(TAKE)
    if take is None:
        return []
    page = sheets.rows("to_assign", staff.actor, {}, "", CARDS, staff.posts, full=True)
    lines = lines_of(page, staff.tongue)
    return [{"line": line, "url": reverse("act", args=[TAKE]), "words": take.words} for line in lines]
