"""Mine 我的事: what my posts have to do, as large cards for a phone in one hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import sheets
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.context import counted, remember
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.role import Role

#: More cards than anybody scrolls through with a thumb; the rest is a page further.
CARDS = 20


#: What a grid worker may handle at once: the nearest few that nobody has in hand.
NEAR = 5


def _near(staff: Staff) -> list[Line]:
    """What was accepted in the cell and waits for somebody, nearest deadline first."""
    return lines_of(sheets.rows("to_assign", staff.actor, limit=NEAR, posts=staff.posts, full=True), staff.tongue)


@for_staff
def mine(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Matters my posts own, nearest deadline first; then my projects."""
    page = sheets.rows("mine", staff.actor, {}, request.GET.get("after", ""), CARDS, staff.posts, full=True)
    projects = sheets.rows("my_projects", staff.actor, limit=CARDS, posts=staff.posts)
    found = counted(staff, {"new": ("new", {})})
    remember(request, found)
    context = {
        "section": "mine",
        "lines": lines_of(page, staff.tongue),
        "projects": lines_of(projects, staff.tongue),
        "after": page.after,
        "keys": new_key(),
        "mine_to_take": _near(staff) if staff.holds(Role.GRID) else [],
        "new": found["new"] if staff.holds(Role.GRID, Role.DESK) else 0,
    }
    return render(request, "staff/mine.html", context)
