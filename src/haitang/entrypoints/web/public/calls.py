"""Calls 找谁: every number of the office on one page, two taps from the first; and the door card to print."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import directory
from haitang.engine.addresses import absolute
from haitang.engine.directory import Call
from haitang.engine.territory import ABOVE, shown, whole
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.office_words import EMERGENCY
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

#: With more communities than this each stands folded; opening one is the second tap.
UNFOLDED = 3
#: Lines that a card has room for; the rest is behind its code.
ON_CARD = {"a5": 6, "a6": 4}


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of one community and of what lies in it."""

    place: Place
    words: Words
    calls: list[Call]


def calls(request: HttpRequest) -> HttpResponse:
    """Emergency numbers, the office's own, then community by community."""
    organization = directory.site()
    place = whole(organization) if organization else None
    found = directory.calls_below(place) if place else []
    groups = _groups(organization, found) if organization else []
    context = {
        "emergency": EMERGENCY,
        "calls": [call for call in found if not call.place.community],
        "groups": groups,
        "unfolded": len(groups) <= UNFOLDED,
    }
    return show(request, "calls", context, "calls")


def _groups(organization: Organization, found: Sequence[Call]) -> list[Group]:
    places = Place.objects.filter(organization=organization, kind__in=("community", "village")).order_by("path")
    return [
        Group(place, shown(place), [call for call in found if call.place.community == place.code]) for place in places
    ]


def door_card(request: HttpRequest, code: str) -> HttpResponse:
    """A sheet for the door: the numbers of a place in large print, and a code that leads to its page."""
    found = Place.objects.filter(code=readable(code)).exclude(organization=None)
    place = found.select_related("organization", ABOVE).first()
    if place is None or place.organization is None:
        raise Http404
    size = request.GET.get("size", "a5")
    size = size if size in ON_CARD else "a5"
    page = reverse("place", args=[place.code])
    context = {
        "here": place,
        "words": shown(place),
        "office": Words(zh=place.organization.name, en=place.organization.name_en),
        "calls": directory.calls(place)[: ON_CARD[size]],
        "emergency": EMERGENCY,
        "size": size,
        "other": "a6" if size == "a5" else "a5",
        "back": page,
        "svg": drawn(absolute(page)),
    }
    return render(request, "public/door_card.html", context)
