"""Frame 图幅: from WGS-84 degrees to the units of a drawing. Flat, true to within a pixel over a sub-district."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

Ring = Sequence[Sequence[float]]
#: Units of a drawing from left to right, and how much higher than wide or flatter it may be.
WIDTH = 1000
FLATTEST, HIGHEST = 0.45, 1.4
#: Room around what the map is about, as a part of its larger side.
ROOM = 0.06
#: The least a map shows, in degrees of latitude: about 60 m.
LEAST = 0.0006


@dataclass(frozen=True, slots=True)
class Frame:
    """图幅: the north-west corner in degrees, units to a degree of latitude, and how much shorter one of longitude is."""

    west: float
    north: float
    units: float
    shorter: float
    width: int = WIDTH
    height: int = WIDTH

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point lies on the drawing: x to the right, y down."""
        return (longitude - self.west) * self.shorter * self.units, (self.north - latitude) * self.units

    def where(self, x: float, y: float) -> tuple[float, float]:
        """The degrees of a point on the drawing."""
        return self.west + x / self.units / self.shorter, self.north - y / self.units

    def ring(self, ring: Ring) -> list[tuple[float, float]]:
        """A ring of degrees as points of the drawing."""
        return [self.at(float(corner[0]), float(corner[1])) for corner in ring]


def around(rings: Iterable[Ring]) -> Frame | None:
    """A frame that holds these rings with some room around, within the shapes a page can show; None without any."""
    corners = [(float(corner[0]), float(corner[1])) for ring in rings for corner in ring]
    if not corners:
        return None
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    shorter = max(cos(radians((south + north) / 2)), 0.01)
    wide, high = (east - west) * shorter, north - south
    room = max(wide, high, LEAST) * ROOM
    wide, high = max(wide + 2 * room, LEAST), max(high + 2 * room, LEAST)
    wide, high = max(wide, high / HIGHEST), max(high, wide * FLATTEST)
    middle = ((west + east) / 2, (south + north) / 2)
    units = WIDTH / wide
    return Frame(middle[0] - wide / 2 / shorter, middle[1] + high / 2, units, shorter, WIDTH, round(high * units))
