"""Breakdown 分项: a figure by community, and what was recorded after its period had ended 补记."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from haitang.engine import clock, ledger
from haitang.engine.tally import kept, reckoning
from haitang.engine.tally.reading import Point
from haitang.engine.tally.scope import View
from haitang.kernel.figure import Figure


@dataclass(frozen=True, slots=True)
class Later:
    """补记: a past period as it stood in the ledger when it ended, and as it reads now."""

    then: Point
    now: Point

    @property
    def arrived(self) -> int:
        """How many of its lines were recorded after it had ended."""
        return self.now.rows - self.then.rows


def by_community(spec: Figure, view: View, start: date, end: date) -> list[tuple[str, Point]]:
    """The figure for each community that has a line, the largest first.

    Cells of a figure that counts distinct values do not add up to it. Of figures about people the public is shown
    either every cell or none: one hidden cell could be reckoned from the others.
    """
    cells = kept.cells(spec, view)
    codes = {cell.community for cell in cells}
    points = [
        (code, reckoning.point(spec, [c for c in cells if c.community == code], start, end, not view.entitled))
        for code in sorted(codes)
    ]
    if any(point.value is None for _, point in points) and spec.about_people:
        return []
    return sorted((pair for pair in points if pair[1].rows), key=lambda pair: -(pair[1].value or 0))


def later(spec: Figure, view: View, start: date, end: date) -> Later | None:
    """What was recorded after a period had ended; None while the view does not reach beyond it."""
    if view.until is None or end >= view.until:
        return None
    after = datetime.combine(end + timedelta(days=1), time.min, clock.ZONE)
    heads = tuple((name, min(size, ledger.size_before(name, after)), mark) for name, size, mark in view.heads)
    return Later(*(_point(spec, each, start, end) for each in (replace(view, heads=heads), view)))


def _point(spec: Figure, view: View, start: date, end: date) -> Point:
    return reckoning.point(spec, kept.cells(spec, view), start, end, not view.entitled)
