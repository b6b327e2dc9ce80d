"""Board 看板: the desk's open matters in four columns, one for each petal, the nearest deadline on top.

A card is moved by the step on it, which leads to the form of that step: nothing is dragged, nothing is skipped.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import clock, sheets
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.asked import Asked
from haitang.entrypoints.web.staff.categories import categories
from haitang.entrypoints.web.staff.context import counted, remember
from haitang.entrypoints.web.staff.places import place_options
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.words import Words

#: Column → the list behind it. The bloom has as many petals open as the column's number.
COLUMNS = ("new", "in_hand", "to_answer", "answered")
CARDS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its list, how many it holds, its cards, the way to the rest."""

    name: str
    words: Words
    petals: int
    count: str
    lines: list[Line]
    more: str
    empty: Words


@for_staff
def board(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The four columns, narrowed as the list is; a fixed number of queries whatever they hold."""
    asked = Asked.of(request)
    counts = counted(staff, {name: (name, asked.filters) for name in (*COLUMNS, "waiting")})
    remember(request, counts)
    context = {
        "section": "today",
        "asked": asked,
        "today": clock.today(),
        "columns": [_column(staff, asked, name, at, counts[name]) for at, name in enumerate(COLUMNS)],
        "waiting": counts["waiting"],
        "waiting_url": _list(asked, "waiting"),
        "table_url": _list(asked, "open"),
        "places": place_options(staff.posts, staff.tongue),
        "categories": categories(staff.tongue),
    }
    return render(request, "staff/board.html", context)


def _column(staff: Staff, asked: Asked, name: str, petals: int, count: int) -> Column:
    page = sheets.rows(name, staff.actor, asked.filters, limit=CARDS, posts=staff.posts, full=True)
    sheet = sheets.SHEETS[name]
    shown = f"{sheets.COUNTED}+" if count > sheets.COUNTED else str(count)
    lines = lines_of(page, staff.tongue)
    return Column(name, sheet.words, petals, shown, lines, _list(asked, name) if page.after else "", sheet.empty)


def _list(asked: Asked, sheet: str) -> str:
    return f"{reverse('desk')}?{asked.query(sheet=sheet)}"
