"""Showing 出页: a page in the public shell, or in the staff shell for those who read the live ledger."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from haitang.engine import directory
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.context import office
from haitang.entrypoints.web.doorway import turned_away
from haitang.entrypoints.web.figures.asked import Asked, asked, spans
from haitang.entrypoints.web.figures.asked import fields as fields_of
from haitang.entrypoints.web.figures.readers import ANYBODY
from haitang.entrypoints.web.forms import errors_of
from haitang.kernel.errors import Invalid


def show(
    request: HttpRequest, name: str, context: Mapping[str, Any], section: str, staff: bool = False, status: int = 200
) -> HttpResponse:
    """The page `figures/<name>.html`. What staff read is kept by nobody's browser."""
    shell = "staff.html" if staff else "site.html"
    known = {"shell": shell, "staff": staff, "section": section, "noindex": staff, **context}
    if not staff:
        known["office"] = office(request, directory.site())
        if (turned := turned_away(request, known["office"])) is not None:
            return turned
    response = render(request, f"figures/{name}.html", known, status=status)
    if staff:
        response["Cache-Control"] = "no-store"
    return response


def chooser(request: HttpRequest, chosen: Asked) -> dict[str, Any]:
    """What `figures/_chooser.html` needs: periods one taps, and the form that asks again."""
    return {"asked": chosen, "spans": spans(chosen), "fields": fields_of(request, chosen)}


def wrong(request: HttpRequest, error: Invalid, section: str, desk: bool = False) -> HttpResponse:
    """What was asked cannot be read: say which field, and show the form again with what was typed."""
    tongue = language(request)
    said = {problem.field: problem.words.say(tongue) for problem in error.problems}
    controls = fields_of(request, asked(QueryDict(), ANYBODY))
    for control in controls:
        control.error = said.get(control.name, "")
        control.value = request.GET.get(control.name) or control.value
    context = {"errors": errors_of(error, tongue), "fields": controls}
    return show(request, "wrong", context, section, staff=desk, status=error.status)
