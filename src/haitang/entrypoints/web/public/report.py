"""Report 说一件事: one sentence is all that is needed; everything else may stay empty."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haitang.commands import matters
from haitang.engine import clock, directory, photos, promise
from haitang.engine.territory import choices, known, whole
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import give_scope, language, remember_voice
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.public.fair_fields import fair_fields, hinted
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import readable, show, unkept
from haitang.kernel.command import described
from haitang.kernel.errors import Conflict, Invalid, Problem, Refusal
from haitang.kernel.kind import Kind
from haitang.kernel.limits import CONTACT, PHOTOS, SENTENCE
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
    """The form, and what becomes of it: a receipt, or the form again with everything kept."""
    if request.method != "POST":
        return _form(request, QueryDict())
    # An untouched file input arrives as an empty field of its name.
    kept = [digest for digest in request.POST.getlist("photos") if digest][:PHOTOS]
    try:
        _keep_uploads(request, kept)
        if hinted(request.POST):
            return _form(request, request.POST, kept)
        given = {"photos": kept, "language": language(request), "place": request.POST.get("place") or _anywhere()}
        outcome = ask(request, SPEC, given)
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
        **_fields(given, wrong),
        "place": _place_field(request, given, organization, place, wrong),
        **fair_fields(given, wrong, organization, place, tongue),
        "kept": kept,
        "errors": errors_of(error, tongue),
        "key": given.get("key") or new_key(),
        "promise": _promised(organization),
    }
    response = unkept(show(request, "report", context, "report", organization, status))
    give_scope(request, response)
    return response


def _plainly(error: Invalid | None, given: QueryDict) -> Invalid | None:
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
    return promise.due(clock.now(), promise.promised_days(organization, default) if organization else default)


def _place_field(
    request: HttpRequest,
    given: QueryDict,
    organization: Organization | None,
    place: Place | None,
    wrong: Mapping[str, str],
) -> dict[str, Any]:
    tongue = language(request)
    offered = choices(organization, near=place) if organization else []
    return {
        "name": "place",
        "label": _("Where is it?"),
        "kind": "select",
        "step": 2,
        "optional": _("if you do not know, leave it"),
        "empty": _("I do not know exactly"),
        "hint": _("From the plate you scanned; you may choose another.") if place and "place" in request.GET else "",
        "choices": [
            {"value": one.code, "label": one.words.say(tongue), "group": one.community.say(tongue)} for one in offered
        ],
        "value": place.code if place else given.get("place", ""),
        "error": wrong.get("place", ""),
    }


def _fields(given: QueryDict, wrong: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The other controls, by name."""
    fields: dict[str, dict[str, Any]] = {
        "words": {
            "label": _("What is it, in one sentence?"),
            "kind": "textarea",
            "step": 1,
            "required": True,
            "maxlength": SENTENCE,
            "hint": _("No names, no door numbers. For example: the drain below building 3 is blocked."),
        },
        "place_words": {
            "label": _("More exactly"),
            "kind": "text",
            "maxlength": SENTENCE,
            "hint": _("For example: at the entrance of stairwell 2"),
        },
        "photos": {
            "label": _("A photo"),
            "kind": "photos",
            "step": 3,
            "optional": _("not needed"),
            "hint": _("Please no faces and no number plates. Place and time stored in the photo are removed."),
        },
        "contact": {
            "label": _("How can we tell you?"),
            "kind": "text",
            "step": 4,
            "maxlength": CONTACT,
            "optional": _("not needed"),
            "hint": _(
                "Mobile number or e-mail, sealed; whoever looks at it is recorded, and you can see it. "
                "Without it you read the answer here with your number and code."
            ),
        },
        "for_somebody": {"label": _("I am saying it for a neighbor"), "kind": "checkbox"},
    }
    for name, field in fields.items():
        field |= {"name": name, "value": given.get(name, ""), "error": wrong.get(name, "")}
    return fields
