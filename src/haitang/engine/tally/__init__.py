"""Tally 统计: a figure is its evidence rows plus a sum. One definition gives number, rows, series and comparison.

Everything is read from the ledger, never from a counter. Periods are inclusive local dates; without a start they begin
on 1 January of the year of the end, without an end they end today. Flows count by the day an act occurred; a stock
figure is read as of the end. Places are codes of a community or of something above it (`scope.scope_of`).
The public view (`entitled=False`) ends at the last seal and hides small values about people; doors decide who is
entitled. A roll-up by day is kept, keyed by the figure, the scope and the roots of its ledgers.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

from haitang.engine import clock
from haitang.engine.tally import breakdown, kept, reckoning
from haitang.engine.tally.breakdown import Later
from haitang.engine.tally.narrowing import Where, narrowed
from haitang.engine.tally.narrowing import parts as _parts
from haitang.engine.tally.reading import (
    SMALL,
    By,
    Compared,
    Number,
    Point,
    percent,
    plain,
    split,
    year_before,
)
from haitang.engine.tally.scope import View, one_moment, view_of
from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure
from haitang.kernel.limits import API_PAGE
from haitang.kernel.registry import figures as registered
from haitang.kernel.words import Words

__all__ = [
    "By",
    "Compared",
    "Later",
    "Number",
    "Point",
    "UnknownFigure",
    "Where",
    "by_community",
    "closed",
    "figure",
    "figures",
    "forget",
    "later",
    "one_moment",
    "parts",
    "period",
    "plain",
    "rows",
    "series",
    "year_before",
    "year_on_year",
]

FEW = Words(
    zh=f"少于 {SMALL}，不公开，以免认出个人", en=f"Below {SMALL}: not shown in public, so that nobody is recognized"
)


_GIVEN = re.compile(r"([0-9]{1,18}) ([\w.-]{1,64})")


class UnknownFigure(LookupError):
    """没有这个数字: no figure has that name; `nearest` are names that look like it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = get_close_matches(name, [known.name for known in registered], n=3, cutoff=0.0)


def figure(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    entitled: bool = False,
    where: Where = (),
) -> Number:
    """Read one figure; UnknownFigure, or Invalid naming `place`, `from` or `to`.

    `where` narrows it to lines with these facts, for the entitled.
    """
    first, last = period(start, end)
    return _number(narrowed(_spec(name), where), view_of(place, entitled), first, last)


def figures(
    names: Iterable[str] = (),
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    entitled: bool = False,
) -> list[Number]:
    """Read several figures of one place and period at one moment; all of them without names."""
    specs = [_spec(name) for name in names] or list(registered)
    first, last = period(start, end)
    view = view_of(place, entitled)
    return [_number(spec, view, first, last) for spec in specs]


def rows(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    after: str = "",
    limit: int = API_PAGE,
    entitled: bool = False,
    where: Where = (),
) -> tuple[list[dict[str, Any]], str | None]:
    """The lines behind a figure, a page at a time: ledger, entry, kind, day, community, quantity.

    `after` is the opaque cursor of the page before; the second value is the next one, None on the last page.
    A figure that opens to a count only has no rows (`closed` tells why). Lines of a stock begin at the very first,
    those of a change are of both years. Errors as for `figure`, and Invalid naming `after`.
    """
    spec = narrowed(_spec(name), where)
    first, last = period(start, end)
    if spec.count_only or spec.not_yet:
        return [], None
    behind = _place_after(after)
    days = reckoning.spans(spec, first, last)
    found = kept.evidence().page(spec, view_of(place, entitled), days, behind, limit + 1)
    more = found[limit - 1] if len(found) > limit else None
    return found[:limit], _cursor(more["ledger"], more["entry"]) if more else None


def closed(name: str) -> Words | None:
    """Why a figure's rows are not shown, or None when they are; UnknownFigure."""
    return _spec(name).count_only


