"""Judging an outline 验边界: what an outline must be before it is kept, and what is better looked at again.

Refused: a ring that crosses itself, less than `LEAST` m², far from everything the office has drawn, outside what the place
lies in, a grid cell that overlaps another. Told: holes between cells, and what lies in a place and now sticks out of it.
Borders drawn twice never meet exactly: what is narrower than `SLACK` on both sides is no overlap, no hole and not outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, radians

from django.db.models import Q
from shapely import Polygon, affinity, is_valid_reason, union_all
from shapely.geometry.base import BaseGeometry

from haitang.kernel.words import Words
from haitang.records.place import Place

#: Metres a border may be off; square metres a place has at least; metres from everything else at most.
SLACK, LEAST, FARTHEST = 1.0, 4.0, 30_000.0
#: Outlines an outline is judged by, at most.
MOST = 3000
#: More findings of a sort than these nobody reads.
SHOWN = 20
_METERS = 111_195.0
_AREAS = ("community", "village")
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: in words, and where: rings in degrees to mark on the map."""

    words: Words
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass
class Judged:
    """An outline as judged: what refuses it, and what somebody should look at."""

    wrong: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    area: float = 0.0


class Meters:
    """A flat sheet in metres around a point; true to a metre over ten kilometres."""

    def __init__(self, ring: Ring) -> None:
        """Around the first corner of `ring`."""
        self.longitude, self.latitude = float(ring[0][0]), float(ring[0][1])
        self.shorter = max(cos(radians(self.latitude)), 0.01) * _METERS

    def polygon(self, ring: Ring) -> Polygon:
        """A ring of degrees as a polygon of metres."""
        return Polygon([((x - self.longitude) * self.shorter, (y - self.latitude) * _METERS) for x, y, *_ in ring])

    def rings(self, shape: BaseGeometry) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The outer rings of a shape in metres as degrees."""
        back = affinity.affine_transform(shape, [1 / self.shorter, 0, 0, 1 / _METERS, self.longitude, self.latitude])
        parts = getattr(back, "geoms", [back])
        return tuple(tuple((x, y) for x, y, *_ in part.exterior.coords) for part in parts if isinstance(part, Polygon))


def judge(place: Place, ring: Ring, known: Sequence[Place] | None = None) -> Judged:
    """Judge an outline for a place; an empty one is always allowed. One query, or none where all that is drawn in the
    office is `known`."""
    found = Judged()
    if not ring:
        return found
    sheet = Meters(ring)
    own = sheet.polygon(ring)
    if not own.is_valid:
        found.wrong.append(Finding(_crossed(sheet, own)))
        return found
    found.area = own.area
    if own.area < LEAST:
        found.wrong.append(Finding(Words(
            zh=f"太小了：{own.area:.1f} 平方米，至少 {LEAST:.0f} 平方米", en=f"Too small: {own.area:.1f} m², at least {LEAST:.0f} m²"
        )))  # fmt: skip
    around = _around(place, drawn_in(place) if known is None else known)
    found.wrong += _lost(sheet, own, around)
    if not found.wrong:
        found.wrong += _outside(sheet, own, place, around)
        found.wrong += _overlaps(sheet, own, place, around)
        found.doubts += _holes(sheet, own, place, around)
        found.doubts += _stick_out(sheet, own, place, around)
    return found


def drawn_in(place: Place) -> list[Place]:
    """What an outline of a place may be judged by, in one query: what lies above and right below it, and grid cells."""
    above = [code for code in place.path.strip("/").split("/") if code != place.code]
    near = Q(code__in=above) | Q(parent=place) | (Q(kind="cell") if _about_cells(place) else Q(pk=None))
    drawn = Place.objects.filter(near, organization=place.organization_id, closed_on=None).exclude(outline=[])
    return list(drawn.order_by("path")[:MOST])


def _around(place: Place, known: Iterable[Place]) -> list[Place]:
    """Of what is known: what lies above, what lies right below, and the grid cells where the place is about them."""
    return [
        one
        for one in known
        if one.pk != place.pk
        and len(one.outline) > 2
        and (
            place.path.startswith(one.path) or one.parent_id == place.pk or (one.kind == "cell" and _about_cells(place))
        )
    ]


def _about_cells(place: Place) -> bool:
    return place.kind == "cell" or place.kind in _AREAS


def _crossed(sheet: Meters, own: Polygon) -> Words:
    """Where a ring crosses itself, in degrees, as the list of corners has them."""
    reason = is_valid_reason(own)
    try:
        x, y = (float(part) for part in reason.partition("[")[2].rstrip("]").split())
    except ValueError:
        return Words(zh="边界线不成一个圈，或者自己碰到自己", en="The outline is no ring, or touches itself")
    at = f"{sheet.longitude + x / sheet.shorter:.5f}, {sheet.latitude + y / _METERS:.5f}"
    return Words(zh=f"边界线自己交叉了，在 {at} 附近", en=f"The outline crosses itself near {at}")


def _lost(sheet: Meters, own: Polygon, around: Iterable[Place]) -> list[Finding]:
    shapes = [sheet.polygon(one.outline) for one in around]
    if not shapes or min(own.distance(shape.envelope) for shape in shapes) < FARTHEST:
        return []
    return [Finding(Words(
        zh="离本单位画过的地方都很远；请看看经度、纬度是不是写反了，或用了别的坐标系",
        en="Far from everything this office has drawn; please see whether longitude and latitude are swapped, or another system was used",
    ))]  # fmt: skip


def _outside(sheet: Meters, own: Polygon, place: Place, around: Iterable[Place]) -> list[Finding]:
    """What lies outside the nearest place above that has an outline."""
    above = [one for one in around if one.code != place.code and place.path.startswith(one.path)]
    if not above:
        return []
    nearest = max(above, key=lambda one: len(one.path))
    outer = sheet.polygon(nearest.outline)
    if not outer.is_valid:
        return []
    out = _wide(own.difference(outer))
    if out.is_empty:
        return []
    part = max(1, round(out.area / own.area * 100))
    return [Finding(Words(
        zh=f"有 {part}% 落在“{nearest.name}”外面", en=f"{part}% of it lies outside {nearest.name_en}"
    ), sheet.rings(out))]  # fmt: skip


def _overlaps(sheet: Meters, own: Polygon, place: Place, around: Iterable[Place]) -> list[Finding]:
    """Which grid cells a grid cell overlaps, and by how much."""
    found: list[Finding] = []
    for one in around if place.kind == "cell" else ():
        other = sheet.polygon(one.outline)
        if one.kind != "cell" or not other.is_valid or not other.intersects(own):
            continue
        both = _wide(own.intersection(other))
        if not both.is_empty:
            part = max(1, round(both.area / own.area * 100))
            found.append(Finding(Words(
                zh=f"和“{one.name}”（{one.code}）重叠 {both.area:.0f} 平方米，占 {part}%",
                en=f"It overlaps {one.name_en} ({one.code}) by {both.area:.0f} m², {part}% of it",
            ), sheet.rings(both)))  # fmt: skip
    return found[:SHOWN]


def _holes(sheet: Meters, own: Polygon, place: Place, around: Sequence[Place]) -> list[Finding]:
    """What of a community lies in no grid cell, as soon as it has one."""
    if place.kind != "cell" and place.kind not in _AREAS:
        return []
    cells = [sheet.polygon(one.outline) for one in around if one.kind == "cell" and one.community == place.community]
    if place.kind == "cell":
        area = next((one for one in around if one.kind in _AREAS and place.path.startswith(one.path)), None)
        whole, cells = (sheet.polygon(area.outline) if area else None), [*cells, own]
    else:
        whole = own
    cells = [cell for cell in cells if cell.is_valid]
    if not cells:
        return []
    joined = union_all(cells)
    target = whole if whole is not None and whole.is_valid else _filled(joined)
    return [_hole(sheet, part) for part in _parts(_wide(target.difference(joined)))][:SHOWN]


def _hole(sheet: Meters, part: Polygon) -> Finding:
    return Finding(Words(
        zh=f"网格之间有空隙：{part.area:.0f} 平方米不归任何网格", en=f"A hole between cells: {part.area:.0f} m² belong to none"
    ), sheet.rings(part))  # fmt: skip


def _stick_out(sheet: Meters, own: Polygon, place: Place, around: Iterable[Place]) -> list[Finding]:
    """What lies in the place by the tree and now sticks out of its outline."""
    found: list[Finding] = []
    for one in around:
        inner = sheet.polygon(one.outline)
        if one.parent_id != place.pk or not inner.is_valid:
            continue
        out = _wide(inner.difference(own))
        if not out.is_empty:
            found.append(Finding(Words(
                zh=f"里面的“{one.name}”露在外面了", en=f"{one.name_en}, which lies in it, sticks out"
            ), sheet.rings(out)))  # fmt: skip
    return found[:SHOWN]


def _wide(shape: BaseGeometry) -> BaseGeometry:
    """What of a shape is wider than borders drawn twice may be off on both sides."""
    return shape.buffer(-SLACK, join_style="mitre").buffer(SLACK, join_style="mitre")


def _filled(shape: BaseGeometry) -> BaseGeometry:
    """A shape without its holes."""
    return union_all([Polygon(part.exterior) for part in _parts(shape)])


def _parts(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon) and not part.is_empty]
