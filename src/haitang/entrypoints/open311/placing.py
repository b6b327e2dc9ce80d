"""Placing 大致地点: where everybody may know a matter to be: at its compound or cell, never at a building, rounded."""

from collections.abc import Iterable
from dataclasses import dataclass

from shapely import Polygon

from haitang.engine.territory import EXACT
from haitang.records.place import Place

#: Decimals of a degree that are shown: some hundred meters.
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A place as everybody may know it: its code, and the middle of its outline where one is drawn."""

    code: str
    latitude: float | None = None
    longitude: float | None = None


def placed(places: Iterable[Place]) -> dict[int, Placed]:
    """For every place, by its key, what stands for it in public. One query."""
    every = list(places)
    codes = {code for place in every for code in _codes(place)}
    coarse = {row.code: row for row in Place.objects.filter(code__in=codes).exclude(kind__in=EXACT)}
    return {place.pk: _of(place, coarse) for place in every}


def _codes(place: Place) -> list[str]:
    """The codes from the place itself up to the root."""
    return place.path.strip("/").split("/")[::-1]


def _of(place: Place, coarse: dict[str, Place]) -> Placed:
    above = [coarse[code] for code in _codes(place) if code in coarse]
    code = above[0].code if above else ""
    drawn = next((one for one in above if len(one.outline) >= 3), None)
    if drawn is None:
        return Placed(code)
    middle = Polygon(drawn.outline).centroid
    return Placed(code, round(middle.y, DECIMALS), round(middle.x, DECIMALS))
