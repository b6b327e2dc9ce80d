"""Shortcuts 常用清单: a list of the desk is kept under a name, and dropped."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from haitang.engine import shortcuts
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.asked import Asked
from haitang.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One kept list as a link."""

    pk: int
    name: str
    url: str
    current: bool


def shortcuts_of(staff: Staff, asked: Asked) -> list[Shortcut]:
    """The reader's own. One query."""
    here = asked.query()
    return [
        Shortcut(row.pk, row.name, f"{reverse('desk')}?{row.query}", row.query == here)
        for row in shortcuts.of(staff.actor.account)
    ]


@require_POST
@for_staff
def keep(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Keep the list the form stands on. Only what lists know is kept, whatever was sent."""
    asked = Asked.read(QueryDict(request.POST.get("query", "")[:400]))
    try:
        shortcuts.keep(staff.actor.account or 0, request.POST.get("name", ""), asked.query())
    except Invalid as error:
        messages.warning(request, error.problems[0].words.say(staff.tongue))
    return redirect(f"{reverse('desk')}?{asked.query()}")


@require_POST
@for_staff
def drop(request: HttpRequest, staff: Staff, pk: int) -> HttpResponse:
    """Keep it no longer."""
    shortcuts.drop(staff.actor.account or 0, pk)
    return redirect("desk")
