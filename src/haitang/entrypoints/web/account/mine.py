"""My account 我的账号: password, second step, passkeys, where I am signed in, which posts I hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

from haitang.entrypoints.web import second_step
from haitang.entrypoints.web.staff.access import name_of, staff_of
from haitang.kernel.role import Role
from haitang.records.account import Account

#: What a browser calls itself → what people call it; the first that fits.
BROWSERS = (
    ("MicroMessenger", gettext_noop("WeChat")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
#: The largest number a database counts records with.
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Seat:
    """One place where the account is signed in, as its owner reads it."""

    id: int
    words: str
    address: str
    since: datetime
    here: bool


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Everything of one's own account on one page."""
    staff, owner = staff_of(request), _owner(request)
    context = {
        "section": "account",
        "login": owner.login,
        "has_password": owner.has_usable_password(),
        "posts": [
            (name_of(post).say(staff.tongue), post.place.name if staff.tongue != "en" else post.place.name_en)
            for post in staff.posts
        ],
        "invites": staff.holds(Role.ADMINISTRATOR),
        **second_steps(owner),
        "seats": seats(request, owner),
    }
    return render(request, "account/account.html", context)


@never_cache
@login_required
def ask_second_step(request: HttpRequest) -> HttpResponse:
    """The office asks for a second step: set one up, then everything else is open."""
    if not second_step.missing_for(request):
        return redirect("desk")
    return render(request, "account/second_step.html", {"section": "account"})


@login_required
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one. Somebody else's cannot be named here."""
    if request.method == "POST":
        wanted = _wanted(request)
        for session in wanted:
            session.end()
        if wanted:
            messages.success(request, _("Signed out there."))
    return redirect("account")


def seats(request: HttpRequest, owner: Account) -> list[Seat]:
    """Where the owner is signed in, this place first. What is over is forgotten on the way."""
    found = UserSession.objects.purge_and_list(owner)
    made = [Seat(each.pk, device_of(each.user_agent), each.ip, each.created_at, _here(request, each)) for each in found]
    return sorted(made, key=lambda seat: (not seat.here, seat.since))


def second_steps(owner: Account) -> dict[str, Any]:
    """The owner's authenticator app, passkeys and how many recovery codes are left."""
    found = list(Authenticator.objects.filter(user=owner).order_by("id"))
    of = {kind: [each for each in found if each.type == kind] for kind in Authenticator.Type.values}
    codes = of["recovery_codes"]
    return {
        "app": bool(of["totp"]),
        "passkeys": [{"id": each.pk, "name": each.wrap().name, "since": each.created_at} for each in of["webauthn"]],
        "codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
    }


def device_of(agent: str) -> str:
    """Browser and system in words, as far as its name for itself tells."""
    browser = _first(agent, BROWSERS)
    known = [_(browser) if browser else "", _first(agent, SYSTEMS)]
    return " · ".join(each for each in known if each) or _("An unknown device")


def _first(agent: str, table: Sequence[tuple[str, str]]) -> str:
    return next((words for mark, words in table if mark in agent), "")


def _wanted(request: HttpRequest) -> list[UserSession]:
    own = UserSession.objects.filter(user=_owner(request))
    which = request.POST.get("session", "")
    if which == "others":
        return list(own.exclude(session_key=request.session.session_key))
    if not which.isascii() or not which.isdecimal() or not 0 < int(which) <= _LARGEST:
        return []
    return list(own.filter(pk=int(which)).exclude(session_key=request.session.session_key))


def _here(request: HttpRequest, session: UserSession) -> bool:
    return bool(session.session_key == request.session.session_key)


def _owner(request: HttpRequest) -> Account:
    return Account.objects.get(pk=int(request.user.pk or 0))


@method_decorator(login_required, name="dispatch")
class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Change one's password; whoever signs in by the office's provider alone has none to change."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Accounts without a password go back to their page."""
        if not _owner(request).has_usable_password():
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]
    """Remove the authenticator app."""

    def form_valid(self, form: Any) -> Any:
        """The office may ask for a second step again."""
        second_step.forget(self.request)
        return super().form_valid(form)


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove one passkey."""

    def form_valid(self, form: Any) -> Any:
        """The office may ask for a second step again."""
        second_step.forget(self.request)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Back to one's own account."""
        return reverse("account")
