"""The map 地图: a drawn map of an office, a community or a compound; every place and every mark is a link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import directory
from haitang.engine.cartography import marks as marking
from haitang.engine.cartography import tiles
from haitang.engine.cartography.drawing import Drawing, Shape, draw
from haitang.engine.cartography.marks import BUILT, DONE, OPEN, PROJECTS, WORKS, Mark, Marked
from haitang.engine.cartography.reading import about, read
from haitang.engine.territory import known, named, whole
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.map.leading import address, leads_to
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
        "sketch": sketch(drawing, lambda shape: leads_to(shape, drawing)),
        "pins": made,
        "base": tiles.base(drawing.frame),
        "legend": [(sort, sort_words(sort)) for sort in SHOWS[chosen]],
        "full": found.full,
        "most": marking.PUBLIC_MOST,
        "out": _out(place),
        "opened": _opened(request, found, made),
        "places": [(shape, leads_to(shape, drawing)) for shape in _names(drawing)],
        **{f"{name}_url": address(place.code, show=name) for name in SHOWS},
    }


def _names(drawing: Drawing) -> list[Shape]:
    """What the list beside the map names: everything on it that leads somewhere."""
    shapes = [shape for shape in drawing.shapes if shape.within and leads_to(shape, drawing)]
    return shapes[:LISTED]


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
