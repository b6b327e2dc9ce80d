"""Week 一周: what anybody may come to this week, this weekend and this season, day by day."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from haitang.engine import clock, directory
from haitang.engine import week as slots
from haitang.engine.territory import whole
from haitang.entrypoints.web.public.showing import chosen_place, communities, show
from haitang.records.party import Organization


def week(request: HttpRequest) -> HttpResponse:
    """One of the three tabs, of one place or of the whole territory."""
    organization = directory.site()
    asked = request.GET.get("span", "")
    name = asked if asked in slots.SPANS else slots.SPANS[0]
    first, last = slots.span(name, clock.today())
    context = {"name": name, "first": first, "last": last, "season": slots.season(first), "tabs": _tabs(name)}
    if organization is not None:
        context |= _at(request, organization, name)
    return show(request, "week", context, "week", organization)


def _at(request: HttpRequest, organization: Organization, name: str) -> dict[str, object]:
    place = chosen_place(request, organization)
    return {
        "days": slots.days(organization, *slots.span(name, clock.today()), place),
        "here": place,
        "feed": place or whole(organization),
        "communities": communities(organization),
    }


def _tabs(current: str) -> list[dict[str, object]]:
    words = {"week": _("This week"), "weekend": _("This weekend"), "season": _("This season")}
    return [{"name": name, "words": words[name], "current": name == current} for name in slots.SPANS]
