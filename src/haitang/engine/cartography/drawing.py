"""Drawing 成图: outlines as SVG paths with their names, worked out once for each version of what was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from shapely import Polygon, maximum_inscribed_circle

from haitang.engine.cartography.frame import Frame, Ring, around
from haitang.engine.cartography.labels import Wanted, tiers
from haitang.engine.cartography.reading import SEEN, WHOLE, Outlined, View
from haitang.kernel.words import Words

#: What a drawing leaves out of a line: less than this many units nobody sees.
FINE = 0.8
#: What lies under what, from the ground up.
ORDER = ("community", "village", "cell", "compound", "water", "zone", "building", "venue", "spot")
#: Whose name makes room for whose.
_RANK = {"community": 0, "village": 0, "compound": 1, "zone": 2, "water": 3, "spot": 2, "venue": 5, "building": 4}
UNNAMED = 9


@dataclass(frozen=True, slots=True)
class Shape:
    """One place on the drawing: its path, the point its name stands at, from which size on the name gives way.

    `within`: part of what the map is about; the rest is the land around. `here` is the place itself.
    """

    code: str
    kind: str
    words: Words
    path: str
    x: float
    y: float
    tier: int
    within: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn map: its size, its shapes from the ground up, and the frame they were put in."""

    frame: Frame
    near: str
    shapes: tuple[Shape, ...]

    @property
    def points(self) -> dict[str, tuple[float, float]]:
        """Where each place's marks go, by code."""
        return {shape.code: (shape.x, shape.y) for shape in self.shapes}


def draw(view: View, language: str) -> Drawing | None:
    """The map of what was read; None where nothing has an outline yet. The work is kept for the same versions."""
    return _draw(view, language)


@lru_cache(maxsize=64)
def _draw(view: View, language: str) -> Drawing | None:
    frame = _frame(view)
    if frame is None:
        return None
    seen = _seen(view, frame)
    points = [_point(polygon) for _one, polygon, _within in seen]
    names = [
        Wanted(one.words.say(language), x, y, _rank(one, view, within), _room(one, radius))
        for (one, _polygon, within), (x, y, radius) in zip(seen, points, strict=True)
    ]
    fitting = tiers([name for name in names if name.rank < UNNAMED], frame.width, frame.height)
    fitted = iter(fitting)
    made = [
        _shape(one, polygon, point, next(fitted) if name.rank < UNNAMED else 0, within, view)
        for (one, polygon, within), point, name in zip(seen, points, names, strict=True)
    ]
    return Drawing(frame, view.near, tuple(made))


def _seen(view: View, frame: Frame) -> list[tuple[Outlined, Polygon, bool]]:
    """What touches the drawing, from the ground up, and whether it is part of what the map is about."""
    shapes = [(one, Polygon(frame.ring(one.ring))) for one in view.outlines if len(one.ring) > 2]
    own = next((polygon for one, polygon in shapes if one.code == view.code and polygon.is_valid), None)
    seen = [
        (one, polygon, one.lies_in(view.path) or (one.kind in SEEN and own is not None and own.intersects(polygon)))
        for one, polygon in shapes
        if polygon.is_valid and _touches(polygon, frame)
    ]
    return sorted(seen, key=lambda found: ORDER.index(found[0].kind) if found[0].kind in ORDER else -1)


def _frame(view: View) -> Frame | None:
    """Around the place itself; around what lies in it where it has no outline of its own."""
    own: list[Ring] = [one.ring for one in view.outlines if one.code == view.code]
    return around(own or [one.ring for one in view.outlines if one.lies_in(view.path)])


def _touches(polygon: Polygon, frame: Frame) -> bool:
    left, top, right, bottom = polygon.bounds
    return bool(right > 0 and bottom > 0 and left < frame.width and top < frame.height)


def _point(polygon: Polygon) -> tuple[float, float, float]:
    """Where a name stands and how much room is around: the middle where it lies well inside, else where there is most."""
    circle = maximum_inscribed_circle(polygon, tolerance=max(polygon.length / 400, 0.5))
    middle = polygon.centroid
    if polygon.contains(middle) and polygon.exterior.distance(middle) > 0.6 * circle.length:
        return middle.x, middle.y, circle.length
    return circle.coords[0][0], circle.coords[0][1], circle.length


def _rank(one: Outlined, view: View, within: bool) -> int:
    """How soon a name is placed; `UNNAMED`: the land around, what the map is about, and cells seen from afar."""
    if not within or one.code == view.code or (one.kind == "cell" and view.near == WHOLE):
        return UNNAMED
    return _RANK.get(one.kind, 6)


def _room(one: Outlined, radius: float) -> float:
    """How wide a name may be: a building's stays near the building."""
    return max(radius * 9, 60.0) if one.kind == "building" else 0.0


def _shape(
    one: Outlined, polygon: Polygon, point: tuple[float, float, float], tier: int, within: bool, view: View
) -> Shape:
    x, y = round(point[0], 1), round(point[1], 1)
    return Shape(one.code, one.kind, one.words, path_of(polygon), x, y, tier, within, one.code == view.code)


def path_of(polygon: Polygon) -> str:
    """A polygon as the `d` of an SVG path, without corners nobody sees."""
    thinner = polygon.simplify(FINE)
    ring = thinner.exterior.coords if isinstance(thinner, Polygon) and not thinner.is_empty else polygon.exterior.coords
    return _line(list(ring)[:-1])


def _line(corners: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y, *_ in corners) + "Z"
