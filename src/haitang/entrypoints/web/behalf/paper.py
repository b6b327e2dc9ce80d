"""Paper 纸上的: what somebody wrote on the printed form, or said by telephone, typed in with the day they said it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from haitang.commands import behalf
from haitang.engine import clock
from haitang.engine.territory import known
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.public import before_sending, dangers
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.claim import with_uploads
from haitang.entrypoints.web.staff.places import place_options
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.limits import PHOTOS

SPEC = described(behalf.report)
#: Five inputs and a photo, in this order (loop.md, field budget of whoever writes for somebody).
ASKED = ("words", "place", "contact", "how", "said_on", "photos")
NAMED = ("sub-district", "development-zone", "community", "village", "compound", "building", "venue", "spot")


@for_staff
def paper(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The form, the danger told of first, and a receipt to print and hand back."""
    if not staff.holds(*SPEC.roles):
        return render(request, "staff/not_yours.html", {"section": "today"}, status=403)
    if request.method != "POST":
        return _form(request, staff, [], None)
    kept = [digest for digest in request.POST.getlist("photos") if digest][:PHOTOS]
    try:
        kept = with_uploads(request.FILES.getlist("photos"), kept)
        if "back" in request.POST:
            return _form(request, staff, kept, None)
        if (danger := dangers.waiting(request)) is not None:
            place = known(request.POST.get("place", ""))
            return dangers.stop(request, danger, before_sending.answers(request, kept), place)
        outcome = ask(request, SPEC, {"photos": kept, "danger": dangers.told_of(request.POST)})
    except Invalid as error:
        return _form(request, staff, kept, error)
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_paper"))
    response = redirect("receipt", outcome.values["number"])
    remember_slip(request, response, outcome.values["number"], outcome.values["voice"])
    return response


def _form(request: HttpRequest, staff: Staff, kept: list[str], error: Invalid | None) -> HttpResponse:
    context = {
        "section": "today",
        "fields": _fields(request, staff, error),
        "kept": kept,
        "errors": errors_of(error, staff.tongue),
        "key": request.POST.get("key") or new_key(),
        "back": reverse("desk"),
        "blank": f"{reverse('report_paper')}?place={staff.posts[0].place.code}",
    }
    return render(request, "staff/paper.html", context, status=422 if error else 200)


def _fields(request: HttpRequest, staff: Staff, error: Invalid | None) -> list[Field]:
    values: dict[str, Any] = {"said_on": clock.today().isoformat(), "how": "paper", **request.POST.dict()}
    places = {"place": place_options(staff.posts, staff.tongue, NAMED)}
    made = fields_for(SPEC, None, staff.tongue, values=values, error=error, extra=places)
    found = {control.name: control for control in made}
    found["said_on"].max = None
    return [found[name] for name in ASKED]
