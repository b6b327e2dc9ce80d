"""Whereabouts 在哪里: which of an office's places a foreign row means: by code, by point, by a name that stands in it.

What lies outside the territory stands at the office's own place (or at the post's of whoever brings it in), with its
words and its point.
"""

from dataclasses import dataclass

from shapely import Point, Polygon, STRtree

from haitang.jobs.imports.planning import Office
from haitang.jobs.imports.rows import Told
from haitang.kernel.words import Words
from haitang.records.place import Place

OUTSIDE = Words(zh="在辖区以外，地点按文字和坐标保留", en="outside the territory: kept as text with its point")
_COMMUNITIES = ("community", "village")
#: A name of one character means nothing in particular.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class At:
    """Where a row's matter stands: the place, the words, the point as given, and whether that lies outside."""

    place: Place
    words: str
    point: tuple[float, float] | None
    outside: bool


class Whereabouts:
    """The places of one office, made ready for many questions."""

    def __init__(self, office: Office) -> None:
        self.office = office
        places = office.places.values()
        self.cells = [place for place in places if place.kind == "cell" and len(place.outline) > 2]
        self.tree = STRtree([Polygon(cell.outline) for cell in self.cells])
        self.communities = {place.name: place for place in places if place.kind in _COMMUNITIES}
        self.names = self._telling()
        self.elsewhere = _elsewhere(office)

    def of(self, told: Told) -> At | None:
        """Where a row says that it is; None for a code that is no place of this office."""
        code, words, point = told.text("place"), told.text("place_words"), _point(told)
        if code:
            place = self.office.places.get(code)
            return At(place, words, point, False) if place is not None else None
        cell = self._cell(point) if point is not None else None
        place = self._named(words) or cell or self._community(told.text("community"))
        outside = place is None and point is not None
        if place is None and not words:
            words = told.text("community")
        return At(place or self.elsewhere, words, point, outside)

    def _telling(self) -> list[tuple[str, Place]]:
        """Names that only one place of this office has, the longest first."""
        names = [place.name for place in self.office.places.values()]
        once = {name for name in names if names.count(name) == 1 and len(name) >= SHORTEST}
        found = [(place.name, place) for place in self.office.places.values() if place.name in once]
        return sorted(found, key=lambda each: -len(each[0]))

    def _named(self, words: str) -> Place | None:
        found = next((place for name, place in self.names if name in words), None)
        return found if found is not None and found.pk != self.office.top.pk else None

    def _cell(self, point: tuple[float, float]) -> Place | None:
        inside = sorted(int(at) for at in self.tree.query(Point(*point), predicate="intersects"))
        return self.cells[inside[0]] if inside else None

    def _community(self, said: str) -> Place | None:
        return next((place for name, place in self.communities.items() if said and name.startswith(said)), None)


def _elsewhere(office: Office) -> Place:
    """Where a matter stands of which nobody can tell the place: with the whole office, or with whoever brings it in."""
    reach = [post.place for post in office.posts if post.organization_id == office.organization.pk]
    whole = not reach or any(office.top.within(place) for place in reach)
    return office.top if whole else next((place for place in reach if place.code in office.places), office.top)


def _point(told: Told) -> tuple[float, float] | None:
    longitude, latitude = told.values.get("longitude"), told.values.get("latitude")
    return (longitude, latitude) if longitude is not None and latitude is not None else None
