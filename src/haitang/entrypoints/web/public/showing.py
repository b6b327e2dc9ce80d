"""Showing 出页: a public page with the menu entry it belongs to and the office it speaks for."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from haitang.engine import directory, opening
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.context import office
from haitang.kernel.limits import printable
from haitang.records.party import Organization


def show(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any],
    section: str = "",
    organization: Organization | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page `public/<name>.html`; `organization` where it is not the site's own."""
    at = organization or directory.site()
    known: dict[str, Any] = {"section": section, **context, "office": office(request, at)}
    if not welcome(request, known["office"], at):
        return render(request, "public/not_open.html", {"office": {**known["office"], "state": ""}, "noindex": True})
    return render(request, f"public/{name}.html", known, status=status)


def welcome(request: HttpRequest, shown: Mapping[str, Any], organization: Organization | None) -> bool:
    """Whether the reader may see this office's pages: everybody once it is open, until then its own staff."""
    known = shown.get("charter")
    return known is None or organization is None or opening.may_look(actor_of(request), organization, known)


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
