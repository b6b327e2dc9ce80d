"""Import 导入地方: a table goes the way of all tables; outlines are looked at first, then all of them are entered or none."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haitang.engine import gate
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.forms import errors_of
from haitang.entrypoints.web.setup.access import Desk, for_administrator
from haitang.entrypoints.web.setup.reading import BYTES, Row, is_outlines, known_of, rows_of, text_of
from haitang.jobs.imports import intakes
from haitang.jobs.imports.bringing import layout_of
from haitang.kernel.errors import Invalid, Refusal

SHOWN = 200
#: So much of a file tells what it is.
SAMPLE = 1000


@for_administrator
def bring(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A file is read and shown; only the second button writes, and only when nothing in it is wrong."""
    if request.method != "POST":
        return _show(request, desk, "", [], None, 200)
    text, upload = request.POST.get("text", ""), request.FILES.get("file")
    try:
        if upload is not None:
            begins = upload.read(SAMPLE)
            upload.seek(0)
            if not is_outlines(begins):
                return _hand_in(desk, upload.chunks())
            text = text_of(upload.read(BYTES + 1))
        rows = rows_of(text, known_of(desk.organization))
    except Invalid as error:
        return _show(request, desk, "", [], error, 422)
    if "confirm" not in request.POST or any(row.wrong for row in rows):
        return _show(request, desk, text, rows, None, 200)
    return _write(request, desk, rows)


def _hand_in(desk: Desk, chunks: Iterable[bytes]) -> HttpResponse:
    """A table of places: looked at and entered on the page of all tables."""
    taken = intakes.take(chunks, layout_of("places"), desk.organization, desk.staff.actor)
    return redirect("desk_intake", taken.room)


def _write(request: HttpRequest, desk: Desk, rows: list[Row]) -> HttpResponse:
    try:
        asked = (gate.Asked(row.command, desk.staff.actor, row.given) for row in rows)
        done = len(list(gate.many(asked, batch=len(rows))))
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    said = ngettext("%(n)s row is entered.", "%(n)s rows are entered.", done)
    messages.success(request, said % {"n": done})
    return redirect("setup_places")


def _show(
    request: HttpRequest, desk: Desk, text: str, rows: list[Row], error: Invalid | None, status: int
) -> HttpResponse:
    errors = errors_of(error, desk.staff.tongue)
    wrong = sum(bool(row.wrong) for row in rows)
    context: dict[str, Any] = {
        "section": "setup",
        "errors": errors,
        "rows": sorted(rows, key=lambda row: not row.wrong)[:SHOWN],
        "count": len(rows),
        "wrong": wrong,
        "text": text,
        "field": {
            "name": "file", "label": _("A file"), "kind": "file", "accept": ".xlsx,.csv,.txt,.json,.geojson", "required": True,
            "error": errors[0]["text"] if errors else "",
            "hint": _("A table (.xlsx or .csv), or outlines as GeoJSON (at most 4 MB)."),
        },
    }  # fmt: skip
    return render(request, "setup/import.html", context, status=status)
