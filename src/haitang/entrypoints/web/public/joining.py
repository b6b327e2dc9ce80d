"""Me too 我也遇到: a neighbor stands behind a matter that everybody sees, with a code and an answer of their own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haitang.commands import voices
from haitang.engine import sheets
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import give_scope, language, remember_voice, voices_of
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.public import before_sending, dangers
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import readable, show, unkept
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.limits import CONTACT, SENTENCE
from haitang.records.matter import Matter

SPEC = described(voices.me_too)


def me_too(request: HttpRequest, number: str) -> HttpResponse:
    """Two questions, both optional; then a receipt with an own code."""
    matter = _open(readable(number))
    if not request.user.is_authenticated and matter.number in voices_of(request):
        return redirect("matter", matter.number)  # this browser stands behind it already: sent twice, or a step back
    if request.method != "POST" or "back" in request.POST:
        return _form(request, matter, None)
    if (danger := dangers.waiting(request)) is not None:
        kept = request.POST.getlist("photos")
        return unkept(dangers.stop(request, danger, before_sending.answers(request, kept), matter.place))
    try:
        outcome = ask(request, SPEC, {"matter": matter.number, "language": language(request)})
    except Invalid as error:
        return _form(request, matter, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path.rsplit("/", 1)[0])
    response = redirect("receipt", matter.number)
    remember = remember_slip if request.user.is_authenticated else remember_voice
    remember(request, response, matter.number, outcome.values["voice"])
    return response


def _open(number: str) -> Matter:
    """A matter that everybody may see; 404 for every other, whether it is there or not."""
    found = Matter.objects.select_related("organization", f"place__{ABOVE}")
    matter = found.filter(number=number, shape="case", screened=True, private=False).first()
    if matter is None:
        raise Http404
    return matter


def _form(request: HttpRequest, matter: Matter, error: Invalid | None) -> HttpResponse:
    tongue = language(request)
    context = {
        "matter": matter,
        "title": sheets.title_of(matter, public=True),
        "place": shown(matter.place),
        "fields": _fields(request, error, tongue),
        "errors": errors_of(error, tongue),
        "key": request.POST.get("key") or new_key(),
        "kept": request.POST.getlist("photos"),
        "for_somebody": request.POST.get("for_somebody", ""),
        "called": request.POST.get("called", ""),
    }
    response = unkept(show(request, "me_too", context, "report", matter.organization, 422 if error else 200))
    give_scope(request, response)
    return response


def _fields(request: HttpRequest, error: Invalid | None, tongue: str) -> list[dict[str, Any]]:
    wrong = {problem.field: problem.words.say(tongue) for problem in error.problems} if error else {}
    asked = (
        ("words", "textarea", _("How is it at your place?"), SENTENCE, _("No names, no door numbers.")),
        ("contact", "text", _("How can we tell you?"), CONTACT, _("Mobile number or e-mail, sealed.")),
    )
    return [
        {
            "name": name, "kind": kind, "label": label, "maxlength": longest, "hint": hint, "rows": 3,
            "optional": _("not needed"), "value": request.POST.get(name, ""), "error": wrong.get(name, ""),
        }
        for name, kind, label, longest, hint in asked
    ]  # fmt: skip
