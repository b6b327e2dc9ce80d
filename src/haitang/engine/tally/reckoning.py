"""Reckoning 计算: from a figure's rows, summed by day, to its value. Plain arithmetic, the same in every order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from haitang.engine.tally.reading import SMALL, Point, percent, year_before
from haitang.kernel.figure import Figure, Measure

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


def total(figure: Figure, cells: Iterable[Cell], start: date, end: date) -> int | float | None:
    """The sum over some days as the figure measures; of a stock over everything until their end.

    None where nothing can be said: a share or a percentile of no lines.
    """
    inside = _inside(cells, [(date.min if figure.stock else start, end)])
    return _MEASURES[figure.measure](figure, inside)


def _inside(cells: Iterable[Cell], days: list[Span]) -> list[Cell]:
    return [cell for cell in cells if any(first <= cell.day <= last for first, last in days)]


def _distinct(figure: Figure, cells: Iterable[Cell]) -> int:
    """How many different values have more given than taken back."""
    sums: dict[str, int] = {}
    for cell in cells:
        if cell.fact is not None:
            sums[cell.fact] = sums.get(cell.fact, 0) + cell.quantity
    return sum(given > 0 for given in sums.values())


def _quantile(figure: Figure, cells: Iterable[Cell]) -> int | float | None:
    """Nearest rank: the smallest number that at least `percent` of the lines do not exceed. It is one of the lines'."""
    counted: dict[float, int] = {}
    for cell in cells:
        if cell.fact is not None:
            counted[float(cell.fact)] = counted.get(float(cell.fact), 0) + cell.rows
    rank = ceil(sum(counted.values()) * figure.percent / 100)
    passed = 0
    for number in sorted(counted):
        passed += counted[number]
        if passed >= rank:
            return int(number) if number.is_integer() else number
    return None


def _share(figure: Figure, cells: Iterable[Cell]) -> float | None:
    """The mean weight in percent, to one decimal; a line that takes another one back weighs against it."""
    weights = dict(figure.weights)
    weighed = [(weights[cell.fact], cell.lines) for cell in cells if cell.fact in weights]
    everything = sum(lines for _weight, lines in weighed)
    return round(100 * sum(weight * lines for weight, lines in weighed) / everything, 1) if everything > 0 else None


def _weighted(figure: Figure, cells: Iterable[Cell]) -> int:
    weights = dict(figure.weights)
    return sum(weights.get(cell.fact or "", 0) * cell.rows for cell in cells)


def _quantity(figure: Figure, cells: Iterable[Cell]) -> int:
    return sum(cell.quantity for cell in cells)


_MEASURES: dict[Measure, Callable[[Figure, list[Cell]], int | float | None]] = {
    "quantity": _quantity,
    "change": _quantity,
    "count": lambda figure, cells: sum(cell.lines for cell in cells),
    "rows": lambda figure, cells: sum(cell.rows for cell in cells),
    "distinct": _distinct,
    "quantile": _quantile,
    "share": _share,
    "weighted": _weighted,
}


def _shown(figure: Figure, made: Point, public: bool, *counts: int | float | None) -> Point:
    if figure.about_people and public and any(each and abs(each) < SMALL for each in counts):
        return Point(made.start, made.end, None, 0)
    return made
