"""Marks 标记: what is in hand, what was done and which works there are, each put where everybody may know it to be.

The public reads screened matters that are no private ones, some days after they were said, at their compound or cell and
never at a building. At most `MOST` of each sort are read, `PUBLIC_MOST` for the public map, whatever there are: the nearest
deadlines, the latest endings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from haitang.engine import clock, rules, unindexed
from haitang.engine.cartography.drawing import Drawing, Shape, rounded
from haitang.engine.cartography.reading import AREAS, NEAR, WHOLE, nearness
from haitang.engine.scope import of_organization, over, reads_places
from haitang.engine.sheets.named import SHEETS, STANDING
from haitang.engine.sheets.row import Row, row_of
from haitang.engine.territory import ABOVE, EXACT
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Organization, Post
from haitang.records.place import Place

MOST = 300
#: The public map is a look, not a list: what it costs must not grow with what was ever done (decision 0070).
PUBLIC_MOST = 100
#: Rows shown of one mark; the rest is on the page of its place.
LISTED = 20
OPEN, WORKS, DONE, BUILT, LATE = "open", "works", "done", "built", "late"
PROJECTS = (WORKS, BUILT)
_SHEET = {OPEN: "public_open", WORKS: "public_projects", DONE: "public_closed", BUILT: "public_projects"}
DELAY = "map_delay_days"


@dataclass
class Mark:
    """一个标记: the matters of one sort at one place of the drawing; `slot` tells marks at the same place apart."""

    code: str
    words: Words
    sort: str
    x: float
    y: float
    numbers: list[str] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)
    slot: int = 0

    @property
    def count(self) -> int:
        """How many matters it stands for."""
        return len(self.numbers)

    @property
    def category(self) -> str:
        """The category they share; empty where they share none."""
        return next(iter(self.categories)) if len(self.categories) == 1 else ""


@dataclass(frozen=True, slots=True)
class Marked:
    """The marks of a map, and the sorts of which more exist than were read."""

    marks: list[Mark]
    full: frozenset[str]


def marks(place: Place, drawing: Drawing, sorts: Sequence[str]) -> Marked:
    """What everybody may see of these sorts on a map of `place`: one query a sort, and one for the rule of delay."""
    organization = place.organization
    if organization is None:
        return Marked([], frozenset())
    return _put_on({sort: _chosen(organization, place, drawing, sort) for sort in sorts}, drawing.pins, PUBLIC_MOST)


def staff_marks(place: Place, drawing: Drawing, posts: Sequence[Post]) -> Marked:
    """What the holders of these posts have in hand on a map of `place`, late matters apart; two queries."""
    now = clock.now()
    rows = SHEETS["open"].choose(Matter.objects.filter(shape="case"))
    near, owned = nearness(place) == NEAR, not reads_places(posts)
    area = _around(place, drawing, found=owned)
    rows = rows.filter(over(posts, few=near)).filter(area).order_by("due_at", "pk")
    late = Q(due_at__lt=now) & ~Q(state__in=STANDING)
    pins = {shape.code: shape for shape in drawing.shapes if shape.within} if drawing.near == NEAR else drawing.pins
    return _put_on({LATE: rows.filter(late), OPEN: rows}, pins, MOST)


def _put_on(chosen: Mapping[str, QuerySet[Matter]], pins: Mapping[str, Shape], most: int) -> Marked:
    """Matters of each sort gathered at the shapes they lie at, at most `most` of a sort."""
    found: dict[tuple[str, str], Mark] = {}
    full = set()
    for sort, rows in chosen.items():
        read = list(rows.values(*_FIELDS)[: most + 1])
        full |= {sort} if len(read) > most else set()
        for row in read[:most]:
            _put(found, pins, sort, row)
    return Marked(_slotted(list(found.values())), frozenset(full))


def listed(mark: Mark) -> list[Row]:
    """The matters of one mark as public lists show them, in the order they were read."""
    numbers = mark.numbers[:LISTED]
    matters = Matter.objects.filter(number__in=numbers).select_related(f"place__{ABOVE}", "owner")
    return [row_of(one, public=True) for one in sorted(matters, key=lambda one: numbers.index(one.number))]


_FIELDS = ("number", "kind", "category", "place__path")


def _chosen(organization: Organization, place: Place, drawing: Drawing, sort: str) -> QuerySet[Matter]:
    sheet = SHEETS[_SHEET[sort]]
    rows = sheet.choose(Matter.objects.filter(shape=sheet.shape))
    if sort == OPEN:
        days = int(rules.of(organization)[DELAY].value)
        rows = rows.filter(received_at__lt=clock.now() - timedelta(days=days))
    if sort in PROJECTS:
        public = [kind.name for kind in kinds if kind.shape == sheet.shape and kind.public]
        built = Q(state__in=("accepted", "closed"))
        rows = rows.filter(built if sort == BUILT else ~built, kind__in=public)
    down = sheet.order.startswith("-")
    return rows.filter(_around(place, drawing, sort in PROJECTS)).order_by(sheet.order, "-pk" if down else "pk")


def _around(place: Place, drawing: Drawing, projects: bool = False, found: bool = False) -> Q:
    """The test for lying in a place that its lists' indexes can answer; near by, with what the drawing shows in it.

    `found`: the owner's index finds the rows already, and must not be passed over for that of an area. A project near by
    lies at a compound or cell, a case below it too.
    """
    ours = of_organization(place.organization_id or 0, few=found)
    near = nearness(place)
    if near == WHOLE:
        return ours
    if place.kind in AREAS:
        return ours & (unindexed.among("community", (place.code,)) if found else Q(community=place.code))
    seen = [shape.code for shape in drawing.shapes if shape.within and near == NEAR and shape.kind not in EXACT]
    inside = Place.objects.filter(
        Q(path__startswith=place.path) | Q(code__in=seen[:MOST]), organization=place.organization
    )
    return Q(place__in=(inside if projects else inside.filter(community=place.community)).values("pk"))


def _put(found: dict[tuple[str, str], Mark], pins: Mapping[str, Shape], sort: str, row: Mapping[str, Any]) -> None:
    shape = rounded(pins, row["place__path"])
    if shape is None:
        return
    mark = found.setdefault((shape.code, sort), Mark(shape.code, shape.words, sort, shape.x, shape.y))
    mark.numbers.append(row["number"])
    mark.categories.add(row["category"])


def _slotted(found: list[Mark]) -> list[Mark]:
    """Marks at one place stand side by side, in the order of their sorts."""
    at: dict[str, int] = {}
    for mark in found:
        mark.slot = at.get(mark.code, 0)
        at[mark.code] = mark.slot + 1
    return sorted(found, key=lambda mark: (mark.y, mark.x, mark.slot))
