"""Reckoning 计算: from a figure's rows, summed by day, to its value. Plain arithmetic, the same in every order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haitang.engine.tally.reading import SMALL, Point, percent, year_before
from haitang.kernel.figure import Figure

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day's share of a figure in one community: signed quantity, lines less those taken back, rows; by value when
    values count."""

    day: date
    fact: str | None
    quantity: int
    lines: int
    rows: int
    community: str = ""


def spans(figure: Figure, start: date, end: date) -> list[Span]:
    """The days whose lines stand behind a figure of a period: a stock's all, a change's both years."""
    if figure.stock:
        return [(date.min, end)]
    if figure.measure == "change":
        return [(year_before(start), year_before(end)), (start, end)]
    return [(start, end)]


def point(figure: Figure, cells: Iterable[Cell], start: date, end: date, public: bool) -> Point:
    """The value of a period and its rows; hidden when it is small, about people and read in public."""
    known = tuple(cells)
    behind = sum(cell.rows for cell in _inside(known, spans(figure, start, end)))
    now = total(figure, known, start, end)
    if figure.measure != "change":
        return _shown(figure, Point(start, end, now, behind), public, now)
    before = total(figure, known, year_before(start), year_before(end))
    return _shown(figure, Point(start, end, percent(now, before), behind), public, now, before)


def count(figure: Figure, cells: Iterable[Cell], start: date, end: date, public: bool) -> Point:
    """As `point`, but of a change the count itself."""
    known = tuple(cells)
    days = [(date.min if figure.stock else start, end)]
    now = total(figure, known, start, end)
    behind = sum(cell.rows for cell in _inside(known, days))
    return _shown(figure, Point(start, end, now, behind), public, now)


def total(figure: Figure, cells: Iterable[Cell], start: date, end: date) -> int:
    """The sum over some days as the figure measures; of a stock over everything until their end."""
    inside = _inside(cells, [(date.min if figure.stock else start, end)])
    if figure.measure == "distinct":
        return _distinct(inside)
    return sum(cell.lines if figure.measure == "count" else cell.quantity for cell in inside)


def _inside(cells: Iterable[Cell], days: list[Span]) -> list[Cell]:
    return [cell for cell in cells if any(first <= cell.day <= last for first, last in days)]


def _distinct(cells: Iterable[Cell]) -> int:
    """How many different values have more given than taken back."""
    sums: dict[str, int] = {}
    for cell in cells:
        if cell.fact is not None:
            sums[cell.fact] = sums.get(cell.fact, 0) + cell.quantity
    return sum(given > 0 for given in sums.values())


def _shown(figure: Figure, made: Point, public: bool, *counts: int) -> Point:
    if figure.about_people and public and any(0 < abs(each) < SMALL for each in counts):
        return Point(made.start, made.end, None, 0)
    return made
