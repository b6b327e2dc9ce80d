"""Territory 辖区: which grid cell a point lies in, and the places a person may choose from."""

from functools import lru_cache

from shapely import Point, Polygon, STRtree

from haitang.records.place import Place


@lru_cache(maxsize=1)
def _cells() -> tuple[STRtree, list[int]]:
    cells = [place for place in Place.objects.filter(kind="cell").order_by("id") if place.outline]
    return STRtree([Polygon(cell.outline) for cell in cells]), [cell.pk for cell in cells]


def forget() -> None:
    """Read the cells again at the next use."""
    _cells.cache_clear()


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
