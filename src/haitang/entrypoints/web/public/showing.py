"""Showing 出页: a public page with the menu entry it belongs to and the office it speaks for."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from haitang.engine import directory
from haitang.engine.territory import known
from haitang.entrypoints.web.context import office
from haitang.entrypoints.web.doorway import turned_away
from haitang.kernel.limits import printable
from haitang.records.party import Organization
from haitang.records.place import Place


def show(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any],
    section: str = "",
    organization: Organization | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page `public/<name>.html`; `organization` where it is not the site's own."""
    shown: dict[str, Any] = {"section": section, **context}
    if "office" not in shown:
        shown["office"] = office(request, organization or directory.site())
    if (turned := turned_away(request, shown["office"])) is not None:
        return turned
    return render(request, f"public/{name}.html", shown, status=status)


def unkept(response: HttpResponse) -> HttpResponse:
    """A page nobody may keep: it shows what only one person may read."""
    response["Cache-Control"] = "no-store"
    return response


def address(route: str, *given: str) -> str:
    """The address of another room's page, empty where a site has no such room."""
    try:
        return reverse(route, args=given)
    except NoReverseMatch:
        return ""


def readable(text: str) -> str:
    """A part of an address that may be looked up; 404 for what no database could hold."""
    try:
        return printable(text)
    except ValueError:
        raise Http404 from None


def chosen_place(request: HttpRequest, organization: Organization) -> Place | None:
    """The place of `?place=`, where it lies in that organization's territory; else none: all of it."""
    place = known(request.GET.get("place", ""))
    return place if place is not None and place.organization_id == organization.pk else None


def communities(organization: Organization) -> list[Place]:
    """The communities of an organization, in the order of the tree."""
    places = Place.objects.filter(organization=organization, kind__in=("community", "village"))
    return list(places.order_by("path")[:40])
