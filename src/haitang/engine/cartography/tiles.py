"""Tiles 底图: a map of somebody else's under the drawn one, only where an installation names one. None by default.

Setting: `MAP_TILES` = {"url": template with {z} {x} {y}, "by": attribution, "system": "wgs84" or "gcj02", "review": 审图号}.
Outlines are moved to the tiles' system for display only; what is stored stays WGS-84.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan, cos, degrees, floor, log, pi, radians, sinh, tan

from django.conf import settings

from haitang.engine.cartography.frame import Frame

#: Units of the drawing that a tile's side should at least have; the most tiles of one map; the levels tiles exist on.
SIDE, MOST, COARSEST, FINEST = 180.0, 64, 3, 18
GCJ02 = "gcj02"


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture and where it goes on the drawing."""

    url: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Base:
    """The map under the drawn one: its pictures, whose it is, and the number under which it was reviewed."""

    tiles: tuple[Tile, ...]
    by: str
    review: str


def named() -> Mapping[str, str]:
    """The setting; empty where there is no such layer."""
    found: Mapping[str, str] = settings.MAP_TILES
    return found


def system() -> str:
    """The coordinate system drawings are shown in: that of the tiles, WGS-84 without any."""
    return named().get("system", "") if named() else ""


def base(frame: Frame) -> Base | None:
    """The pictures that cover a frame (in the tiles' own system), as few as look sharp; None where none are named."""
    layer = named()
    if not layer:
        return None
    level = FINEST
    while level > COARSEST and (_side(frame, level) < SIDE or len(_range(frame, level)) > MOST):
        level -= 1
    return Base(
        tuple(_tile(frame, layer["url"], level, *at) for at in _range(frame, level)), layer["by"], layer["review"]
    )


def _side(frame: Frame, level: int) -> float:
    return 360.0 / (1 << level) * frame.shorter * frame.units


def _range(frame: Frame, level: int) -> list[tuple[int, int]]:
    """The columns and rows that touch the frame."""
    east, south = frame.where(frame.width, frame.height)
    left, top = _column(frame.west, level), _row(frame.north, level)
    right, bottom = _column(east, level), _row(south, level)
    return [(x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]


def _column(longitude: float, level: int) -> int:
    return floor((longitude + 180.0) / 360.0 * (1 << level))


def _row(latitude: float, level: int) -> int:
    """The row of a latitude in the web's Mercator projection."""
    turned = radians(latitude)
    return floor((1.0 - log(tan(turned) + 1 / cos(turned)) / pi) / 2.0 * (1 << level))


def _corner(x: int, y: int, level: int) -> tuple[float, float]:
    """The north-west corner of a tile in degrees."""
    return x / (1 << level) * 360.0 - 180.0, degrees(atan(sinh(pi * (1 - 2 * y / (1 << level)))))


def _tile(frame: Frame, url: str, level: int, x: int, y: int) -> Tile:
    left, top = frame.at(*_corner(x, y, level))
    right, bottom = frame.at(*_corner(x + 1, y + 1, level))
    address = url.replace("{z}", str(level)).replace("{x}", str(x)).replace("{y}", str(y))
    return Tile(address, round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))
