"""Sketch 图样: a drawing as the templates show it: each shape with the address it leads to."""

from collections.abc import Callable
from dataclasses import dataclass

from haitang.engine.cartography.drawing import Drawing, Shape

#: What is drawn as one quiet path instead of a link each, unless a map looks near.
_QUIET = ("building",)


@dataclass(frozen=True, slots=True)
class Part:
    """One shape and where it leads; empty where it is only drawn."""

    shape: Shape
    url: str
    css: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What `map/parts/sketch.html` shows: the size, the shapes that are links or ground, quiet shapes, names."""

    width: int
    height: int
    parts: list[Part]
    quiet: str
    names: list[Part]


def sketch(drawing: Drawing, leads_to: Callable[[Shape], str]) -> Sketch:
    """A drawing whose shapes lead where `leads_to` says; buildings are links only where the map looks near."""
    parts, quiet = [], []
    for shape in drawing.shapes:
        url = leads_to(shape)
        if shape.kind in _QUIET and not url:
            quiet.append(shape.path)
        else:
            parts.append(Part(shape, url, _css(shape, url)))
    names = [part for part in parts if part.shape.tier]
    return Sketch(drawing.frame.width, drawing.frame.height, parts, "".join(quiet), names)


def _css(shape: Shape, url: str) -> str:
    marks = [f"land-{shape.kind}"]
    marks += ["around"] if not shape.within else []
    marks += ["here"] if shape.here else []
    return " ".join(marks + (["opens"] if url else []))
