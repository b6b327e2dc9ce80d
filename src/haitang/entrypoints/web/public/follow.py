"""Follow 查我的事: number and secret from the receipt open a matter; what this browser knows already needs neither."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from haitang.engine.proving import TooOften, prove
from haitang.entrypoints.web.actors import VOICES_COOKIE, language, remember_voice
from haitang.entrypoints.web.forms import errors_of
from haitang.entrypoints.web.public import voices
from haitang.entrypoints.web.public.showing import show, unkept
from haitang.kernel.errors import Invalid, Problem


def follow(request: HttpRequest) -> HttpResponse:
    """The form, this browser's matters, and the way to one of them."""
    if request.method != "POST":
        return _form(request, None, 200)
    try:
        voice = prove(request.POST.get("number", ""), request.POST.get("secret", ""), "web")
    except Invalid as error:
        return _form(request, error, error.status)
    except TooOften as refusal:
        return _form(request, Invalid([Problem("", refusal.words)]), refusal.status)
    response = redirect("matter", voice.matter.number)
    remember_voice(request, response, voice.matter.number, voice.pk)
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """This browser forgets every matter; the matters stay, the receipts still open them."""
    response = redirect("follow")
    response.delete_cookie(VOICES_COOKIE, samesite="Lax")
    return response


def secret_fields(number: str, error: Invalid | None, tongue: str) -> list[dict[str, object]]:
    """The two controls of a receipt."""
    wrong = {problem.field: problem.words.say(tongue) for problem in error.problems} if error else {}
    return [
        {
            "name": "number",
            "label": _("Number"),
            "kind": "text",
            "required": True,
            "short": True,
            "maxlength": 64,
            "autocomplete": "off",
            "value": number,
            "hint": _("On the receipt, for example SJ23-00127-6"),
            "error": wrong.get("number", ""),
        },
        {
            "name": "secret",
            "label": pgettext("receipt", "Code"),
            "kind": "text",
            "required": True,
            "short": True,
            "maxlength": 64,
            "autocomplete": "off",
            "value": "",
            "hint": _("Eight characters below the number; capitals, spaces and the letter O for 0 do not matter"),
            "error": wrong.get("secret", ""),
        },
    ]


def _form(request: HttpRequest, error: Invalid | None, status: int) -> HttpResponse:
    number = request.POST.get("number", "")[:64]
    context = {
        "cards": voices.cards(request),
        "fields": secret_fields(number, error, language(request)),
        "errors": errors_of(error, language(request)),
    }
    return unkept(show(request, "follow", context, "follow", status=status))
