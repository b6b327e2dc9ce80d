"""Today 今天要办: the desk's list by deadline, its counts, its filters, and a look at one matter beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import clock, scope, sheets
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.entrypoints.web.staff.asked import CHIPS, PICKING, Asked
from haitang.entrypoints.web.staff.categories import categories
from haitang.entrypoints.web.staff.context import counted, remember
from haitang.entrypoints.web.staff.peek import Peek, peek_of
from haitang.entrypoints.web.staff.places import place_options
from haitang.entrypoints.web.staff.rows import lines_of
from haitang.entrypoints.web.staff.shortcuts import shortcuts_of
from haitang.kernel.role import Role
from haitang.kernel.words import Words

SHAPES = {"late": "late", "raised": "late", "today": "soon"}
#: Whoever takes steps that can be taken for several at once.
TAKING_STEPS = (Role.GRID, Role.DESK, Role.DISPATCHER, Role.OWNER)
#: Closed matters are looked up, not worked off; they are not counted.
UNCOUNTED = ("closed",)


@dataclass(frozen=True, slots=True)
class Chip:
    """One list with its count, as a link."""

    name: str
    words: Words
    url: str
    count: str
    shape: str
    current: bool


@for_staff
def desk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Today's work, nearest deadline first; 50 at a time."""
    asked = Asked.of(request)
    counts = _counts(request, staff, asked)
    shown = [name for name in CHIPS if name != "raised" or staff.holds(Role.DISPATCHER, Role.SUPERVISOR)]
    page = sheets.rows(asked.sheet, staff.actor, asked.filters, asked.after, posts=staff.posts, full=True)
    context = {
        "section": "today",
        "asked": asked,
        "chips": [_chip(name, asked, counts) for name in shown],
        "lines": lines_of(page, staff.tongue),
        "after": page.after,
        "query": asked.query(),
        "peek": _peek(staff, asked.peek or (page.rows[0].number if page.rows else "")),
        "empty": sheets.SHEETS[asked.sheet].empty,
        "places": place_options(staff.posts, staff.tongue),
        "categories": categories(staff.tongue),
        "today": clock.today(),
        "shortcuts": shortcuts_of(staff, asked),
        "picking": asked.sheet in PICKING and staff.holds(*TAKING_STEPS),
        "density_url": f"?{asked.query(density='' if asked.density else 'tight')}",
        "unfiltered": f"?sheet={asked.sheet}",
        "figures_only": not staff.holds(*scope.READS_PLACE, Role.OWNER),
    }
    return render(request, "staff/desk.html", context)


@for_staff
def peek(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The look at one matter by itself, for pages that swap it in."""
    context = {"peek": peek_of(staff, matter_for(staff, number, "case")), "asked": Asked.of(request)}
    return render(request, "staff/parts/peek.html", context)


def _counts(request: HttpRequest, staff: Staff, asked: Asked) -> dict[str, int]:
    wanted: dict[str, tuple[str, Mapping[str, str]]] = {
        name: (name, asked.filters) for name in CHIPS if name not in UNCOUNTED
    }
    found = counted(staff, wanted)
    remember(request, found)
    return found


def _chip(name: str, asked: Asked, counts: Mapping[str, int]) -> Chip:
    count = counts.get(name)
    shown = "" if count is None else f"{sheets.COUNTED}+" if count > sheets.COUNTED else str(count)
    url = f"{reverse('desk')}?{asked.query(sheet=name)}"
    shape = SHAPES.get(name, "") if count else ""
    return Chip(name, sheets.SHEETS[name].words, url, shown, shape, name == asked.sheet)


def _peek(staff: Staff, number: str) -> Peek | None:
    """The matter asked for, else the first of the list: the one most pressing."""
    matter = scope.find(staff.posts, number, "case") if number else None
    return peek_of(staff, matter) if matter is not None else None
