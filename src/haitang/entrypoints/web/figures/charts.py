"""Charts 图: what parts/columns.html and parts/bars.html draw, each with the numbers it was drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from haitang.engine import tally
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked
from haitang.entrypoints.web.figures.places import name_in
from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

#: The most months one chart holds.
MONTHS = 12
YEAR_LABEL = Words(zh="{year} 年", en="{year}")
MONTH_NAME = Words(zh="{year} 年 {month} 月", en="{name} {year}")


@dataclass(frozen=True, slots=True)
class Columns:
    """Months of a period beside the same months a year before; `alone` when nothing was recorded then."""

    months: list[dict[str, Any]]
    before_label: str
    now_label: str
    most: int
    alone: bool


def columns(figure: Figure, asked: Asked, language: str) -> Columns | None:
    """The last twelve months of the period; None for a single month, or when the public may not see each of them."""
    start = max(asked.start, _months_back(asked.end))
    if (start.year, start.month) == (asked.end.year, asked.end.month) or figure.not_yet:
        return None
    now = tally.series(figure.name, asked.code, start, asked.end, "month", asked.live, asked.where)
    spans = tally.year_before(start), tally.year_before(asked.end)
    before = tally.series(figure.name, asked.code, *spans, "month", asked.live, asked.where)
    if any(point.value is None for point in (*now, *before)) and figure.about_people:
        return None
    most = max([1, *(abs(int(point.value or 0)) for point in (*now, *before))])
    alone = not any(point.rows for point in before)
    labels = _label(*spans, language), _label(start, asked.end, language)
    return Columns(_months(now, before, language, alone), *labels, most, alone)


def bars(
    figure: Figure,
    asked: Asked,
    points: Sequence[tuple[str, tally.Point]],
    names: Mapping[str, Words],
    language: str,
) -> list[dict[str, Any]]:
    """One bar for each community, each opening the same figure there."""
    return [
        {
            "label": name_in(names, code).say(language),
            "value": max(0, int(point.value or 0)),
            "text": shown(point.value),
            "url": asked.url("figure", figure.name, place=code),
        }
        for code, point in points
    ]


def _months_back(end: date) -> date:
    """The first day of the twelve months that end with this one."""
    return date(end.year, 1, 1) if end.month == MONTHS else date(max(end.year - 1, 2), end.month + 1, 1)


def _months(
    now: Sequence[tally.Point], before: Sequence[tally.Point], language: str, alone: bool
) -> list[dict[str, Any]]:
    return [
        {
            "label": point.start.month,
            "name": MONTH_NAME.say(language).format(
                year=point.start.year, month=point.start.month, name=f"{point.start:%b}"
            ),
            "now": point.value,
            "before": None if alone else then.value,
        }
        for point, then in zip(now, before, strict=False)
    ]


def _label(start: date, end: date, language: str) -> str:
    year = f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    return YEAR_LABEL.say(language).format(year=year)
