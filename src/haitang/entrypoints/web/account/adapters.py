"""Adapters 适配: where django-allauth asks what this house does: no sign-up, no e-mail, our words, our addresses."""

import base64
import hashlib
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.engine import directory
from haitang.entrypoints.web.account.lockout import address_of
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.returning import within_site
from haitang.kernel.limits import CODE
from haitang.kernel.words import Words
from haitang.records.account import Account

#: What is said when something of one's own account has changed; other messages of the library are not shown.
SAID = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed. Other devices are signed out."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("There are new recovery codes; the old ones are void."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}
WRONG_CODE = gettext_lazy("This code is not right. Please wait for the next one and try again.")
PATIENCE = gettext_lazy("That was tried too often. Please wait a few minutes.")
REFUSED = gettext_lazy("This passkey or code was not accepted. Please try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations; whoever is inactive is told no more than whoever does not exist."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("Login and password do not match"),
        "incorrect_password": gettext_lazy("This password is not right."),
        "enter_current_password": gettext_lazy("This is not your password now."),
        "too_many_login_attempts": PATIENCE,
        "rate_limited": PATIENCE,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: residents need no account, staff are invited."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this site and nothing else; other hosts that are served count as elsewhere."""
        return bool(url) and within_site(self.request, url or "") == url

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that wrong passwords are counted for."""
        return address_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account of login and password, if it may be used."""
        found = super().authenticate(request, **credentials)
        return found if found is not None and found.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """A passkey or a provider led to a closed account."""
        messages.error(request, str(REFUSED))
        return redirect("sign_in")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return reverse("account")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Our words for what happened; the library's own templates are not installed."""
        words = SAID.get(message_template or "") or (REFUSED if kwargs.get("message") else "")
        if words:
            messages.add_message(request, level, str(words))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator app, passkeys, recovery codes. Their seeds are encrypted with the installation's key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "rate_limited": PATIENCE,
    }

    def get_totp_issuer(self) -> str:
        """What the app calls this entry: the office."""
        site = directory.site()
        return Words(zh=site.name, en=site.name_en).say("zh-hans") if site else "海棠"

    def build_totp_svg(self, url: str) -> str:
        """The code to scan, drawn here: nothing is asked of another host."""
        return str(segno.make(url, error="m").svg_inline(omitsize=True))

    def encrypt(self, text: str) -> str:
        """Seeds as they lie in the database."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """And back."""
        return _lock().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Account, type: Any) -> str:
        """What a passkey is called until its owner names it."""
        return _("Passkey %(n)s") % {"n": Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The office's own sign-in (OpenID Connect) opens accounts that are there; it makes none and leaves nothing behind."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Match the claim to a login; whoever has none here reads what to do. Nothing the provider said is stored."""
        account = _account_of(sociallogin.account.extra_data)
        if account is None or sociallogin.state.get("process", "login") != "login":
            context = {"name": settings.OIDC_NAME, "tongue": language(request)}
            raise ImmediateHttpResponse(render(request, "account/not_known.html", context, status=403))
        sociallogin.user = account


def _account_of(told: dict[str, Any]) -> Account | None:
    """The active account whose login the provider's claim names, letter by letter."""
    claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}
    named = claims.get(settings.OIDC_CLAIM)
    if not isinstance(named, str) or not 0 < len(named) <= CODE or "\0" in named:
        return None
    return Account.objects.filter(login=named, active=True).first()


def _lock() -> Fernet:
    key = hashlib.sha256(b"haitang.second-factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
