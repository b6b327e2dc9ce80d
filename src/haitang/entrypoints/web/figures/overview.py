"""Overview 全局: for those who lead. What is late and why, what is parked, what bounced, what came back; nobody is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from haitang.engine import clock, registers, sheets, tally
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.context import counted
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.party import Post

LEADERS = (Role.SUPERVISOR, Role.DISPATCHER)
#: What the page tells of, in this order; each with as many lines as fit on a screen.
TOLD = ("late", "parked", "bounced", "reopened")
LINES = 8
FIGURES = (
    "requests.received",
    "requests.due",
    "requests.on_time",
    "requests.working_median",
    "requests.working_p90",
    "requests.open_overdue",
    "requests.reopened",
)
#: Why a late matter has not been answered, by where it stands: whose turn it is.
WHY: Mapping[str, Words] = {
    "received": Words(zh="还没受理", en="not accepted yet"),
    "referred": Words(zh="转给了别的单位，等对方确认", en="referred; the other body has not confirmed"),
    "accepted": Words(zh="受理了，还没派出去", en="accepted, not assigned yet"),
    "assigned": Words(zh="派出去了，承办单位还没动手", en="assigned, not begun"),
    "working": Words(zh="承办单位在办", en="in the owner's hands"),
    "claimed_done": Words(zh="说办好了，还没核查", en="claimed done, not checked"),
    "checked": Words(zh="核过了，还欠一句答复", en="checked, the answer is owed"),
    "reopened": Words(zh="复办，还没重新派", en="reopened, not assigned again"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the page: its name, how many there are, the first lines, and where the rest stands."""

    name: str
    words: Words
    empty: Words
    count: str
    lines: list[tuple[Line, Words | None]]
    url: str


@for_staff
def overview(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The real state of the places one leads, every number with its lines."""
    leading = next((post for post in staff.posts if post.role in LEADERS), None)
    if leading is None:
        return redirect("desk")
    listed = registers.items(leading.organization, clock.today().year)
    context = {
        "section": "overview",
        "place": leading.place,
        "parts": _parts(staff),
        "figures": _figures(leading),
        "lists": [(registers.NAMES[name], items) for name, items in listed.items() if items],
    }
    return render(request, "staff/overview.html", context)


def _parts(staff: Staff) -> list[Part]:
    counts = counted(staff, {name: (name, {}) for name in TOLD})
    return [_part(staff, name, counts[name]) for name in TOLD]


def _part(staff: Staff, name: str, count: int) -> Part:
    sheet = sheets.SHEETS[name]
    page = sheets.rows(name, staff.actor, posts=staff.posts, limit=LINES, full=True) if count else None
    lines = lines_of(page, staff.tongue) if page else []
    number = f"{sheets.COUNTED}+" if count > sheets.COUNTED else str(count)
    why = WHY if name == "late" else {}
    told = [(line, why.get(line.row.state)) for line in lines]
    return Part(name, sheet.words, sheet.empty, number, told, f"{reverse('desk')}?{urlencode({'sheet': name})}")


def _figures(post: Post) -> list[dict[str, Any]]:
    """This year so far, read from the live ledger: the number, its unit, its definition, and the page that opens it."""
    today, code = clock.today(), post.place.code
    start = date(today.year, 1, 1)
    with tally.one_moment():
        numbers = tally.figures(FIGURES, code, start, today, entitled=True)
    query = urlencode({"place": code, "from": start.isoformat(), "to": today.isoformat()})
    return [
        {
            "number": shown(number.value),
            "unit": number.unit,
            "label": number.figure.words,
            "definition": number.definition,
            "url": f"{reverse('desk_figure', args=[number.figure.name])}?{query}",
        }
        for number in numbers
    ]
