"""Erasures 代办抹除: wishes taken down at a counter, waiting for another member of staff."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.commands.erasures import TAKERS
from haitang.engine import scope
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.limits import PAGE
from haitang.records.erasure import ErasureRequest
from haitang.records.matter import Matter


@for_staff
def erasures(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits at my places. Who took a wish down reads it here and cannot carry it out."""
    takers = [post for post in staff.posts if post.role in TAKERS]
    mine = Matter.objects.filter(scope.seen(takers), pk=OuterRef("voice__matter"))
    waiting = ErasureRequest.objects.filter(Exists(mine), done_at=None)
    rows = list(waiting.select_related("voice__matter").order_by("pk")[:PAGE]) if staff.holds(*TAKERS) else []
    found = [(row, row.taken_by_id == staff.actor.account, new_key()) for row in rows]
    return render(request, "staff/erasures.html", {"section": "erasures", "waiting": found})
