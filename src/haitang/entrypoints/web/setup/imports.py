"""Import 导入地方: look first at what a file would do, row by row; then do all of it or nothing."""

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
from haitang.entrypoints.web.setup.reading import Known, Row, rows_of, text_of
from haitang.kernel.errors import Invalid, Refusal

SHOWN = 200


@for_administrator
def bring(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A file is read and shown; only the second button writes, and only when no row is wrong."""
    if request.method != "POST":
        return _show(request, desk, "", [], None, 200)
    text = request.POST.get("text", "")
    try:
        if upload := request.FILES.get("file"):
            text = text_of(upload.read())
        rows = rows_of(text, Known.of(desk.organization, desk.top))
    except Invalid as error:
        return _show(request, desk, "", [], error, 422)
    if "confirm" not in request.POST or any(row.wrong for row in rows):
        return _show(request, desk, text, rows, None, 200)
    return _write(request, desk, rows)


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
            "name": "file", "label": _("A file"), "kind": "file", "accept": ".csv,.txt,.json,.geojson", "required": True,
            "error": errors[0]["text"] if errors else "",
            "hint": _("A table saved as CSV, or outlines as GeoJSON; at most 4 MB."),
        },
    }  # fmt: skip
    return render(request, "setup/import.html", context, status=status)
