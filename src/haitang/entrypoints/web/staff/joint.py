"""Joint meetings 联席会议 at work: what waits for one, the next one, what earlier ones left open, the rule they follow."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import authority, joint, sheets
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.records.matter import Matter
from haitang.records.slot import Motion

#: Whoever leads or organizes such meetings, and whoever leads up to them.
SEES = (Role.CHAIR, Role.DESK, Role.DISPATCHER, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter that waits for a joint meeting: why, and whether it stands on the next agenda already."""

    line: Line
    why: str
    tabled: bool
    topic: str


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits, with one tap onto the next agenda."""
    if not staff.holds(*SEES):
        return render(request, "staff/not_yours.html", {"section": "meetings"}, status=403)
    organization = staff.posts[0].organization
    following = joint.ahead(organization)
    rhythm, day = joint.rule_of(organization)
    context = {
        "section": "meetings",
        "following": following,
        "may_table": following is not None and following.state == "planned" and _may(staff, following),
        "waiting": _waiting(staff, following),
        "open_points": list(joint.open_points(organization)[:50]),
        "rhythm": rhythm,
        "day": day,
        "kind": next(iter(joint.kinds_of()), None),
        "may_plan": staff.holds(*commands["meetings.plan"].roles),
        "key": new_key(),
    }
    return render(request, "staff/joint.html", context)


def _may(staff: Staff, session: Matter) -> bool:
    move = kinds[session.kind].flow.move("table")
    roles = move.roles if move else ()
    return authority.may(
        staff.actor, roles, session.place, staff.posts[0].organization.code, session, staff.posts, "table"
    )


def _waiting(staff: Staff, following: Matter | None) -> list[Waiting]:
    page = sheets.rows("for_joint", staff.actor, {}, posts=staff.posts)
    lines = lines_of(page, staff.tongue)
    numbers = [line.row.number for line in lines]
    why = dict(Matter.objects.filter(number__in=numbers).values_list("number", "details"))
    there = (
        set(Motion.objects.filter(meeting=following).values_list("matter__number", flat=True)) if following else set()
    )
    return [
        Waiting(line, _why(why[line.row.number]), line.row.number in there, line.row.title.zh[:80]) for line in lines
    ]


def _why(details: dict[str, Any]) -> str:
    """The reason as somebody marked it: a code in words, a sentence as it is."""
    return label_of(f"joint {details[joint.MARK]}").removeprefix("joint ")
