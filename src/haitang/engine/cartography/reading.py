"""Reading the territory 读地图: which places a map shows, by how near it looks. One query for the outlines, always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from haitang.kernel.words import Words
from haitang.records.place import Place

#: More outlines than this no page draws; an office with more looks at one community at a time.
MOST = 1500
AREAS = ("community", "village")
#: What a map may be about. Of anything else it is about what that lies in.
ABOUT = ("compound", "cell", *AREAS)
#: How near a map looks: all of an office, one community, one compound or cell.
WHOLE, COMMUNITY, NEAR = "whole", "community", "near"
#: What belongs to a map in which it lies, though the tree hangs it elsewhere: a belt of water through a compound.
SEEN = ("zone", "water", "spot")
#: What is drawn of the land around, whatever the map is about.
_LAND = (*AREAS, "cell", "water", "zone")
_WITHIN: Mapping[str, tuple[str, ...]] = {
    WHOLE: (*_LAND, "compound"),
    COMMUNITY: (*_LAND, "compound", "building", "spot", "venue"),
    NEAR: (*_LAND, "compound", "building", "spot", "venue"),
}


@dataclass(frozen=True, slots=True)
class Outlined:
    """A place with an outline, as it was read. Two are the same when their versions are."""

    pk: int
    code: str
    words: Words
    kind: str
    path: str
    version: int
    ring: Sequence[Sequence[float]] = field(compare=False, hash=False)

    def lies_in(self, path: str) -> bool:
        """Whether it lies in (or is) the place with that path."""
        return self.path.startswith(path)


@dataclass(frozen=True, slots=True)
class View:
    """What a map is about: the place, how near it looks, and the outlines read for it."""

    code: str
    path: str
    near: str
    outlines: tuple[Outlined, ...]
    full: bool = False


def about(place: Place) -> Place:
    """The place a map is about when somebody asks for `place`: itself, or what has an outline around it."""
    at = place
    while (
        (at.kind not in ABOUT or not at.outline)
        and at.parent is not None
        and at.parent.organization_id == place.organization_id
    ):
        at = at.parent
    return at


def nearness(place: Place) -> str:
    """How near a map of this place looks."""
    if place.kind in AREAS:
        return COMMUNITY
    return NEAR if place.kind in ABOUT else WHOLE


def read(place: Place) -> View:
    """The outlines for a map of `place` (as `about` gives it) and of the land around it, in one query."""
    near = nearness(place)
    chosen = Q(path__startswith=place.path, kind__in=_WITHIN[near]) | Q(pk=place.pk)
    if near != WHOLE:
        chosen |= Q(kind__in=(*AREAS, "water")) | Q(kind__in=(*_LAND, *SEEN), community=place.community)
    rows = Place.objects.filter(chosen, organization=place.organization_id, closed_on=None).exclude(outline=[])
    found = [_outlined(row) for row in rows.order_by("path").values(*_FIELDS)[: MOST + 1]]
    return View(place.code, place.path, near, tuple(found[:MOST]), len(found) > MOST)


_FIELDS = ("pk", "code", "name", "name_en", "kind", "path", "drawn", "outline")


def _outlined(row: Mapping[str, Any]) -> Outlined:
    words = Words(zh=row["name"], en=row["name_en"])
    return Outlined(row["pk"], row["code"], words, row["kind"], row["path"], row["drawn"], row["outline"])
