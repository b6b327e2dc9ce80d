"""Sessions 会议: the list, and planning the next one on a day the rule proposes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import authority, charter, rhythm, sheets
from haitang.engine.clock import ZONE
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for, of_shape
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.places import place_options
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.kind import Kind
from haitang.kernel.registry import commands
from haitang.records.slot import Motion

#: When a session is proposed to begin and to end; the form lets everybody choose otherwise.
BEGINS, ENDS = time(14), time(16)
WHERE = ("sub-district", "community", "village", "compound", "venue")


@dataclass(frozen=True, slots=True)
class Agenda:
    """How many items a session has, and how many of them are decided."""

    items: int = 0
    decided: int = 0


@for_staff
def meetings(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Sessions at my places, the latest first."""
    page = sheets.rows("sessions", staff.actor, {}, request.GET.get("after", ""), posts=staff.posts)
    lines = lines_of(page, staff.tongue)
    context = {
        "section": "meetings",
        "lines": list(zip(lines, _agendas(lines), strict=True)),
        "after": page.after,
        "may_plan": _may_plan(staff),
    }
    return render(request, "staff/meetings.html", context)


@for_staff
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Plan a session; goes on to its own page."""
    if not _may_plan(staff):
        return render(request, "staff/not_yours.html", {"section": "meetings"}, status=403)
    if request.method != "POST":
        return _form(request, staff, _proposed(request, staff), None, 200)
    try:
        outcome = ask(request, commands["meetings.plan"])
    except Invalid as error:
        return _form(request, staff, request.POST.dict(), error, 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("The session is planned. Put items on its agenda, then publish it."))
    return redirect("desk_meeting", outcome.values["number"])


def _form(
    request: HttpRequest, staff: Staff, values: Mapping[str, Any], error: Invalid | None, status: int
) -> HttpResponse:
    spec, kinds = commands["meetings.plan"], charter.of(staff.posts[0].organization).kinds("meeting")
    places = place_options(staff.posts, staff.tongue, WHERE)
    hidden = ["kind"] if len(kinds) == 1 else []
    extra = {"place": places}
    organization = staff.posts[0].organization
    rule = rhythm.rule_of(organization)
    context = {
        "section": "meetings",
        "fields": fields_for(spec, None, staff.tongue, values=values, hidden=hidden, error=error, extra=extra),
        "errors": errors_of(error, staff.tongue),
        "key": values.get("key") or new_key(),
        "days": rhythm.upcoming(rule),
        "chosen": str(values.get("starts", ""))[:10],
        "rule": rhythm.RULES[rule],
        "rules": [{"value": code, "words": words, "current": code == rule} for code, words in rhythm.RULES.items()],
        "rule_place": staff.posts[0].place.code,
        "rule_key": new_key(),
        "may_rule": _may(staff, "rhythm.choose"),
        "explanation": kinds[0].explanation if kinds else None,
    }
    return render(request, "staff/meeting_new.html", context, status=status)


def _proposed(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """What the form holds beforehand: the next day of the rule, or the one chosen by a link."""
    kind = _kind(request.GET.get("kind", ""))
    day = _day(request.GET.get("day", "")) or next(
        iter(rhythm.upcoming(rhythm.rule_of(staff.posts[0].organization))), None
    )
    starts, ends = (_at(day, BEGINS), _at(day, ENDS)) if day else ("", "")
    place = staff.posts[0].place.code
    return {
        "kind": kind.name if kind else "",
        "place": place,
        "title": _titled(kind, day, staff.tongue),
        "starts": starts,
        "ends": ends,
    }


def _kind(name: str) -> Kind | None:
    """The kind a link named; else the first that residents may come to."""
    listed = sorted(of_shape("meeting"), key=lambda kind: (kind.name != name, not kind.public))
    return next(iter(listed), None)


def _titled(kind: Kind | None, day: date | None, tongue: str) -> str:
    """A title anybody recognizes: the kind and the day. Titles are Chinese; everybody may change it."""
    if kind is None:
        return ""
    return f"{kind.words.zh} · {day.month} 月 {day.day} 日" if day else kind.words.zh


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _at(day: date, hour: time) -> str:
    return datetime.combine(day, hour, ZONE).strftime("%Y-%m-%dT%H:%M")


def _may_plan(staff: Staff) -> bool:
    return _may(staff, "meetings.plan") and bool(charter.of(staff.posts[0].organization).kinds("meeting"))


def _may(staff: Staff, name: str) -> bool:
    """Whether one of the posts may give a placed command at its own place."""
    roles = commands[name].roles
    return any(
        authority.may(staff.actor, roles, post.place, post.organization.code, held=staff.posts) for post in staff.posts
    )


def _agendas(lines: list[Line]) -> list[Agenda]:
    """One query for all sessions of a page."""
    numbers = [line.row.number for line in lines]
    rows = Motion.objects.filter(meeting__number__in=numbers).values_list("meeting__number").order_by()
    counted = rows.annotate(items=Count("id"), decided=Count("id", filter=~Q(decision="")))
    found = {number: Agenda(items, decided) for number, items, decided in counted}
    return [found.get(number, Agenda()) for number in numbers]
