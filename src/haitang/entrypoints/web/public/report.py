"""Report 说一件事: one sentence is all that is needed; everything else may stay empty."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from haitang.commands import matters
from haitang.engine import clock, directory, photos, promise
from haitang.engine.binding import bind
from haitang.engine.territory import known, whole
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import give_scope, language, remember_voice
from haitang.entrypoints.web.forms import errors_of, given, new_key
from haitang.entrypoints.web.map.pick import pick
from haitang.entrypoints.web.public import before_sending, dangers, report_fields
from haitang.entrypoints.web.public.fair_fields import fair_fields, hinted
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import readable, show, unkept
from haitang.kernel.command import described
from haitang.kernel.errors import Conflict, Invalid, Problem, Refusal
from haitang.kernel.kind import Kind
from haitang.kernel.limits import PHOTOS
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

SPEC = described(matters.report)
ANOTHER = Words(
    zh="看起来您改成了另一件事。没错的话，请再按一次，作为新的一件交上来",
    en="This looks like a second matter. If that is right, send it once more and it is handed in as a new one",
)

SAY = Words(zh="请写一句话，说说是什么事", en="Please say in one sentence what it is")


def report(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it: a receipt, or the form again with everything kept.

    On the way: whoever speaks of a danger is shown the number first, and nothing is recorded until they say whether
    they have called; and whoever may be saying what a neighbor has said sees that.
    """
    if request.method != "POST":
        return _form(request, QueryDict())
    # An untouched file input arrives as an empty field of its name.
    kept = [digest for digest in request.POST.getlist("photos") if digest][:PHOTOS]
    try:
        _keep_uploads(request, kept)
        if "back" in request.POST or (hinted(request.POST) and not dangers.waits(request.POST)):
            return _form(request, request.POST, kept)
        meant = _meant(request, kept)
        if (first := before_sending.step(request, meant, kept)) is not None:
            return first
        outcome = ask(request, SPEC, meant)
    except Invalid as error:
        return _form(request, request.POST, kept, error, 422)
    except Conflict:
        return _form(request, _as_new(request.POST), kept, Invalid([Problem("", ANOTHER)]), 409)
    except Refusal as refusal:
        return refused(request, refusal, back=request.get_full_path())
    response = redirect("receipt", outcome.values["number"])
    remember = remember_slip if request.user.is_authenticated else remember_voice
    remember(request, response, outcome.values["number"], outcome.values["voice"])
    return response


def plate(request: HttpRequest, plate: str) -> HttpResponse:
    """A scanned plate leads to the form with its place already chosen."""
    known = Place.objects.filter(code=readable(plate)).exclude(organization=None).exists()
    response = redirect("report")
    if known:
        response["Location"] += f"?place={plate}"
    return response


def _meant(request: HttpRequest, kept: list[str]) -> dict[str, Any]:
    """What the form says, as the command takes it; Invalid with every wrong field, the danger told of first."""
    extra = {
        "photos": kept,
        "language": language(request),
        "place": request.POST.get("place") or _anywhere(),
        "danger": dangers.told_of(request.POST),
    }
    if not dangers.waits(request.POST):
        bind(SPEC, (), {**given(SPEC, request.POST), **extra})
    return extra


def _keep_uploads(request: HttpRequest, kept: list[str]) -> None:
    """Add the digests of the photos that came along to `kept`; Invalid on `photos` when one is none."""
    wrong: list[Problem] = []
    for upload in request.FILES.getlist("photos")[: PHOTOS + 1]:
        try:
            kept.append(photos.keep(upload.read()).digest)
        except Invalid as error:
            wrong += [Problem("photos", problem.words) for problem in error.problems]
    if wrong:
        raise Invalid(wrong)


def _anywhere() -> str:
    """Where a matter goes whose place nobody named: the whole of the site's territory."""
    organization = directory.site()
    place = whole(organization) if organization else None
    return place.code if place else ""


def _as_new(given: QueryDict) -> QueryDict:
    fresh = given.copy()
    fresh["key"] = new_key()
    return fresh


def _form(
    request: HttpRequest, given: QueryDict, kept: Sequence[str] = (), error: Invalid | None = None, status: int = 200
) -> HttpResponse:
    place = _place(request.GET.get("place", "") or given.get("place", ""))
    organization = place.organization if place is not None else directory.site()
    tongue = language(request)
    error = _plainly(error, given)
    wrong = {problem.field: problem.words.say(tongue) for problem in error.problems} if error else {}
    context = {
        **report_fields.fields(given, wrong),
        "place": report_fields.place_field(request, given, organization, place, wrong),
        "for_somebody": (given or request.GET).get("for_somebody", ""),
        **fair_fields(given, wrong, organization, place, tongue),
        "kept": kept,
        "errors": errors_of(error, tongue),
        "key": given.get("key") or new_key(),
        "promise": _promised(organization),
        "pick": pick(request, organization, place),
        **dangers.on_form(given or request.GET, place, organization),
    }
    response = unkept(show(request, "report", context, "report", organization, status))
    give_scope(request, response)
    return response


def _plainly(error: Invalid | None, given: Mapping[str, Any]) -> Invalid | None:
    """What is missing, said for the one question that needs an answer."""
    if error is None or given.get("words", "").strip():
        return error
    return Invalid([Problem("words", SAY) if one.field == "words" else one for one in error.problems])


def _place(code: str) -> Place | None:
    place = known(code)
    return place if place is not None and place.organization is not None else None


def _promised(organization: Organization | None) -> Any:
    """The date an answer is promised for, as it would be if the form were sent now; None where nothing is promised."""
    kind: Kind = kinds[SPEC.form.model_fields["kind"].default]
    if kind.promise is None:
        return None
    default = kind.promise.workdays
    if organization is None:
        return promise.due(clock.now(), default)
    return promise.due(clock.now(), promise.promised_days(organization, default), organization=organization.pk)
