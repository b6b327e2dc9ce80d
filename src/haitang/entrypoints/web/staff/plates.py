"""Plates 扫码牌: a sheet of codes to stick on doors and lifts; whoever scans one says something about that very place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine.addresses import absolute
from haitang.engine.territory import known, named
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.sheet_words import SCAN
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.places import place_options
from haitang.records.place import Place

#: What gets a plate; a grid cell is the office's own.
KINDS = ("community", "village", "compound", "building", "stairwell", "lift", "venue", "spot")
#: Two sheets of twenty-four.
MOST = 48


@for_staff
def plates(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The plates of one place and of what lies in it, to print."""
    chosen = known(request.GET.get("place", "")) or staff.posts[0].place
    mine = any(post.organization_id == chosen.organization_id and chosen.within(post.place) for post in staff.posts)
    if not mine:
        chosen = staff.posts[0].place
    below = Place.objects.filter(path__startswith=chosen.path, organization=chosen.organization_id, kind__in=KINDS)
    found = below.filter(closed_on=None).select_related("parent__parent__parent__parent").order_by("path")[:MOST]
    context = {
        "chosen": chosen,
        "plates": [(named(place), drawn(absolute(reverse("plate", args=[place.code]))), place.code) for place in found],
        "choices": place_options(staff.posts, staff.tongue, KINDS),
        "back": reverse("desk_office"),
        "most": MOST,
        "scan": SCAN,
    }
    return render(request, "staff/plates.html", context)
