"""Duties 责任清单 at work: who answers for what at a place, for what nobody is named, and the forms that keep the lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from haitang.commands import duties as lines
from haitang.engine import clock, duties, photos, scope
from haitang.engine.territory import named
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.directory import done_or
from haitang.entrypoints.web.staff.keeping import keeping, lists, tuned
from haitang.kernel.command import Command, described
from haitang.kernel.errors import Conflict, Invalid, Problem
from haitang.kernel.kind import Option
from haitang.kernel.words import Words
from haitang.records.duty import Duty, DutyEdition
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.place import Place

ADD, CHANGE, END = described(lines.add), described(lines.change_duty), described(lines.end)


@dataclass(frozen=True, slots=True)
class Line:
    """A duty as pages show it: office, basis, where it was named."""

    duty: Duty
    office: Words
    basis: Words
    place: Words
    category: Words


@dataclass(frozen=True, slots=True)
class Asked:
    """A category at the chosen place: whoever is asked first, and who stands behind."""

    category: Option
    first: Line | None
    others: list[Line]


def line_of(duty: Duty) -> Line:
    """A duty with its words."""
    place = Words(zh=duty.place.name, en=duty.place.name_en)
    return Line(duty, duties.office_of(duty), duties.basis_of(duty), place, duties.category_words(duty.category))


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Category by category who answers at the chosen place; the gaps of the whole office; every line."""
    organization = staff.posts[0].organization
    found, places = list(duties.in_force(organization)), duties.served(organization)
    here = _chosen(request, staff, places)
    context = {
        "section": "office",
        "places": [_option(place, here, staff.tongue) for place in places],
        "here": here,
        "asked": _asked(found, here) if here else [],
        "gaps": duties.gaps(found, places),
        "lines": [line_of(one) for one in sorted(found, key=lambda one: (one.place.path, one.category, one.pk))],
        "may": bool(keeping(staff)),
    }
    return render(request, "staff/duties.html", context)


def _chosen(request: HttpRequest, staff: Staff, places: Sequence[Place]) -> Place | None:
    """The place that was chosen; else the first at one's own post; else the first of all."""
    wanted = request.GET.get("place", "")
    own = next((place for place in places if place.within(staff.posts[0].place)), None)
    return next((place for place in places if place.code == wanted), own or next(iter(places), None))


def _option(place: Place, here: Place | None, tongue: str) -> dict[str, Any]:
    return {"code": place.code, "words": named(place).say(tongue), "current": place == here}


def _asked(found: Sequence[Duty], here: Place) -> list[Asked]:
    made = []
    for option in duties.categories():
        fitting = [line_of(one) for one in duties.fitting(found, option.code, here)]
        made.append(Asked(option, fitting[0] if fitting else None, fitting[1:]))
    return made


