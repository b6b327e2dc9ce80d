"""Labels 注记: names put where they lie on each other at no size. Three sizes of lettering share one drawing.

A desk shows the drawing large, a phone small with larger letters, an elder's phone with the largest: a name says from
which size on it has to make room (`tier`); 0 means it is read in the list beside the map only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

#: Height of the letters in units of the drawing: at a desk, on a phone, on a phone with the largest letters.
SIZES = (20.0, 38.0, 62.0)
#: Height of a name's box, in letters.
HIGH = 1.35
_HALF = 0.56


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that wants a place: its text, its point, how important it is, and what it must not grow out of."""

    text: str
    x: float
    y: float
    rank: int
    room: float


@dataclass
class Box:
    """What is taken already."""

    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, box: tuple[float, float, float, float]) -> bool:
        """Take a box if nothing lies in it."""
        left, top, right, bottom = box
        if any(left < e and right > w and top < s and bottom > n for w, n, e, s in self.boxes):
            return False
        self.boxes.append(box)
        return True


def width_of(text: str, size: float) -> float:
    """How wide a name is: Chinese characters are square, others about half as wide."""
    return size * sum(1.0 if ord(character) > 0x2E7F else _HALF for character in text)


def tiers(names: Sequence[Wanted], width: float, height: float) -> list[int]:
    """For each name the largest size (1 to 3) up to which it fits; 0 where it fits at none.

    A name shown at a size is shown at every smaller one, so the sizes are tried from the largest down.
    """
    found = [0] * len(names)
    for tier in range(len(SIZES), 0, -1):
        taken = Box()
        order = sorted(range(len(names)), key=lambda i: (-found[i], names[i].rank, i))
        for i in order:
            if _fits(names[i], SIZES[tier - 1], taken, width, height):
                found[i] = max(found[i], tier)
    return found


def _fits(name: Wanted, size: float, taken: Box, width: float, height: float) -> bool:
    half, top = width_of(name.text, size) / 2, name.y - HIGH * size / 2
    box = (name.x - half, top, name.x + half, top + HIGH * size)
    inside = box[0] >= 0 and box[2] <= width and box[1] >= 0 and box[3] <= height
    return inside and (not name.room or 2 * half <= name.room) and taken.take(box)
