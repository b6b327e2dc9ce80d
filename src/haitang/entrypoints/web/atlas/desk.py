"""The desk's map 工作地图: what is in hand and what is late, by place, as far as one's posts see; outlines in and out."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import directory
from haitang.engine.cartography import geojson, marks, tiles
from haitang.engine.cartography.drawing import Drawing, Shape, draw
from haitang.engine.cartography.marks import LATE, OPEN, Mark
from haitang.engine.cartography.reading import about, read
from haitang.engine.territory import known, named
from haitang.entrypoints.web.map.marked import pins, sort_words
from haitang.entrypoints.web.map.sketch import sketch
from haitang.entrypoints.web.public.showing import readable
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

#: Who draws; they see of every place whether it has an outline.
DRAWERS = (Role.ADMINISTRATOR, Role.DISPATCHER)
LISTED = 200
GEOJSON = "application/geo+json"


@for_staff
def desk_map(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The map of `?place=`, else of the first post's place: what the posts have in hand there."""
    place = _place(request, staff)
    drawing = draw(read(place), staff.tongue)
    context: dict[str, Any] = {
        "section": "office", "here": place, "words": named(place), "sketch": None, "out": _out(place, staff),
        "draws": staff.holds(*DRAWERS), "below": _below(place) if staff.holds(*DRAWERS) else [],
    }  # fmt: skip
    if drawing is not None:
        found = marks.staff_marks(place, drawing, staff.posts)
        context |= {
            "sketch": sketch(drawing, lambda shape: _leads_to(shape, drawing)),
            "pins": pins(found.marks, lambda mark: reverse("desk_matter", args=[mark.numbers[0]]), _list),
            "legend": [(sort, sort_words(sort)) for sort in (OPEN, LATE)],
            "base": tiles.base(drawing.frame),
            "full": found.full,
            "most": marks.MOST,
        }
    return render(request, "map/desk.html", context)


@for_staff
def export(request: HttpRequest, staff: Staff) -> HttpResponse:
    """All outlines below the posts' places, cells and buildings among them, as a file."""
    place = _place(request, staff)
    if place.organization is None:
        raise Http404
    return _file(geojson.collection(place.organization, public=False, under=place.path), f"{place.code}.geojson")


def public(request: HttpRequest) -> HttpResponse:
    """What everybody may have of the outlines, as GeoJSON."""
    code = request.GET.get("place", "")
    place = known(readable(code)) if code else None
    organization: Organization | None = place.organization if place is not None else directory.site()
    if organization is None or (code and place is None):
        raise Http404
    return _file(geojson.collection(organization, public=True, under=place.path if place else ""), "map.geojson")


def _file(made: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(made, content_type=GEOJSON, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _place(request: HttpRequest, staff: Staff) -> Place:
    """The place asked for, where one of the posts stands at it or above; else the place of the first post."""
    code = request.GET.get("place", "")
    if not code:
        return about(known(staff.posts[0].place.code) or staff.posts[0].place)
    place = known(readable(code))
    if place is None or not _reaches(staff, place):
        raise Http404
    return about(place)


def _reaches(staff: Staff, place: Place) -> bool:
    return any(post.organization_id == place.organization_id and place.within(post.place) for post in staff.posts)


def _out(place: Place, staff: Staff) -> dict[str, Any] | None:
    above = place.parent
    if above is None or not _reaches(staff, above):
        return None
    return {"words": Words(zh=above.name, en=above.name_en), "url": _address(above.code)}


def _below(place: Place) -> list[Place]:
    rows = Place.objects.filter(path__startswith=place.path, organization=place.organization_id, closed_on=None)
    return list(rows.order_by("path")[:LISTED])


def _leads_to(shape: Shape, drawing: Drawing) -> str:
    nearer = shape.kind in ("community", "village") or (
        shape.kind in ("compound", "cell") and drawing.near == "community"
    )
    if shape.within and not shape.here:
        return _address(shape.code) if nearer else _list_at(shape.code)
    return ""


def _address(code: str) -> str:
    return f"{reverse('desk_map')}?{urlencode({'place': code})}"


def _list(mark: Mark) -> str:
    return f"{reverse('desk')}?{urlencode({'sheet': mark.sort, 'place': mark.code})}"


def _list_at(code: str) -> str:
    return f"{reverse('desk')}?{urlencode({'sheet': 'open', 'place': code})}"
