"""Step 2, places 地方: the table, one more, another name, an outline drawn or typed, and closing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.commands import places as commands
from haitang.engine import gate
from haitang.engine.binding import bind
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.setup.access import Desk, for_administrator
from haitang.entrypoints.web.setup.canvas import canvas, corners_of, typed
from haitang.entrypoints.web.setup.forms import page, sheet
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.words import Words
from haitang.records.place import Place

SHOWN = 400


def territory(desk: Desk) -> list[Place]:
    """The office's own places that are open, as the tree has them."""
    return list(Place.objects.filter(organization=desk.organization, closed_on=None).order_by("path")[:SHOWN])


def parents(places: list[Place], tongue: str) -> list[dict[str, str]]:
    """The places as options: what a new place may lie in."""
    depth = places[0].path.count("/") if places else 0
    return [
        {
            "value": one.code,
            "label": "　" * (one.path.count("/") - depth) + Words(zh=one.name, en=one.name_en).say(tongue),
        }
        for one in places
    ]


@for_administrator
def places(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All places of the office, and a form for one more."""
    known = territory(desk)
    add = sheet(
        desk, "places.add", _("Enter the place"), {"parent": desk.top.code}, ["outline"],
        {"parent": parents(known, desk.staff.tongue)},
    )  # fmt: skip
    add.fields[:] = [field for field in add.fields if field.name != "outline"]
    depth = desk.top.path.count("/")
    rows = [(one, Words(zh=one.name, en=one.name_en), one.path.count("/") - depth, len(one.outline)) for one in known]
    return page(request, desk, "places", {"rows": rows, "sheets": [add], "full": len(known) == SHOWN})


@for_administrator
def draw(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One place: its outline on a plain canvas or as a list of corners, its name, its end."""
    place = Place.objects.filter(organization=desk.organization, code=code[:64].replace("\0", "")).first()
    if place is None:
        raise Http404
    if request.method == "POST":
        return _draw(request, desk, place)
    return _drawing(request, desk, place, typed(place.outline), None, 200)


def _draw(request: HttpRequest, desk: Desk, place: Place) -> HttpResponse:
    text = request.POST.get("corners", "")
    spec = described(commands.outline)
    try:
        given = bind(spec, (), {"place": place.code, "outline": corners_of(text)})
        gate.ask(spec, desk.staff.actor, given, request.POST.get("key", ""))
    except Invalid as error:
        return _drawing(request, desk, place, text, error, 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("The outline is kept."))
    return redirect("setup_places")


def _drawing(
    request: HttpRequest, desk: Desk, place: Place, text: str, error: Invalid | None, status: int
) -> HttpResponse:
    names = {"place": place.code, "name": place.name, "name_en": place.name_en}
    tongue = desk.staff.tongue
    wrong = error.problems[0].words.say(tongue) if error else ""
    neighbors = Place.objects.filter(organization=desk.organization, closed_on=None).exclude(pk=place.pk)
    context: dict[str, Any] = {
        "section": "setup",
        "place": place,
        "words": Words(zh=place.name, en=place.name_en),
        "key": new_key(),
        "canvas": canvas(place, [one for one in neighbors if one.outline]),
        "field": {
            "name": "corners", "label": _("Corners"), "kind": "textarea", "rows": 8, "value": text, "error": wrong,
            "hint": _("One corner a line: longitude, latitude. Three or more; none takes the outline away."),
        },
        "errors": [{"name": "corners", "text": wrong}] if wrong else [],
        "sheets": [
            sheet(desk, "places.rename", _("Rename"), names, number=1, quiet=True),
            sheet(desk, "places.close", _("Close the place"), {"place": place.code}, number=2, quiet=True),
        ],
        "here": reverse("setup_places"),
    }  # fmt: skip
    return render(request, "setup/draw.html", context, status=status)
