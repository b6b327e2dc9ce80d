"""Figures 数字: the public view of every figure, its rows, series, comparison and CSV. Ends at each ledger's last seal."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from ninja import Field, Query, Router, Schema

from haitang.engine import clock, tally
from haitang.engine.open_data.columns import MEDIA, of_lines
from haitang.entrypoints.api.actors import reading
from haitang.entrypoints.api.answers import TOKEN_WRONG, Refused, language
from haitang.entrypoints.api.fields import Cursor, Day, Limit, Place
from haitang.kernel.limits import API_PAGE

router = Router(tags=["figures"], auth=reading("read.figures"))
COLUMNS = ("ledger", "entry", "kind", "day", "community", "quantity")
WRONG = {404: Refused, 422: Refused, **TOKEN_WRONG}


class Asked(Schema):
    """A place and a period, both days inclusive; from 1 January, to today."""

    place: Place = ""
    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")

    @property
    def given(self) -> dict[str, Any]:
        """As the tally takes them."""
        return {"place": self.place, "start": self.start, "end": self.end}


class NumberOut(Schema):
    """One figure. `value` is null when it is not there yet (`not_yet`) or not shown (`closed`)."""

    figure: str
    place: str
    start: date = Field(alias="from")
    end: date = Field(alias="to")
    value: int | float | None
    unit: str
    definition: str
    rows: int
    not_yet: str = ""
    closed: str = ""


class RowOut(Schema):
    """One public ledger line."""

    ledger: str
    entry: int
    kind: str
    day: date
    community: str
    quantity: int


class RowsOut(Schema):
    """A page of a figure's rows; `after` leads to the next, null on the last."""

    rows: list[RowOut]
    after: str | None
    closed: str = ""


class PointOut(Schema):
    """One cell of a series, its days inclusive."""

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    value: int | float | None
    rows: int


class ComparedOut(Schema):
    """A count and that of the same days a year before, each with its rows, and the change in percent."""

    now: PointOut
    before: PointOut
    percent: int | float | None


@router.get("/figures", response={200: list[NumberOut], **WRONG}, by_alias=True, exclude_unset=True)
def every_figure(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Every figure of a place and period."""
    return [tally.plain(number, language()) for number in tally.figures((), **asked.given)]


@router.get("/figures/{name}.csv", response=WRONG)
def table(request: HttpRequest, name: str, asked: Query[Asked]) -> Any:
    """The rows of a figure as CSV; of one that opens to a count only, the number itself."""
    number = tally.figure(name, **asked.given)
    first = tally.rows(name, **asked.given)
    lines = _number_lines(number) if number.closed or number.not_yet else _row_lines(name, asked, *first)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    mark = "-demonstration" if clock.is_demonstration() else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}{mark}.csv"'
    return answer


@router.get("/figures/{name}.parquet", response=WRONG)
def columns(request: HttpRequest, name: str, asked: Query[Asked]) -> Any:
    """The rows of a figure as Apache Parquet; none of one that opens to a count only."""
    tally.figure(name, **asked.given)
    mark = "-demonstration" if clock.is_demonstration() else ""
    made = of_lines(_pages(name, asked, *tally.rows(name, **asked.given)))
    return FileResponse(made, as_attachment=True, filename=f"{name}{mark}.parquet", content_type=MEDIA)


@router.get("/figures/{name}", response={200: NumberOut, **WRONG}, by_alias=True, exclude_unset=True)
def one_figure(request: HttpRequest, name: str, asked: Query[Asked]) -> Any:
    """One figure of a place and period."""
    return tally.plain(tally.figure(name, **asked.given), language())


@router.get("/figures/{name}/rows", response={200: RowsOut, **WRONG}, exclude_unset=True)
def rows(request: HttpRequest, name: str, asked: Query[Asked], after: Cursor = "", limit: Limit = API_PAGE) -> Any:
    """The ledger lines that make up a figure."""
    found, more = tally.rows(name, **asked.given, after=after, limit=limit)
    closed = tally.closed(name)
    return {"rows": found, "after": more, **({"closed": closed.say(language())} if closed else {})}


@router.get("/figures/{name}/series", response={200: list[PointOut], **WRONG}, by_alias=True)
def series(request: HttpRequest, name: str, asked: Query[Asked], by: tally.By = "month") -> Any:
    """The figure for each day, month or year of the period."""
    return [_point(point) for point in tally.series(name, **asked.given, by=by)]


@router.get("/figures/{name}/year-on-year", response={200: ComparedOut, **WRONG}, by_alias=True)
def year_on_year(request: HttpRequest, name: str, asked: Query[Asked]) -> Any:
    """The count against the same days a year before."""
    found = tally.year_on_year(name, **asked.given)
    return {"now": _point(found.now), "before": _point(found.before), "percent": found.percent}


def _point(point: tally.Point) -> dict[str, Any]:
    return {"from": point.start, "to": point.end, "value": point.value, "rows": point.rows}


def _number_lines(number: tally.Number) -> Iterator[str]:
    plain = tally.plain(number, language())
    yield "\ufeff" + _line(tuple(plain))
    yield _line(tuple(plain.values()))


def _row_lines(name: str, asked: Asked, found: list[dict[str, Any]], after: str | None) -> Iterator[str]:
    """The header, then page after page; a demonstration's lines each say that they are one."""
    mark = ("示例 demonstration",) if clock.is_demonstration() else ()
    yield "\ufeff" + _line((*COLUMNS, *("note" for _mark in mark)))
    for page in _pages(name, asked, found, after):
        yield "".join(_line((*(row[column] for column in COLUMNS), *mark)) for row in page)


def _pages(name: str, asked: Asked, found: list[dict[str, Any]], after: str | None) -> Iterator[list[dict[str, Any]]]:
    """This page of a figure's rows, then all that follow."""
    while found:
        yield found
        found, after = tally.rows(name, **asked.given, after=after) if after else ([], None)


def _line(values: tuple[Any, ...]) -> str:
    written = StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue()
