"""The rail 边栏: which post is signed in, and how much waits. Read lazily, only where the staff shell shows it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from haitang.engine import inbox, sheets, untold
from haitang.entrypoints.web.staff.access import Staff, staff_of
from haitang.kernel.role import Role
from haitang.kernel.words import Words

#: What the rail counts: its own key → (sheet, filters).
COUNTED: dict[str, tuple[str, Mapping[str, str]]] = {
    "rail_late": ("late", {}),
    "rail_today": ("today", {}),
    "rail_mine": ("mine", {}),
    "rail_my_projects": ("my_projects", {}),
}
_KEPT = "haitang_counts"


def rail(request: HttpRequest) -> dict[str, Any]:
    """Context of staff pages; nothing for anybody else, and nothing is read before the page shows it."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    if not _at_work(request):
        return {}
    return {
        "post": SimpleLazyObject(lambda: staff_of(request).words),
        "office": SimpleLazyObject(lambda: _office(staff_of(request))),
        "counts": SimpleLazyObject(lambda: _counts(request)),
        "tells": SimpleLazyObject(lambda: staff_of(request).holds(*untold.MENDING)),
        "leads": SimpleLazyObject(lambda: staff_of(request).holds(Role.SUPERVISOR, Role.DISPATCHER)),
        "mediates": SimpleLazyObject(lambda: staff_of(request).holds(Role.MEDIATOR)),
        "administers": SimpleLazyObject(lambda: staff_of(request).holds(Role.ADMINISTRATOR)),
    }


def counted(staff: Staff, wanted: Mapping[str, tuple[str, Mapping[str, str]]] | None = None) -> dict[str, int]:
    """What the rail counts, and what a page wants counted along, in one query."""
    more: dict[str, QuerySet[Any]] = {"rail_unread": inbox.waiting(staff.posts)}
    untold_here = untold.waiting(staff.posts)
    if untold_here is not None:
        more["rail_untold"] = untold_here
    return sheets.counts({**(wanted or {}), **COUNTED}, staff.actor, staff.posts, more)


def remember(request: HttpRequest, counted: dict[str, int]) -> None:
    """A page that counts anyway counts for the rail in the same query."""
    vars(request)[_KEPT] = counted


def _at_work(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    return name == "act" or name.startswith(("desk", "setup", "account", "mfa"))


def _office(staff: Staff) -> dict[str, str]:
    if not staff.posts:
        return {"name": "", "place": "", "phone": ""}
    organization = staff.posts[0].organization
    return {"name": Words(zh=organization.name, en=organization.name_en).say(staff.tongue), "place": "", "phone": ""}


def _counts(request: HttpRequest) -> dict[str, int]:
    staff = staff_of(request)
    if not staff.posts:
        return {}
    kept = vars(request)
    if _KEPT not in kept:
        kept[_KEPT] = counted(staff)
    found = kept[_KEPT]
    return {
        "today": found["rail_late"] + found["rail_today"],
        "mine": found["rail_mine"] + found["rail_my_projects"],
        "unread": found["rail_unread"],
        "untold": found.get("rail_untold", 0),
    }
