"""Where shapes lead 通向: nearer on the map, or to the page of a place; and the small map on that page."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from haitang.engine.cartography.drawing import Drawing, Shape, draw
from haitang.engine.cartography.reading import AREAS, COMMUNITY, NEAR, about, read
from haitang.entrypoints.web.map.sketch import sketch
from haitang.records.place import Place


def address(place: str, **more: str) -> str:
    """The map of a place."""
    return f"{reverse('map')}?{urlencode({'place': place, **more})}"


def leads_to(shape: Shape, drawing: Drawing) -> str:
    """Nearer, where there is more to see; else the page of the place. Of the land around, only a community leads on."""
    near = drawing.near == NEAR
    if (
        shape.here
        or (not shape.within and shape.kind not in AREAS)
        or (shape.kind == "cell" and drawing.near != COMMUNITY)
    ):
        return ""
    if shape.kind in AREAS or (shape.kind in ("compound", "cell") and not near):
        return address(shape.code)
    return reverse("place", args=[shape.code]) if near or shape.kind != "building" else ""


def block(place: Place, tongue: str) -> dict[str, Any]:
    """A small map for the page of a place, for `map/parts/block.html`; empty where nothing is drawn. One query."""
    around = about(place)
    drawing = draw(read(around), tongue)
    if drawing is None:
        return {}
    made = sketch(drawing, lambda shape: leads_to(shape, drawing))
    return {"sketch": made, "chosen": place.code if place.pk != around.pk else "", "url": address(around.code)}
