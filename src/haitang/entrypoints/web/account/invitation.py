"""The page of an invitation 邀请页: whoever holds the link sets the password of one account, once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from haitang.commands import accounts
from haitang.engine import gate, invitations
from haitang.engine.binding import bind
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.forms import Field, errors_of
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.limits import PASSWORD
from haitang.kernel.words import Words
from haitang.records.account import Invitation

UNLIKE = Words(zh="两次输入的密码不一样", en="The two passwords are not the same")


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks for a password, POST sets it. Neither the address nor the page is kept or handed on by the browser."""
    response = _answer(request, secret)
    # Never the path, to nobody. With no-referrer browsers hide the origin too, and the form could not be told from a
    # forged one.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        found = invitations.usable(secret)
    except Refusal as refusal:
        return _refused(request, refusal)
    if request.method != "POST":
        return _form(request, found, None)
    try:
        _start(request, secret)
    except Invalid as error:
        return _form(request, found, error)
    except Refusal as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Your password is set. You can sign in now."))
    return redirect("sign_in")


def _start(request: HttpRequest, secret: str) -> None:
    """Through the gate, without a key: nothing of a password is kept there, not even hashed."""
    password, again = (request.POST.get(name, "") for name in ("password", "again"))
    if password != again:
        raise Invalid([Problem("again", UNLIKE)])
    spec = described(accounts.start)
    gate.ask(spec, actor_of(request), bind(spec, (), {"secret": secret, "password": password}))


def _form(request: HttpRequest, found: Invitation, error: Invalid | None) -> HttpResponse:
    tongue = language(request)
    wrong = {problem.field: problem.words.say(tongue) for problem in error.problems} if error else {}
    office = Words(zh=found.organization.name, en=found.organization.name_en)
    context = {
        "login": found.account.login,
        "inviting": office.say(tongue),
        "until": found.expires_at,
        "fields": [
            _field("password", _("New password"), wrong),
            _field("again", _("The new password once more"), wrong),
        ],
        "errors": errors_of(error, tongue),
    }
    return render(request, "account/invitation.html", context, status=422 if error else 200)


def _field(name: str, label: str, wrong: dict[str, str]) -> Field:
    field = Field(name, label, kind="password", required=True, maxlength=PASSWORD, error=wrong.get(name, ""))
    field.autocomplete = "new-password"
    if name == "password":
        field.hint = _("10 characters or more. A few words that only you would put together are easy to keep.")
    return field


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    words = refusal.problems[0].words if isinstance(refusal, Invalid) else refusal.words
    status = 404 if isinstance(refusal, Invalid) else refusal.status
    return render(request, "account/invitation_over.html", {"words": words.say(language(request))}, status=status)
