"""Parked 挂账公示: what cannot go on now, why, and on which day somebody looks again; for everybody to read."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from haitang.engine import directory, sheets
from haitang.engine.sheets.row import Row
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.public.showing import show
from haitang.records.hold import Pause


@dataclass(frozen=True, slots=True)
class Line:
    """One parked matter: the row, why, since when, and when it is looked at again."""

    row: Row
    why: str
    since: datetime
    review_at: datetime


def parked(request: HttpRequest) -> HttpResponse:
    """The list, nearest promised date first; a page at a time."""
    organization = directory.site()
    filters = {"organization": organization.code} if organization else {}
    page = sheets.rows("public_parked", actor_of(request), filters, request.GET.get("after", ""), limit=20)
    return show(request, "parked", {"lines": _lines(page.rows), "after": page.after}, "answers")


def _lines(rows: list[Row]) -> list[Line]:
    numbers = [row.number for row in rows]
    pauses = Pause.objects.filter(matter__number__in=numbers, ended_at=None).select_related("matter").order_by("id")
    known = {pause.matter.number: pause for pause in pauses}
    return [
        Line(row, label_of(f"choice {pause.reason}"), pause.since, pause.review_at)
        for row in rows
        if (pause := known.get(row.number))
    ]
