"""The map 地图: a drawn map of an office, a community or a compound; every place and every mark is a link."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from haitang.engine import directory
from haitang.engine.cartography import marks as marking
from haitang.engine.cartography import tiles
from haitang.engine.cartography.drawing import Drawing, Shape, draw
from haitang.engine.cartography.marks import BUILT, DONE, OPEN, PROJECTS, WORKS, Mark, Marked
from haitang.engine.cartography.reading import AREAS, NEAR, about, read
from haitang.engine.territory import known, named, whole
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.map.marked import Pin, pins, public_page, sort_words
from haitang.entrypoints.web.map.sketch import sketch
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.words import Words
from haitang.records.place import Place

#: What the map shows at once: what goes on now, or what was done.
SHOWS: dict[str, tuple[str, ...]] = {"now": (OPEN, WORKS), "done": (DONE, BUILT)}
#: Names listed beside the map; the page of each place has the rest.
LISTED = 80


def drawn_map(request: HttpRequest) -> HttpResponse:
    """The map of `?place=`, with the marks of `?show=`, and the list behind one of them (`?at=`, `?sort=`)."""
    place = _place(request)
    if place is None:
        return show(request, "map", {"sketch": None}, "map")
    chosen = "done" if request.GET.get("show") == "done" else "now"
    drawing = draw(read(place), language(request))
    context: dict[str, Any] = {"here": place, "words": named(place), "shows": chosen, "sketch": None}
    if drawing is not None:
        context |= _drawn(request, place, drawing, chosen)
    return show(request, "map", context, "map", place.organization)


def block(place: Place, tongue: str) -> dict[str, Any]:
    """A small map for the page of a place, for `map/parts/block.html`; empty where nothing is drawn. One query."""
    around = about(place)
    drawing = draw(read(around), tongue)
    if drawing is None:
        return {}
    made = sketch(drawing, lambda shape: _leads_to(shape, drawing))
    return {"sketch": made, "chosen": place.code if place.pk != around.pk else "", "url": address(around.code)}


def address(place: str, **more: str) -> str:
    """The map of a place."""
    return f"{reverse('map')}?{urlencode({'place': place, **more})}"


def _place(request: HttpRequest) -> Place | None:
    code = request.GET.get("place", "")
    if code:
        place = known(readable(code))
        if place is None or place.organization is None:
            raise Http404
        return about(place)
    organization = directory.site()
    top = whole(organization) if organization else None
    return known(top.code) if top else None


def _drawn(request: HttpRequest, place: Place, drawing: Drawing, chosen: str) -> dict[str, Any]:
    found = marking.marks(place, drawing, SHOWS[chosen])
    made = pins(
        found.marks, public_page, lambda mark: address(place.code, show=chosen, at=mark.code, sort=mark.sort) + "#list"
    )
    return {
        "sketch": sketch(drawing, lambda shape: _leads_to(shape, drawing)),
        "pins": made,
        "base": tiles.base(drawing.frame),
        "legend": [(sort, sort_words(sort)) for sort in SHOWS[chosen]],
        "full": found.full,
        "most": marking.MOST,
        "out": _out(place),
        "opened": _opened(request, found, made),
        "places": [(shape, _leads_to(shape, drawing)) for shape in _names(drawing)],
        **{f"{name}_url": address(place.code, show=name) for name in SHOWS},
    }


def _names(drawing: Drawing) -> list[Shape]:
    """What the list beside the map names: everything on it that leads somewhere."""
    shapes = [shape for shape in drawing.shapes if shape.within and _leads_to(shape, drawing)]
    return shapes[:LISTED]


def _leads_to(shape: Shape, drawing: Drawing) -> str:
    """Nearer, where there is more to see; else the page of the place. Of the land around, only a community leads on."""
    near = drawing.near == NEAR
    if (
        shape.here
        or (not shape.within and shape.kind not in AREAS)
        or (shape.kind == "cell" and drawing.near != "community")
    ):
        return ""
    if shape.kind in AREAS or (shape.kind in ("compound", "cell") and not near):
        return address(shape.code)
    return reverse("place", args=[shape.code]) if near or shape.kind != "building" else ""


def _out(place: Place) -> dict[str, Any] | None:
    above = place.parent
    if above is None or above.organization_id != place.organization_id:
        return None
    return {"words": Words(zh=above.name, en=above.name_en), "url": address(above.code)}


def _opened(request: HttpRequest, found: Marked, made: list[Pin]) -> dict[str, Any] | None:
    """The mark whose list is asked for, with its rows."""
    wanted = (request.GET.get("at", ""), request.GET.get("sort", ""))
    mark: Mark | None = next((mark for mark in found.marks if (mark.code, mark.sort) == wanted), None)
    if mark is None:
        return None
    pin = next(pin for pin in made if pin.mark is mark)
    return {
        "says": pin.says,
        "rows": marking.listed(mark),
        "route": "project" if mark.sort in PROJECTS else "matter",
        "more": max(0, mark.count - marking.LISTED),
        "place": mark.code,
    }
