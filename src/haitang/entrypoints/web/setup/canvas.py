"""Canvas 画布: a plain drawing surface in degrees, with the neighbors' outlines; no map tiles, nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from haitang.entrypoints.web.tags import words
from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words
from haitang.records.place import Place

WIDTH = 1000
#: Where nothing has been drawn yet, a square of this many degrees (about 2 km) around somewhere to begin.
DEGREES = 0.02
BEGIN = (120.62, 31.34)
#: A degree of longitude is shorter than one of latitude: cos 31.3°.
SHORTER = 0.854


@dataclass(frozen=True, slots=True)
class Canvas:
    """What the page draws: the size, the corner of the window in degrees, degrees to a unit, and rings as points."""

    width: int
    height: int
    west: float
    north: float
    degrees: float
    shorter: float
    own: str
    others: list[tuple[str, str]]
    found: tuple[str, ...] = ()


def canvas(place: Place, others: Sequence[Place], found: Sequence[Sequence[Sequence[float]]] = ()) -> Canvas:
    """A window that holds the place and its neighbors, with some room around; `found` are rings to look at."""
    rings = [place.outline, *(other.outline for other in others)]
    points = [(float(x), float(y)) for ring in rings for x, y in ring] or [
        (BEGIN[0] - DEGREES / 2, BEGIN[1] - DEGREES / 2),
        (BEGIN[0] + DEGREES / 2, BEGIN[1] + DEGREES / 2),
    ]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    room = max(east - west, north - south, DEGREES / 4) * 0.15
    west, east, south, north = west - room, east + room, south - room, north + room
    degrees = (east - west) / WIDTH
    height = round((north - south) / SHORTER / degrees)
    made = Canvas(WIDTH, max(200, min(height, 2000)), west, north, degrees, SHORTER, "", [])
    drawn = [(words(Words(zh=other.name, en=other.name_en)), _points(made, other.outline)) for other in others]
    return Canvas(
        made.width,
        made.height,
        west,
        north,
        degrees,
        SHORTER,
        _points(made, place.outline),
        drawn,
        tuple(_points(made, ring) for ring in found),
    )


def _points(on: Canvas, ring: Sequence[Sequence[float]]) -> str:
    """A ring as the `points` of a polygon."""
    return " ".join(f"{(x - on.west) / on.degrees:.1f},{(on.north - y) / on.degrees / on.shorter:.1f}" for x, y in ring)


def typed(ring: Sequence[Sequence[float]]) -> str:
    """A ring as lines that somebody may edit."""
    return "\n".join(f"{x}, {y}" for x, y in ring)


def corners_of(text: str) -> list[list[float]]:
    """The corners somebody typed or drew; Invalid naming the first line that is none."""
    found: list[list[float]] = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        try:
            longitude, latitude = (float(part) for part in line.replace("，", ",").split(","))
        except ValueError:
            raise Invalid.of(
                "outline",
                f"第 {number} 行写成“经度, 纬度”，例如 120.61, 31.34",
                f"Please write line {number} as longitude, latitude, such as 120.61, 31.34",
            ) from None
        found.append([longitude, latitude])
    return found
