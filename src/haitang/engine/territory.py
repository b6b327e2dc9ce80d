"""Territory 辖区: which grid cell a point lies in, and the places a person may choose from."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q
from shapely import Point, Polygon, STRtree

from haitang.kernel.errors import Invalid
from haitang.kernel.limits import CODE
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

#: Kinds of places that people name. Grid cells and what lies above a community are the offices' own.
NAMED = ("community", "village", "compound", "building", "stairwell", "lift", "venue", "spot", "route", "zone", "water")
#: Too exact to be shown to everybody.
EXACT = ("building", "stairwell", "lift")
_COMMUNITIES = ("community", "village")
#: With more exact places than this, only those of the community one is in are offered.
MOST = 300
#: What to `select_related` so that `named` and `shown` need no further query.
ABOVE = "parent__parent__parent__parent"


@dataclass(frozen=True, slots=True)
class Choice:
    """A place a person may choose, under the community it lies in."""

    code: str
    words: Words
    community: Words


@lru_cache(maxsize=1)
def _cells() -> tuple[STRtree, list[int]]:
    cells = [place for place in Place.objects.filter(kind="cell", closed_on=None).order_by("id") if place.outline]
    return STRtree([Polygon(cell.outline) for cell in cells]), [cell.pk for cell in cells]


def forget() -> None:
    """Read the cells again at the next use, and what sort of place a code is."""
    _cells.cache_clear()
    _sort_of.cache_clear()


def sort_of(code: str) -> str:
    """What sort of place a code names, read once a process; empty where there is none."""
    try:
        return _sort_of(code)
    except LookupError:
        return ""


@lru_cache(maxsize=1_024)
def _sort_of(code: str) -> str:
    """LookupError where there is none, so that nothing is kept of it."""
    found = known(code)
    if found is None:
        raise LookupError(code)
    return found.kind


def cell_at(longitude: float, latitude: float) -> Place | None:
    """The grid cell that contains or is nearest to a WGS-84 point; None when no cell has an outline.

    Boundary rule: of several cells that touch the point, the one with the lowest id.
    """
    tree, ids = _cells()
    if not ids:
        return None
    point = Point(longitude, latitude)
    inside = sorted(int(i) for i in tree.query(point, predicate="intersects"))
    nearest = inside[0] if inside else int(tree.nearest(point))
    return Place.objects.select_related("organization").get(pk=ids[nearest])


def choices(organization: Organization, near: Place | None = None) -> list[Choice]:
    """The places of an organization that people name, community by community, each above what lies in it."""
    places = Place.objects.filter(organization=organization, kind__in=NAMED, closed_on=None)
    if places.filter(kind__in=EXACT).count() > MOST:
        places = places.filter(~Q(kind__in=EXACT) | Q(community=near.community if near else "-"))
    found = places.select_related(ABOVE).order_by("path")
    return [Choice(place.code, named(place), _words(_community(place))) for place in found]


def whole(organization: Organization) -> Place | None:
    """The place that stands for all of an organization's territory, for a report whose place nobody knows."""
    return Place.objects.filter(organization=organization, closed_on=None).order_by("path").first()


def whole_and_communities(organization: Organization) -> tuple[Place | None, list[Place]]:
    """The place that stands for all of a territory, and the communities in it, in one query."""
    top = ~Q(parent__organization=organization) | Q(parent=None)
    rows = Place.objects.filter(top | Q(kind__in=_COMMUNITIES), organization=organization).order_by("path")[:60]
    found = list(rows)
    return next(iter(found), None), [place for place in found if place.kind in _COMMUNITIES]


def known(code: str) -> Place | None:
    """The place of a code as somebody typed it, or None: PostgreSQL takes no NUL, not even in a question."""
    if not code or len(code) > CODE or "\x00" in code:
        return None
    return Place.objects.select_related("organization", ABOVE).filter(code=code).first()


def named(place: Place) -> Words:
    """A place as those concerned read it, with the compound before a building: 大观花园 15幢."""
    line = [place]
    while line[0].kind in EXACT and line[0].parent is not None:
        line.insert(0, line[0].parent)
    return _words(*_once(line))


def _once(line: list[Place]) -> list[Place]:
    """Without the places that the name of the next repeats: 大观花园5幢 needs no 大观花园 before it."""
    return [place for place, below in pairwise(line) if not below.name.startswith(place.name)] + line[-1:]


def shown(place: Place) -> Words:
    """A place as everybody may read it: community and compound, never a building or a stairwell."""
    while place.kind in EXACT and place.parent is not None:
        place = place.parent
    community = _community(place)
    if place.kind == "cell" or place.pk == community.pk:
        return _words(community)
    return _words(community, place)


def _community(place: Place) -> Place:
    """The community a place lies in; the place itself when it lies in none."""
    at: Place | None = place
    while at is not None and at.kind not in _COMMUNITIES:
        at = at.parent
    return at or place


def _words(*places: Place) -> Words:
    return Words(zh=" ".join(p.name for p in places), en=", ".join(p.name_en for p in reversed(places)))


def office_at(place: Place, field_name: str = "place") -> Organization:
    """The organization whose whole territory a place is; Invalid for a part of it, and where nobody is responsible."""
    organization = place.organization
    above = place.parent
    if organization is None or (above is not None and above.organization_id == organization.pk):
        raise Invalid.of(
            field_name,
            "这件事管整个单位，请选单位所在的那一级",
            "This holds for the whole office; please choose its own place",
        )
    return organization
