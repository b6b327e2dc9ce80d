"""A figure 数字: the number, what it means, what it is made of, and how anybody adds it up again."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from haitang.engine import tally
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.figures import charts, parts, places, rows
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked, asked, narrowed, period_words
from haitang.entrypoints.web.figures.readers import ANYBODY, Reader, reader_of
from haitang.entrypoints.web.figures.showing import chooser, show, wrong
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure
from haitang.kernel.registry import figures

SECTION = "briefs"


@require_safe
def public(request: HttpRequest, name: str) -> HttpResponse:
    """`/f/<figure>`: what it is, year on year, by month, by community, line by line; as it is sealed."""
    return _page(request, name, ANYBODY, desk=False)


@require_safe
@for_staff
def desk(request: HttpRequest, staff: Staff, name: str) -> HttpResponse:
    """`/desk/f/<figure>`: the same from the live ledger, with the matter behind each line."""
    return _page(request, name, reader_of(request), desk=True)


def _page(request: HttpRequest, name: str, reader: Reader, desk: bool) -> HttpResponse:
    spec = _spec(name)
    try:
        chosen = narrowed(request.GET, asked(request.GET, reader, desk), spec.by)
        with tally.one_moment():
            context = _opened(request, spec, chosen, reader)
    except Invalid as error:
        return wrong(request, error, SECTION, desk)
    return show(request, "figure", {**context, **chooser(request, chosen)}, SECTION, staff=desk)


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
    number = tally.figure(*asks, entitled=chosen.live, where=chosen.where)
    if spec.not_yet or number.value is None:
        return Reading(number, None, None, [])
    return Reading(
        number,
        tally.year_on_year(*asks, entitled=chosen.live, where=chosen.where),
        _shown(tally.later(*asks, entitled=chosen.live, where=chosen.where)),
        tally.by_community(*asks, entitled=chosen.live, where=chosen.where),
    )


def _shown(later: tally.Later | None) -> tally.Later | None:
    """Nothing where one of the two numbers is too small to be shown."""
    return later if later and None not in (later.then.value, later.now.value) else None


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
        "only": parts.only(chosen, spec, tongue),
        "apart": parts.apart(spec, chosen, tongue) if read.compared else [],
        "page": page,
        "named": [(row, places.name_in(names, row.community)) for row in page.rows],
        "api": _api(spec, chosen),
        "brief": chosen.part().url("briefs"),
        "other_side": _other_side(request, spec, chosen),
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
        "nothing_then": not before.rows,
        "percent": shown(abs(percent)) if percent is not None else "",
        "way": "" if not percent else "up" if percent > 0 else "down",
        "period": period_words(before.start, before.end),
        "url": chosen.during(before.start, before.end).url("figure", read.number.figure.name),
    }


def _api(spec: Figure, chosen: Asked) -> dict[str, str]:
    """Where a program reads the same, as it is sealed: the number, its lines, its lines as a table."""
    base, query = f"{get_script_prefix()}api/figures/{spec.name}", chosen.part().query()
    return {"number": f"{base}?{query}", "rows": f"{base}/rows?{query}", "csv": f"{base}.csv?{query}"}


def _other_side(request: HttpRequest, spec: Figure, chosen: Asked) -> str:
    """The same figure on the other side of the desk's door, for those who may pass it."""
    if chosen.desk:
        return chosen.part().url("figure", spec.name, desk=False)
    return chosen.url("figure", spec.name, desk=True) if reader_of(request).reads(chosen.place) else ""
