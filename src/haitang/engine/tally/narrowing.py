"""Narrowing 细分: a figure of one category or basis only, and the figure taken apart by such a fact.

The facts lie in the sealed halves of the lines, so only the entitled can narrow a figure. Lines that say nothing of a fact
are a part too, so that the parts of a sum are all of it: their value is the empty one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from haitang.engine.tally import kept, reckoning
from haitang.engine.tally.reading import Point
from haitang.engine.tally.scope import View
from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure

Where = tuple[tuple[str, str], ...]


def narrowed(spec: Figure, where: Sequence[tuple[str, str]]) -> Figure:
    """The same figure of the lines whose facts have these values; Invalid for a fact it cannot be taken apart by."""
    for name, _value in where:
        if name not in spec.by:
            raise Invalid.of(name, "这个数字不能这样细分", "This figure cannot be taken apart like that")
    return replace(spec, where=(*spec.where, *where)) if where else spec


def parts(spec: Figure, view: View, fact: str, start: date, end: date) -> list[tuple[str, Point]]:
    """The figure for each value that its lines have of `fact`, the most lines first; those without one last."""
    points = [
        (value or "", reckoning.point(spec, cells, start, end, not view.entitled))
        for value, cells in kept.parted(spec, view, fact).items()
    ]
    return sorted((pair for pair in points if pair[1].rows), key=lambda pair: (not pair[0], -pair[1].rows, pair[0]))