def series(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    by: By = "month",
    entitled: bool = False,
    where: Where = (),
) -> list[Point]:
    """The figure for each day, month or year of a period; a flow's cells of quantity or count sum to its value.

    A stock is read as of each cell's end, a change against the same days a year before. Errors as for `figure`.
    """
    spec = narrowed(_spec(name), where)
    first, last = period(start, end)
    view, spans = view_of(place, entitled), split(first, last, by)
    if spec.not_yet:
        return []
    known = kept.cells(spec, view)
    return [reckoning.point(spec, known, *span, not entitled) for span in spans]


def year_on_year(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    entitled: bool = False,
    where: Where = (),
) -> Compared:
    """The count and the count of the same days a year before, each with its n. Errors as for `figure`."""
    spec = narrowed(_spec(name), where)
    first, last = period(start, end)
    view = view_of(place, entitled)
    spans = (first, last), (year_before(first), year_before(last))
    known = () if spec.not_yet else kept.cells(spec, view)
    now, before = (reckoning.count(spec, known, *span, not entitled) for span in spans)
    return Compared(spec, now, before, percent(_count(now), _count(before)))


def by_community(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    entitled: bool = False,
    where: Where = (),
) -> list[tuple[str, Point]]:
    """The figure by community code, the largest first; an organization's own acts stand under its own code.

    Empty where it is not there yet, opens to a count only, or one cell about people is too small to be shown.
    """
    spec = narrowed(_spec(name), where)
    first, last = period(start, end)
    view = view_of(place, entitled)
    return [] if spec.not_yet or spec.count_only else breakdown.by_community(spec, view, first, last)


def parts(
    name: str, fact: str, place: str = "", start: date | None = None, end: date | None = None, where: Where = ()
) -> list[tuple[str, Point]]:
    """The figure by the values of one of the facts it can be taken apart by, for the entitled; Invalid naming it.

    An empty value stands for the lines that say nothing of it.
    """
    spec = narrowed(_spec(name), where)
    narrowed(spec, [(fact, "")])
    first, last = period(start, end)
    return [] if spec.not_yet or spec.count_only else _parts(spec, view_of(place, True), fact, first, last)


def later(
    name: str,
    place: str = "",
    start: date | None = None,
    end: date | None = None,
    entitled: bool = False,
    where: Where = (),
) -> Later | None:
    """What was recorded after the period had ended; None while the view does not reach beyond it."""
    spec = narrowed(_spec(name), where)
    first, last = period(start, end)
    return None if spec.not_yet else breakdown.later(spec, view_of(place, entitled), first, last)


def period(start: date | None, end: date | None) -> tuple[date, date]:
    """The period meant, both days inclusive: from 1 January of the end's year, to today; Invalid when turned round."""
    last = end or clock.today()
    first = start or date(last.year, 1, 1)
    if first > last:
        raise Invalid.of("from", "开始的日子要在结束之前", "It has to begin before it ends")
    if first.year < 2:
        raise Invalid.of("from", "日子太早了", "That day is too early")
    return first, last


def forget() -> None:
    """Read the ledgers again at the next use: after an erasure, and in tests."""
    kept.forget()


def _spec(name: str) -> Figure:
    found = registered.get(name)
    if found is None:
        raise UnknownFigure(name)
    return found


def _number(spec: Figure, view: View, start: date, end: date) -> Number:
    point = (
        Point(start, end, None, 0)
        if spec.not_yet
        else reckoning.point(spec, kept.cells(spec, view), start, end, not view.entitled)
    )
    why = spec.count_only or (FEW if point.value is None and spec.about_people else None)
    return Number(spec, view.scope.place, start, end, point.value, point.rows, spec.not_yet, why, view.until)


def _count(point: Point) -> int | None:
    return int(point.value) if point.value is not None else None


def _cursor(name: str, entry: int) -> str:
    return urlsafe_b64encode(f"{entry} {name}".encode()).decode().rstrip("=")


def _place_after(cursor: str) -> tuple[str, int] | None:
    """Where a cursor stands; Invalid when nobody gave it out."""
    if not cursor:
        return None
    try:
        found = _GIVEN.fullmatch(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except ValueError:
        found = None
    if found is None:
        raise Invalid.of("after", "这个翻页标记不对", "This is not a page marker we gave out")
    return found[2], int(found[1])
