"""Answers 大家的事: what was done, a page at a time, whatever came of it."""

from django.http import HttpRequest, HttpResponse

from haitang.engine import directory, sheets
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.public.showing import show


def answers(request: HttpRequest) -> HttpResponse:
    """Closed matters whose title somebody has screened, the latest first."""
    organization = directory.site()
    filters = {"organization": organization.code} if organization else {}
    page = sheets.rows("public_closed", actor_of(request), filters, request.GET.get("after", ""), limit=20)
    return show(request, "answers", {"rows": page.rows, "after": page.after})
