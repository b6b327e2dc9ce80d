"""Fairness at the desk 公道: what waits for a second person, appeals, and what the page of a matter says of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import asides, concern, raising, scope
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.kernel import fair
from haitang.kernel.limits import PAGE
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.fair import SettingAside
from haitang.records.matter import Matter

DECIDES = (Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR)
_RAISES = next(move for move in fair.MOVES if move.name == "raise_up")
_PROPOSES = (Role.DESK, Role.GRID, Role.DISPATCHER)
#: The command that decides: (sort is withheld, it is an appeal).
_DOORS = {
    (True, False): "fairness.decide_withholding",
    (True, True): "fairness.decide_withholding_appeal",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal or appeal as the list shows it; `url` is where it is decided, empty where these posts may not."""

    aside: SettingAside
    sort: Words
    reason: Words
    office: Words
    url: str
    page: str

    @property
    def form(self) -> bool:
        """Whether it is decided on a form of its own, not among the steps of the matter's page."""
        return bool(self.url) and not self.url.startswith(self.page)


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits at these posts' places, the oldest first."""
    if not staff.holds(*DECIDES):
        return render(request, "staff/not_yours.html", {"section": "office"}, status=403)
    lines = [_line(staff, aside) for aside in _waiting(staff)]
    return render(request, "staff/fairness.html", {"section": "office", "lines": lines, "never": fair.NEVER})


def fair_of(staff: Staff, matter: Matter) -> dict[str, Any]:
    """What staff/parts/fair.html shows on the page of a case. No query where there is nothing to say."""
    found = _last(matter) if getattr(matter, "has_asides", True) else None
    office = raising.office_of(matter) if concern.concerned(matter) else None
    open_ = found is not None and (found.confirmed is None or (found.appealed_at is not None and found.upheld is None))
    return {
        "raised": raising.told(matter, office) if office else None,
        "aside": _line(staff, found) if found else None,
        "aside_open": open_,
        "raisable": matter.state in _RAISES.sources and not concern.concerned(matter) and staff.holds(*_RAISES.roles),
        "withholdable": matter.screened and not open_ and staff.holds(*_PROPOSES),
    }


def _last(matter: Matter) -> SettingAside | None:
    return SettingAside.objects.filter(matter=matter).select_related("matter", "office__place").order_by("-id").first()


def _waiting(staff: Staff) -> list[SettingAside]:
    organizations = {post.organization_id for post in staff.posts if post.role in DECIDES}
    mine = Matter.objects.filter(scope.seen(staff.posts), pk=OuterRef("matter"), organization__in=organizations)
    rows = SettingAside.objects.filter(Exists(mine)).select_related("matter", "office__place")
    return [
        aside for org in sorted(organizations) for aside in rows.filter(asides.to_decide(org)).order_by("id")[:PAGE]
    ]


def _line(staff: Staff, aside: SettingAside) -> Line:
    return Line(
        aside=aside,
        sort=fair.SORTS[aside.sort],
        reason=fair.REASONS[aside.sort][aside.reason],
        office=name_of(aside.office),
        url=_door(staff, aside),
        page=reverse("desk_matter", args=[aside.matter.number]),
    )


def _door(staff: Staff, aside: SettingAside) -> str:
    """Where it is decided: the matter's own page for what closes it, a form of its own for all else."""
    appeal = aside.appealed_at is not None
    parts = (aside.proposed_by_id, aside.decided_by_id) if appeal else (aside.proposed_by_id,)
    if staff.actor.account in parts or asides.inside(staff.posts, aside) or not staff.holds(*DECIDES):
        return ""
    name = _DOORS.get((aside.sort == fair.WITHHELD, appeal), "")
    page = reverse("desk_matter", args=[aside.matter.number])
    return f"{reverse('act', args=[name])}?matter={aside.matter.number}&next={page}" if name else f"{page}#next"
