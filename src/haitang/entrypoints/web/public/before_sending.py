"""Before sending 交上去之前: what a report has to stop for; what was answered so far travels along in hidden fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from haitang.engine.territory import known
from haitang.entrypoints.web.actors import give_scope
from haitang.entrypoints.web.public import dangers, near
from haitang.entrypoints.web.public.showing import unkept

#: What a report is made of, apart from its photos.
ANSWERS = ("key", "words", "place", "place_words", "contact", "for_somebody", "danger", "called", "said_on", "how")


def step(request: HttpRequest, meant: Mapping[str, Any], kept: Sequence[str]) -> HttpResponse | None:
    """The page that comes before the report is recorded, or None when nothing is left to ask."""
    page = _danger(request, kept) or _near(request, meant, kept)
    if page is None:
        return None
    give_scope(request, page)
    return unkept(page)


def _danger(request: HttpRequest, kept: Sequence[str]) -> HttpResponse | None:
    found = dangers.waiting(request)
    if found is None:
        return None
    return dangers.stop(request, found, answers(request, kept), known(request.POST.get("place", "")))


def _near(request: HttpRequest, meant: Mapping[str, Any], kept: Sequence[str]) -> HttpResponse | None:
    """Only where there is something to show, once, and never to somebody whose danger is on its way to the desk."""
    if request.POST.get("seen") or meant["danger"]:
        return None
    neighbors = near.found(meant, request.POST)
    return near.page(request, neighbors, answers(request, kept), kept) if neighbors else None


def answers(request: HttpRequest, kept: Sequence[str]) -> list[tuple[str, str]]:
    """Names and values of the hidden fields that carry a report on to its next page."""
    given = [(name, request.POST.get(name, "")) for name in ANSWERS]
    return [one for one in given if one[1]] + [("photos", digest) for digest in kept]
