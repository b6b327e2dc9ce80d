"""The brief 简报: it writes itself, and every number in it opens. Public page, desk page, A4 page."""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haitang.engine import briefs, tally
from haitang.engine.addresses import absolute
from haitang.engine.briefs import Brief
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.figures import charts, places
from haitang.entrypoints.web.figures.amounts import check_code
from haitang.entrypoints.web.figures.asked import Asked, asked, period_words
from haitang.entrypoints.web.figures.headings import ordinal
from haitang.entrypoints.web.figures.prose import Writer, page_of, to_come
from haitang.entrypoints.web.figures.readers import ANYBODY, Reader, reader_of
from haitang.entrypoints.web.figures.showing import chooser, show, wrong
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure

SECTION = "briefs"


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """`/briefs`: anybody's brief, from the sealed ledger."""
    return _page(request, ANYBODY, desk=False)


@require_safe
@for_staff
def desk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """`/desk/briefs`: the same from the live ledger, where the reader's posts reach; elsewhere as it is sealed."""
    return _page(request, reader_of(request), desk=True)


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """`/briefs/print`: A4 in the official layout; the last page says where each number comes from."""
    return _paper(request, ANYBODY, desk=False)


@require_safe
@for_staff
def desk_printed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """`/desk/briefs/print`: the same from the live ledger."""
    return _paper(request, reader_of(request), desk=True)


def _page(request: HttpRequest, reader: Reader, desk: bool) -> HttpResponse:
    try:
        chosen = asked(request.GET, reader, desk)
        with tally.one_moment():
            context = _written(request, chosen)
    except Invalid as error:
        return wrong(request, error, SECTION, desk)
    return show(request, "brief", {**context, **chooser(request, chosen)}, SECTION, staff=desk)


def _paper(request: HttpRequest, reader: Reader, desk: bool) -> HttpResponse:
    try:
        chosen = asked(request.GET, reader, desk)
        with tally.one_moment():
            context = _written(request, chosen)
    except Invalid as error:
        return wrong(request, error, SECTION, desk)
    return render(request, "figures/brief_print.html", {**context, "qr": _qr(chosen), "back": chosen.url("briefs")})


def _written(request: HttpRequest, chosen: Asked) -> dict[str, Any]:
    """The brief in the reader's language: paragraphs, chart, what is still to come, sources, ledgers."""
    tongue = language(request)
    made = briefs.brief(*chosen.given, entitled=chosen.live)
    writer = Writer(chosen, tongue)
    sections = writer.sections(made)
    drawn = _charted(made)
    names = places.ledgers()
    return {
        "asked": chosen,
        "paper": chosen.url("briefs_print"),
        "period": period_words(chosen.start, chosen.end),
        "until": made.as_recorded_until,
        "signed": period_words(*[made.as_recorded_until or chosen.end] * 2),
        "sections": [(ordinal(place, tongue), section) for place, section in enumerate(sections, start=1)],
        "next_ordinal": ordinal(len(sections) + 1, tongue),
        "chart": charts.columns(drawn, chosen, tongue) if drawn else None,
        "charted": drawn,
        "charted_page": page_of(drawn) if drawn else "",
        "to_come": to_come(made.to_come, chosen, tongue),
        "sources": writer.sources,
        "ledgers": [
            {"code": code, "name": places.name_in(names, code), "head": head, "check": check_code(head.root)}
            for code, head in made.heads
        ],
    }


def _charted(made: Brief) -> Figure | None:
    """The figure of the period with most lines behind it, of those that count acts."""
    flows = [
        said.number
        for said in made.said
        if not said.number.figure.stock and said.number.figure.measure in ("quantity", "count")
    ]
    best = max(flows, key=lambda number: number.rows, default=None)
    return best.figure if best and best.rows else None


def _qr(chosen: Asked) -> str:
    """A code for the paper that leads back to the same brief on the screen, as everybody may read it."""
    address = absolute(chosen.url("briefs", desk=False))
    return str(segno.make(address, error="m").svg_inline(omitsize=True))
