"""Nearness 先近后远: rows in the order of how far their places lie from where somebody says they stand.

Where they stand is used for this one answer and kept nowhere: no table, no log, no address.
"""

from collections.abc import Sequence

from shapely import Polygon

from haitang.engine.sheets import Row
from haitang.records.place import Place

#: What has no outline lies behind all that has one.
_FAR = float("inf")


def nearest_first(rows: Sequence[Row], here: Place) -> list[Row]:
    """The same rows: first those of the smallest place shared with `here`, then by the way between their grid cells;
    of those equally near, the earliest due first. One query."""
    centers = _centers(here)
    stands = _center(here.path, centers)
    return sorted(rows, key=lambda row: (-_shared(row.path, here.path), _way(stands, _center(row.path, centers))))


def _shared(path: str, other: str) -> int:
    """How many steps from the root two places have in common."""
    pairs = zip(path.strip("/").split("/"), other.strip("/").split("/"), strict=False)
    return next((n for n, (one, two) in enumerate(pairs) if one != two), min(path.count("/"), other.count("/")) - 1)


def _centers(here: Place) -> dict[str, tuple[float, float]]:
    """The middle of every outlined grid cell of the office, by its path."""
    cells = Place.objects.filter(organization=here.organization_id, kind="cell", closed_on=None).exclude(outline=[])
    return {cell.path: _middle(cell.outline) for cell in cells[:2_000]}


def _middle(outline: list[tuple[float, float]]) -> tuple[float, float]:
    point = Polygon(outline).centroid
    return point.x, point.y


def _center(path: str, centers: dict[str, tuple[float, float]]) -> tuple[float, float] | None:
    steps = path.strip("/").split("/")
    chain = (f"/{'/'.join(steps[:count])}/" for count in range(len(steps), 0, -1))
    return next((centers[at] for at in chain if at in centers), None)


def _way(one: tuple[float, float] | None, two: tuple[float, float] | None) -> float:
    if one is None or two is None:
        return _FAR
    # Degrees of longitude are shorter than those of latitude; at 31° north by this much (cos 31.3°).
    return float(((one[0] - two[0]) * 0.854) ** 2 + (one[1] - two[1]) ** 2)
