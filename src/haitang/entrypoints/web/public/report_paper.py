"""On paper 纸质单: the report as a sheet to print, Chinese and English in large type; the desk types it in as of its date."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import directory
from haitang.engine.addresses import absolute
from haitang.engine.territory import known, shown
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.context import office
from haitang.entrypoints.web.doorway import turned_away
from haitang.entrypoints.web.sheet_words import PAPER
from haitang.kernel.office_words import EMERGENCY
from haitang.kernel.words import Words

#: Numbers of offices that have room on the sheet.
CALLS = 3


def paper(request: HttpRequest) -> HttpResponse:
    """One sheet; with `?place=` its place stands on it and in its code."""
    place = known(request.GET.get("place", ""))
    organization = place.organization if place is not None else directory.site()
    said = office(request, organization)
    if (turned := turned_away(request, said)) is not None:
        return turned
    page = reverse("report")
    query = f"?place={place.code}" if place is not None and place.organization_id else ""
    context = {
        "place": shown(place) if query and place is not None else None,
        "of": Words(zh=organization.name, en=organization.name_en) if organization else Words(zh="", en=""),
        "calls": directory.calls(place)[:CALLS] if query and place is not None else [],
        "emergency": EMERGENCY,
        "w": PAPER,
        "svg": drawn(absolute(f"{page}{query}")),
        "link": absolute(f"{page}{query}"),
        "back": f"{page}{query}",
        "office": said,
    }
    return render(request, "public/report_paper.html", context)
