"""Home 首页: what is posted, say something, see what became of it, come to the next session, open a figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import directory, headline, notices, sheets
from haitang.engine.territory import whole_and_communities
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.context import said
from haitang.entrypoints.web.middleware import OFFICE_COOKIE
from haitang.entrypoints.web.public import sessions, voices
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.office_words import EMERGENCY
from haitang.records.party import Organization

MINE, DONE, NOTICES = 3, 3, 3
YEAR = 365 * 24 * 60 * 60


def home(request: HttpRequest) -> HttpResponse:
    """The first page; it reckons no figure and loads no library for it."""
    organization, offices = directory.choose()
    if len(offices) > 1 and not request.COOKIES.get(OFFICE_COOKIE):
        named = [directory.office_words(one) for one in offices]
        return render(request, "public/offices.html", {"offices": named, "section": "home"})
    return _first(request, organization)


def office(request: HttpRequest, code: str) -> HttpResponse:
    """`/o/<code>/`: the first page of one office among several; this browser stays with it."""
    if not any(one.code == code for one in directory.published()):
        raise Http404
    with directory.speaking_for(code):
        response = _first(request, directory.site())
    response.set_cookie(OFFICE_COOKIE, code, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _first(request: HttpRequest, organization: Organization | None) -> HttpResponse:
    context: dict[str, Any] = {"mine": voices.cards(request, MINE), "emergency": EMERGENCY}
    if organization is not None:
        context |= _of(request, organization)
    return show(request, "home", context, "home")


def _of(request: HttpRequest, organization: Organization) -> dict[str, Any]:
    actor = actor_of(request)
    of_ours = {"organization": organization.code}
    ahead = sheets.rows("public_ahead", actor, of_ours, limit=1).rows
    place, communities = whole_and_communities(organization)
    office, calls = directory.front(organization, place)
    board = notices.current(organization)
    return {
        "session": sessions.card(ahead[0]) if ahead else None,
        "done": sheets.rows("public_closed", actor, of_ours, limit=DONE).rows,
        "office": said(request, office),
        "calls": calls,
        "communities": communities,
        "board": board,
        "notices": board.others[:NOTICES],
        "territory": place,
        "strip": headline.shown(organization),
    }
