"""Calendar 工作日历: the days that differ from the week; a year's notice is read first, shown with what moves, then entered."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.commands.workdays import notice_of
from haitang.engine import clock, holiday_library, promise, recount
from haitang.entrypoints.web.forms import errors_of
from haitang.entrypoints.web.setup.access import Desk, for_administrator
from haitang.entrypoints.web.setup.forms import sheet
from haitang.kernel.errors import Invalid, NotNow, Refusal
from haitang.kernel.holiday_notice import NoticeDay
from haitang.kernel.limits import FIRST_YEAR, LAST_YEAR
from haitang.records.office import Closure, WorkDay
from haitang.records.party import Organization

ENTER = "workdays.enter_year"


@for_administrator
def calendar(request: HttpRequest, desk: Desk) -> HttpResponse:
    """This year and the next, closures of the office, and the notice; a posted notice is looked at, not entered."""
    year = clock.today().year
    given = _given(request, year)
    context: dict[str, Any] = {
        "section": "setup",
        "desk": desk,
        "here": reverse("setup_calendar"),
        "years": [(one, one in promise.workdays().official_years) for one in (year, year + 1)],
        "days": _days(year),
        "closures": list(Closure.objects.filter(organization=desk.organization).order_by("-day")[:50]),
        "shared": Organization.objects.count() > 1,
        "library": holiday_library.text_of(given["year"]) if "library" in request.GET else "",
    }
    status = _look(request, desk, given, context) if request.method == "POST" else 200
    context |= _forms(desk, given, context)
    return render(request, "setup/calendar.html", context, status=status)


def _given(request: HttpRequest, year: int) -> dict[str, Any]:
    said = request.POST.get("year") or request.GET.get("library") or ""
    number = int(said) if said.isdecimal() and len(said) == 4 and FIRST_YEAR <= int(said) <= LAST_YEAR else year + 1
    return {"year": number, "listed": request.POST.get("listed", "")[:4000], "source": request.POST.get("source", "")}


def _look(request: HttpRequest, desk: Desk, given: dict[str, Any], context: dict[str, Any]) -> int:
    """What the notice says and what it would move, into the context; the answer's status."""
    try:
        days = notice_of(given["listed"], given["year"])
    except (Invalid, NotNow) as refusal:
        context["errors"] = _errors(refusal, desk)
        return refusal.status
    context["notice"] = _stretches([(one.name, one.work, one.day) for one in days])
    context["moves"] = _moves(days, given["year"])
    return 200


def _errors(refusal: Refusal, desk: Desk) -> list[dict[str, str]]:
    if isinstance(refusal, Invalid):
        return errors_of(refusal, desk.staff.tongue)
    return [{"field": "listed", "text": refusal.words.say(desk.staff.tongue)}]


def _moves(days: list[NoticeDay], year: int) -> recount.Moved:
    first = min(days[0].day, date(year, 1, 1))
    return recount.preview(
        first, date(year, 12, 31), lambda number: recount.with_notice(promise.workdays(number), year, days)
    )


def _forms(desk: Desk, given: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    listed = given["listed"] or context["library"]
    values = {**given, "listed": listed}
    hidden = ("place", "year", "listed", "source") if "moves" in context else ("place",)
    return {
        "given": values,
        "enter": sheet(desk, ENTER, _("Enter it; the dates move now"), values, hidden, number=1),
        "read": sheet(desk, ENTER, _("Read it and show me"), values, number=2),
        "one": sheet(desk, "workdays.set", _("Enter the day"), number=3, quiet=True),
        "shut": sheet(desk, "workdays.shut", _("The office is shut on this day"), number=4, quiet=True),
        "unshut": [
            (
                one,
                sheet(
                    desk,
                    "workdays.unshut",
                    _("Take it back"),
                    {"day": one.day},
                    ("place", "day"),
                    number=10 + at,
                    quiet=True,
                ),
            )
            for at, one in enumerate(context["closures"])
        ],
        "next_year": clock.today().year + 1,
    }


def _days(year: int) -> list[tuple[str, bool, date, date, str]]:
    """The days of this year and the next that differ from the week, neighbors of one name together."""
    rows = WorkDay.objects.filter(day__year__in=(year, year + 1)).order_by("day")
    sources = {row.day: row.source for row in rows}
    found = _stretches([(row.name, row.work, row.day) for row in rows])
    return [(*one, sources[one[2]]) for one in found]


def _stretches(days: list[tuple[str, bool, date]]) -> list[tuple[str, bool, date, date]]:
    """Days that follow each other under one name and of one sort, as from–to."""
    found = []
    for (name, work, _year), some in groupby(days, key=lambda one: (one[0], one[1], one[2].year)):
        listed = [day for _name, _work, day in some]
        found.append((name, work, listed[0], listed[-1]))
    return found
