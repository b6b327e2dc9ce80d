"""Home 首页: say something, see what became of it, come to the next session, open a figure."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import directory, headline, sheets
from haitang.engine.territory import whole
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.middleware import OFFICE_COOKIE
from haitang.entrypoints.web.public import sessions, voices
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.actor import Actor
from haitang.records.party import Organization
from haitang.records.place import Place

MINE, DONE = 3, 3
YEAR = 365 * 24 * 60 * 60


def home(request: HttpRequest) -> HttpResponse:
    """The first page; it reckons no figure and loads no library for it."""
    offices = [] if request.COOKIES.get(OFFICE_COOKIE) else directory.published()
    if len(offices) > 1:
        return render(
            request,
            "public/offices.html",
            {"offices": [directory.office_words(one) for one in offices], "section": "home"},
        )
    organization = directory.site()
    context: dict[str, Any] = {"mine": voices.cards(request, MINE)}
    if organization is not None:
        context |= _of(organization, actor_of(request))
    return show(request, "home", context, "home", organization)


def office(request: HttpRequest, code: str) -> HttpResponse:
    """`/o/<code>/`: the first page of one office among several; this browser stays with it."""
    if not any(one.code == code for one in directory.published()):
        raise Http404
    with directory.speaking_for(code):
        organization = directory.site()
        context: dict[str, Any] = {"mine": voices.cards(request, MINE)}
        if organization is not None:
            context |= _of(organization, actor_of(request))
        response = show(request, "home", context, "home", organization)
    response.set_cookie(OFFICE_COOKIE, code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _of(organization: Organization, actor: Actor) -> dict[str, Any]:
    of_ours = {"organization": organization.code}
    ahead = sheets.rows("public_ahead", actor, of_ours, limit=1).rows
    place = whole(organization)
    return {
        "session": sessions.card(ahead[0]) if ahead else None,
        "done": sheets.rows("public_closed", actor, of_ours, limit=DONE).rows,
        "calls": directory.calls(place) if place else [],
        "communities": _communities(organization),
        "strip": headline.shown(organization),
    }


def _communities(organization: Organization) -> Sequence[Place]:
    places = Place.objects.filter(organization=organization, kind__in=("community", "village"), closed_on=None)
    return list(places.order_by("path")[:40])
