"""Not delivered 未送达: answers to bring by phone or on paper, and messages to channels that reached nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from haitang.engine import untold
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.reasons import reason
from haitang.kernel.limits import PAGE
from haitang.records.office import Delivery

STATES = {
    "failed": gettext_lazy("not delivered"),
    "dead": gettext_lazy("given up after many tries"),
    "unknown": gettext_lazy("unknown whether it arrived"),
}
#: Ways that the product can try by itself.
TRIED = ("email", "phone")
INSIDE = {
    "inbox": gettext_lazy("In-site inbox"),
    "followups": gettext_lazy("What follows from it"),
    "answers": gettext_lazy("Answers"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery as the page shows it; `key` belongs to its forms."""

    delivery: Delivery
    state: str
    reason: str
    at: datetime | None
    key: str
    again: bool


@for_staff
def undelivered(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Whom to phone or to bring a slip, newest first; below, what reached no channel."""
    if not staff.holds(*untold.MENDING):
        return render(request, "staff/not_yours.html", {"section": "undelivered"}, status=403)
    people = untold.of(staff.posts, PAGE)
    letters = untold.dead(staff.posts, PAGE)
    context = {
        "section": "undelivered",
        "people": [(one, _line(one.delivery, one.channel in TRIED)) for one in people],
        "letters": [
            (one, INSIDE.get(one.delivery.consumer, ""), _line(one.delivery, bool(one.channel))) for one in letters
        ],
        "tells_people": staff.holds(*untold.TELLING),
        "here": reverse("desk_undelivered"),
        "more": len(people) == PAGE,
    }
    return render(request, "staff/undelivered.html", context)


def _line(row: Delivery, again: bool) -> Line:
    return Line(row, str(STATES.get(row.state, row.state)), reason(row.note), row.tried_at, new_key(), again)
