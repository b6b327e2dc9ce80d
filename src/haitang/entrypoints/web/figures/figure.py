"""A figure 数字: the number, what it means, what it is made of, and how anybody adds it up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from haitang.engine import clock, tally
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.figures import charts, places, rows
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked, asked, period_words
from haitang.entrypoints.web.figures.readers import Reader, reader_of
from haitang.entrypoints.web.figures.showing import chooser, show, wrong
from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure
from haitang.kernel.registry import figures
from haitang.records.place import Place

SECTION = "briefs"


@require_safe
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """`/f/<figure>`: what it is, year on year, by month, by community, line by line."""
    spec, reader = _spec(name), reader_of(request)
    try:
        chosen = asked(request.GET, reader)
        context = _opened(request, spec, chosen, reader)
    except Invalid as error:
        return wrong(request, error, SECTION)
    return show(request, "figure", {**context, **chooser(request, chosen)}, SECTION, staff=chosen.live)


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse | StreamingHttpResponse:
    """`/f/<figure>.csv`: every line behind the number, as one table for WPS or a script."""
    spec, reader = _spec(name), reader_of(request)
    try:
        chosen = asked(request.GET, reader)
        tally.rows(spec.name, *chosen.given, limit=1, entitled=chosen.live)
    except Invalid as error:
        return wrong(request, error, SECTION)
    response = StreamingHttpResponse(_csv(spec, chosen), content_type="text/csv; charset=utf-8")
    marked = "demonstration-" if clock.is_demonstration() else ""
    file = f"{marked}{spec.name}-{chosen.code or 'all'}-{chosen.start}-{chosen.end}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _csv(spec: Figure, chosen: Asked) -> Iterator[str]:
    yield "\ufeff" + rows.CSV_HEAD
    after: str | None = ""
    while after is not None:
        lines, after = tally.rows(spec.name, *chosen.given, after=after, entitled=chosen.live)
        yield "".join(rows.csv_line(line) for line in lines)


def _spec(name: str) -> Figure:
    found = figures.get(name)
    if found is None:
        raise Http404(name)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the page says of one number."""

    number: tally.Number
    compared: tally.Compared | None
    later: tally.Later | None
    by_community: list[tuple[str, tally.Point]]


def _read(spec: Figure, chosen: Asked) -> Reading:
    asks = (spec.name, *chosen.given)
    number = tally.figure(*asks, entitled=chosen.live)
    if spec.not_yet or number.value is None:
        return Reading(number, None, None, [])
    return Reading(
        number,
        tally.year_on_year(*asks, entitled=chosen.live),
        tally.later(*asks, entitled=chosen.live),
        tally.by_community(*asks, entitled=chosen.live),
    )


def _opened(request: HttpRequest, spec: Figure, chosen: Asked, reader: Reader) -> dict[str, Any]:
    tongue, read = language(request), _read(spec, chosen)
    page = rows.page(spec, chosen, reader, request.GET.get("after", ""))
    codes = {code for code, _ in read.by_community} | {row.community for row in page.rows}
    names = places.called(codes)
    split = read.by_community if len(read.by_community) > 1 else []
    return {
        "figure": spec,
        "number": read.number,
        "value": shown(read.number.value),
        "period": period_words(chosen.start, chosen.end),
        "later": read.later,
        "compared": _compared(read, chosen),
        "chart": charts.columns(spec, chosen, tongue) if read.compared else None,
        "bars": charts.bars(spec, chosen, split, names, tongue),
        "most": max([1, *(int(point.value or 0) for _, point in split)]),
        "page": page,
        "named": [(row, places.name_in(names, row.community)) for row in page.rows],
        "csv": reverse("figure_csv", args=[spec.name]) + "?" + chosen.query(),
        "api": _api(spec, chosen),
        "brief": reverse("desk_briefs" if chosen.live else "briefs") + "?" + chosen.query(view=""),
        "other_view": _other_view(chosen, reader),
    }


def _compared(read: Reading, chosen: Asked) -> dict[str, Any] | None:
    """Both counts with their n, and the change in percent only where both are there."""
    if read.compared is None or read.compared.before.value is None:
        return None
    before, percent = read.compared.before, read.compared.percent
    return {
        "now": shown(read.compared.now.value),
        "now_rows": read.compared.now.rows,
        "before": shown(before.value),
        "before_rows": before.rows,
        "percent": shown(abs(percent)) if percent is not None else "",
        "way": "" if not percent else "up" if percent > 0 else "down",
        "period": period_words(before.start, before.end),
        "query": chosen.query(**{"from": before.start, "to": before.end}),
    }


def _api(spec: Figure, chosen: Asked) -> dict[str, str]:
    """Where a program reads the same: the number, and its lines."""
    base = f"{get_script_prefix()}api/figures/{spec.name}"
    query = urlencode({"place": chosen.code, "from": chosen.start, "to": chosen.end})
    return {"number": f"{base}?{query}", "rows": f"{base}/rows?{query}"}


def _other_view(chosen: Asked, reader: Reader) -> str:
    """The other of the two views, for those entitled to both."""
    place: Place | None = chosen.place
    if not reader.reads(place):
        return ""
    return chosen.query(view="" if chosen.live else "live")
