"""Who sets up 谁来设置: the administrator of a whole organization, and nobody of another."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import charter
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.role import Role
from haitang.records.party import Organization
from haitang.records.place import Place

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Desk:
    """The administrator at work: who, for which organization, and the place that stands for the whole of it."""

    staff: Staff
    organization: Organization
    top: Place


View = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]
Entered = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_administrator(view: View[P]) -> Entered[P]:
    """Let only the administrator of a whole organization in; a post below its top place is not enough."""
    return _for_roles(view, Role.ADMINISTRATOR)


def for_keeper(view: View[P]) -> Entered[P]:
    """Let the administrator or the supervisor of a whole organization in."""
    return _for_roles(view, Role.ADMINISTRATOR, Role.SUPERVISOR)


def _for_roles(view: View[P], *roles: Role) -> Entered[P]:
    def guarded(request: HttpRequest, staff: Staff, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        for post in staff.posts:
            if post.role in roles:
                top = charter.top_of(post.organization)
                if top is not None and top.within(post.place):
                    return view(request, Desk(staff, post.organization, top), *args, **kwargs)
        return render(request, "staff/not_yours.html", {"section": "setup"}, status=403)

    entered: Entered[P] = update_wrapper(for_staff(guarded), view)
    return entered