@for_staff
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The form for another line; a decided matter may bring what was decided along."""
    if not keeping(staff):
        return render(request, "staff/not_yours.html", {"section": "office"}, status=403)
    if request.method == "POST":
        return _kept(request, staff, ADD, "desk_duties", lambda error: _new(request, staff, error))
    return _new(request, staff, None)


def _new(request: HttpRequest, staff: Staff, error: Invalid | None) -> HttpResponse:
    values = request.POST.dict() if error else _first(request, staff)
    context = {
        "section": "office",
        "fields": form_of(staff, staff.posts[0].organization, ADD, values, error),
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
    }
    return render(request, "staff/duty_new.html", context, status=error.status if error else 200)


def _first(request: HttpRequest, staff: Staff) -> dict[str, Any]:
    """What stands in an empty form: today, and of a matter that was decided what and where and whose."""
    today = clock.today().isoformat()
    given: dict[str, Any] = {"since": today, "place": keeping(staff)[0].place.code, "basis": "law", "part": "property"}
    given |= {name: request.GET[name] for name in ("place", "category") if request.GET.get(name)}
    matter = scope.find(staff.posts, request.GET.get("from", "").replace("\0", "")[:16], "case")
    return {**given, **decided(matter)} if matter else given


def decided(matter: Matter) -> dict[str, Any]:
    """What a decided matter says about its like: category, compound or community, office, the reason as basis."""
    return {
        "category": matter.category,
        "place": duties.around(matter.place).code,
        "owner": matter.owner.code if matter.owner else "",
        "basis": "resolution",
        "text": matter.owner_basis,
        "source": _("Decided on matter %(number)s") % {"number": matter.number},
    }


def form_of(
    staff: Staff,
    organization: Organization,
    spec: Command,
    values: Mapping[str, Any],
    error: Invalid | None = None,
    hidden: Sequence[str] = (),
) -> list[Field]:
    """The controls of a line; its document is a file, not a digest."""
    made = fields_for(
        spec, None, staff.tongue, values=values, hidden=hidden, error=error, extra=lists(staff, organization)
    )
    shown = tuned([control for control in made if control.name != "document"])
    wrong = next((control.error for control in made if control.name == "document"), "")
    upload = Field("document_file", _("The document itself (PDF or photo)"), kind="file", error=wrong)
    upload.accept, upload.hint = "application/pdf,image/*", _("Only staff can open it.")
    return [*shown, upload]


def _kept(request: HttpRequest, staff: Staff, spec: Command, route: str, again: Any, *given: str) -> HttpResponse:
    """Keep the file that came along, then make the change."""
    try:
        digest = _document(request)
    except Invalid as error:
        shown: HttpResponse = again(error)
        return shown
    extra = {"document": digest} if digest else None
    return done_or(request, staff, spec, route, again, *given, extra=extra)


def _document(request: HttpRequest) -> str:
    upload = request.FILES.get("document_file")
    if upload is None or not upload.size:
        return ""
    content = upload.read()
    try:
        return (photos.keep_pdf(content) if photos.is_pdf(content) else photos.keep(content)).digest
    except Invalid as error:
        raise Invalid([Problem("document", problem.words) for problem in error.problems]) from None


@for_staff
def duty(request: HttpRequest, staff: Staff, duty: int) -> HttpResponse:
    """One line: how it reads, how it read before, and the forms that change and end it."""
    found = _line(staff, duty)
    if request.method == "POST" and keeping(staff):
        again = lambda error: _page(request, staff, found, error)  # noqa: E731 (one use)
        return _kept(request, staff, CHANGE, "desk_duty", again, str(found.pk))
    return _page(request, staff, found, None)


def _line(staff: Staff, duty: int) -> Duty:
    own = {post.organization_id for post in staff.posts}
    rows = Duty.objects.select_related("place", "post", "organization", "file")
    found = rows.filter(pk=duty, organization__in=own).first() if duty < 2**63 else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, staff: Staff, found: Duty, error: Invalid | None) -> HttpResponse:
    given = {"duty": found.pk, "place": found.place.code, "edition": found.edition}
    known = {name: getattr(found, name) for name in duties.TEXTS} | {"owner": found.post.code}
    known |= {"since": found.since.isoformat(), "until": found.until.isoformat() if found.until else ""}
    values = {**known, "confirmed": found.confirmed, **(request.POST.dict() if error else {}), **given}
    if error and error.status != Conflict.status:
        values["edition"] = request.POST.get("edition", found.edition)
    open_to = bool(keeping(staff)) and found.ended_at is None
    hidden = ("duty", "place", "edition")
    context = {
        "section": "office",
        "line": line_of(found),
        "editions": list(DutyEdition.objects.filter(duty=found).order_by("-edition")[:20]),
        "fields": form_of(staff, found.organization, CHANGE, values, error, hidden) if open_to else [],
        "end": fields_for(END, None, staff.tongue, values=given, hidden=hidden, prefix="end") if open_to else [],
        "errors": errors_of(error, staff.tongue),
        "keys": [new_key(), new_key()],
    }
    return render(request, "staff/duty.html", context, status=error.status if error else 200)


@for_staff
def document(request: HttpRequest, staff: Staff, duty: int) -> HttpResponse:
    """The document a line rests on, for the office's own staff."""
    found = _line(staff, duty)
    if found.file is None:
        raise Http404
    name = f"duty-{found.pk}.{'pdf' if found.file.media_type == photos.PDF else 'jpg'}"
    answer: Any = FileResponse(
        photos.open(found.file).open("rb"), as_attachment=True, filename=name, content_type=found.file.media_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    given: HttpResponse = answer
    return given
