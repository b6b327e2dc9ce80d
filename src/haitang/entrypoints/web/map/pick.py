"""Choosing a place on the map 在图上选地方: for a form with a `place` field. Without JavaScript the shapes are links to it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import directory
from haitang.engine.cartography.drawing import Shape, draw
from haitang.engine.cartography.reading import about, read
from haitang.engine.territory import NAMED, known, named, whole
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.map.sketch import sketch
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place


def pick(request: HttpRequest, organization: Organization | None, chosen: Place | None = None) -> dict[str, Any]:
    """Context for `map/parts/pick.html`, to be included with `pick=…`; empty where nothing has been drawn yet.

    Three queries at most. Each shape leads to `/report?place=CODE`; `data-pick` carries the code for the script, which
    sets the field with `data-pick-field` in the form around it and keeps what was written.
    """
    at = chosen if chosen is not None else (whole(organization) if organization else None)
    if at is None or at.organization_id is None:
        return {}
    around = about(at)
    drawing = draw(read(around), language(request))
    if drawing is None:
        return {}

    def leads_to(shape: Shape) -> str:
        return address(shape.code) if shape.within and not shape.here and shape.kind in NAMED else ""

    return {
        "sketch": sketch(drawing, leads_to),
        "chosen": chosen.code if chosen else "",
        "words": named(at),
        "out": _out(around),
    }


def _out(around: Place) -> dict[str, Any] | None:
    """One step back, as far as the office reaches, past cells, which are its own; nobody chooses a whole sub-district."""
    above = around.parent
    while above is not None and above.kind == "cell":
        above = above.parent
    if above is None or above.organization_id != around.organization_id:
        return None
    code = above.code if above.kind in NAMED else ""
    return {"code": code, "words": Words(zh=above.name, en=above.name_en), "url": address(code)}


def address(code: str) -> str:
    """The report form with that place chosen, or with none."""
    return f"{reverse('report')}{'?' + urlencode({'place': code}) if code else ''}#place-map"


def fragment(request: HttpRequest) -> HttpResponse:
    """The part alone, for the script that changes the map without leaving the form."""
    code = request.GET.get("place", "")
    place = known(code)
    if code and (place is None or place.organization is None):
        raise Http404
    organization = place.organization if place is not None else directory.site()
    made = pick(request, organization, place)
    return render(request, "map/parts/pick.html", {"pick": made})
