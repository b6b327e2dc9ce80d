"""GeoJSON out 导出: outlines as RFC 7946 has them: WGS-84, counterclockwise, closed. What everybody may have, and all for staff."""

from collections.abc import Mapping
from typing import Any

from shapely import Polygon
from shapely.geometry.polygon import orient

from haitang.engine.territory import EXACT, NAMED
from haitang.records.party import Organization
from haitang.records.place import Place

#: Features in one answer.
MOST = 5000
#: What everybody may have: what people name, down to the compound. Cells are the offices' own.
PUBLIC = tuple(kind for kind in NAMED if kind not in EXACT)
NOTE = "示意图，未经测绘 · schematic, not surveyed · WGS-84"


def collection(organization: Organization, public: bool, under: str = "") -> dict[str, Any]:
    """The outlines of an office (or below the place with that path) as a FeatureCollection. One query."""
    places = Place.objects.filter(organization=organization, closed_on=None).exclude(outline=[])
    if public:
        places = places.filter(kind__in=PUBLIC)
    if under:
        places = places.filter(path__startswith=under)
    rows = places.order_by("path").values("code", "name", "name_en", "kind", "parent__code", "drawn", "outline")
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "features": [_feature(row, public) for row in rows[:MOST] if len(row["outline"]) > 2],
    }


def _feature(row: Mapping[str, Any], public: bool) -> dict[str, Any]:
    properties = {name: row[name] for name in ("code", "name", "name_en", "kind")}
    if not public:
        properties |= {"parent": row["parent__code"] or "", "version": row["drawn"]}
    ring = [list(corner) for corner in orient(Polygon(row["outline"])).exterior.coords]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": row["code"], "geometry": geometry, "properties": properties}
