"""Start 首次登录: whoever holds the one-time link sets the first password and is signed in."""

from typing import Any

from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import starting
from haitang.entrypoints.web.forms import Field
from haitang.records.account import Account

LONGEST = 128


def start(request: HttpRequest, token: str) -> HttpResponse:
    """The form, once; afterwards, and for a forged or old link, a page that says what to do."""
    account = starting.account_of(token)
    if account is None:
        return _unkept(render(request, "setup/start_over.html", {"noindex": True}, status=404))
    if request.method != "POST":
        return _form(request, account, {}, 200)
    wrong = _wrong(request, account)
    if wrong:
        return _form(request, account, wrong, 422)
    account.set_password(request.POST["password"])
    account.save(update_fields=["password"])
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("setup" if _administers(account) else "desk")


def _administers(account: Account) -> bool:
    return bool(account.memberships.filter(post__role="administrator").exists())


def _wrong(request: HttpRequest, account: Account) -> dict[str, str]:
    first, again = request.POST.get("password", ""), request.POST.get("again", "")
    if len(first) > LONGEST:
        return {"password": _("At most 128 characters")}
    try:
        password_validation.validate_password(first, account)
    except ValidationError:
        return {"password": _("At least 10 characters, and not a password that many people use")}
    return {} if first == again else {"again": _("The two do not match")}


def _form(request: HttpRequest, account: Account, wrong: dict[str, str], status: int) -> HttpResponse:
    fields = [
        Field("password", _("New password"), kind="password", required=True, hint=_("At least 10 characters")),
        Field("again", _("The same again"), kind="password", required=True),
    ]
    for field in fields:
        field.error = wrong.get(field.name, "")
    errors = [{"name": name, "text": text} for name, text in wrong.items()]
    context: dict[str, Any] = {"login": account.login, "fields": fields, "errors": errors, "noindex": True}
    return _unkept(render(request, "setup/start.html", context, status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response
