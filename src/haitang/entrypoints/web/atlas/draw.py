"""Drawing a place 画边界: the corners on a surface or as a list, looked at before they are kept, undone when wrong."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.commands import places
from haitang.engine import gate
from haitang.engine.binding import bind
from haitang.engine.judging import Judged, judge
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.public.showing import readable
from haitang.entrypoints.web.setup.canvas import canvas, corners_of, typed
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.place import FormerOutline, Place

#: Earlier outlines shown, and neighbors drawn.
SHOWN, NEIGHBORS = 8, 600


@for_staff
def draw(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """The outline of one place: looked at first, then kept; or the one before brought back."""
    place = drawable(staff, readable(code))
    if request.method != "POST":
        return _page(request, staff, place, typed(place.outline), None)
    if request.POST.get("act") == "undraw":
        return _undraw(request, staff, place)
    text = request.POST.get("corners", "")
    try:
        spec = described(places.outline)
        given = {"place": place.code, "outline": corners_of(text), "version": _version(request)}
        bound = bind(spec, (), given)
        if request.POST.get("act") != "keep":
            return _page(request, staff, place, text, judge(place, bound["outline"]), ring=bound["outline"])
        gate.ask(spec, staff.actor, bound, request.POST.get("key", ""))
    except Invalid as error:
        return _page(request, staff, place, text, None, error.problems, 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("The outline is kept."))
    return redirect("desk_draw", place.code)


def drawable(staff: Staff, code: str) -> Place:
    """The place with that code, for those who draw there; 404 for everybody else, which does not say that it exists."""
    place = Place.objects.select_related("organization", "parent").filter(code=code, closed_on=None).first()
    roles = (Role.ADMINISTRATOR, Role.DISPATCHER)
    posts = [post for post in staff.posts if post.role in roles]
    if place is None or not any(
        post.organization_id == place.organization_id and place.within(post.place) for post in posts
    ):
        raise Http404
    return place


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 9 else None


def _undraw(request: HttpRequest, staff: Staff, place: Place) -> HttpResponse:
    spec = described(places.undraw)
    try:
        bound = bind(spec, (), {"place": place.code, "version": _version(request)})
        gate.ask(spec, staff.actor, bound, request.POST.get("key", ""))
    except Invalid as error:
        return _page(request, staff, place, typed(place.outline), None, error.problems, 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("The outline before is back."))
    return redirect("desk_draw", place.code)


def _page(
    request: HttpRequest, staff: Staff, place: Place, text: str, judged: Judged | None,
    problems: list[Problem] | None = None, status: int = 200, ring: Any = None,
) -> HttpResponse:  # fmt: skip
    tongue = staff.tongue
    wrong = [problem.words for problem in problems or []] + [one.words for one in (judged.wrong if judged else [])]
    found = [*judged.wrong, *judged.doubts] if judged else []
    shown = Place(pk=place.pk, outline=ring if ring is not None else place.outline)
    version = _version(request) if request.method == "POST" else place.drawn
    said = wrong[0].say(tongue) if wrong else ""
    context: dict[str, Any] = {
        "section": "office",
        "place": place,
        "words": Words(zh=place.name, en=place.name_en),
        "version": place.drawn if version is None else version,
        "key": new_key(),
        "canvas": canvas(shown, _neighbors(place), [ring for finding in found for ring in finding.rings]),
        "field": _field(text, said),
        "errors": [{"name": "corners", "text": words.say(tongue)} for words in wrong],
        "judged": judged,
        "former": FormerOutline.objects.filter(place=place).order_by("-version")[:SHOWN],
        "above": place.parent,
    }
    return render(request, "map/draw.html", context, status=status)


def _field(text: str, wrong: str) -> dict[str, Any]:
    return {
        "name": "corners", "label": _("Corners"), "kind": "textarea", "rows": 8, "value": text, "error": wrong,
        "hint": _("One corner a line: longitude, latitude (WGS-84). Three or more; none takes the outline away."),
    }  # fmt: skip


def _neighbors(place: Place) -> list[Place]:
    """What is drawn in gray: what the place lies in, what lies beside it and in it."""
    drawn = Place.objects.filter(organization=place.organization_id, closed_on=None).exclude(outline=[])
    above = place.parent_id or 0
    near = drawn.filter(Q(parent=above) | Q(pk=above) | Q(parent=place))
    return list(near.exclude(pk=place.pk).order_by("path")[:NEIGHBORS])
