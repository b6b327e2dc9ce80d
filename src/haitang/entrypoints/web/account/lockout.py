"""Lock-out 暂停登录: after five wrong passwords in a row for one login from one address, fifteen minutes of rest.

The page is the same whether or not there is such a login.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from haitang.engine import clock
from haitang.entrypoints.web.origin import client_address
from haitang.kernel.limits import CODE
from haitang.records.account import Account
from haitang.records.office import Refusal

UNKNOWN = "0.0.0.0"  # noqa: S104 (an address that is nobody's, not one to listen on)


def login_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The login as it is counted: however it is capitalized, it is one."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(typed).strip().casefold()[:CODE]


def counted_as(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The login as the counter keeps it: a keyed hash, because people type passwords and names into the wrong field."""
    return salted_hmac("haitang.lockout", login_of(request, credentials), algorithm="sha256").hexdigest()[:CODE]


def address_of(request: HttpRequest) -> str:
    """Who asks, past our own proxies."""
    found = client_address(request)
    return str(found) if found is not None else UNKNOWN


def locked(request: HttpRequest, *given: Any) -> HttpResponse:
    """The page of a lock-out, counted in the security log. django-axes hands on more than is needed here."""
    account = Account.objects.filter(login__iexact=login_of(request)).first()
    actor = f"account:{account.pk}" if account else "anyone"
    Refusal.objects.create(at=clock.now(), command="sign_in", actor=actor, door="web", refusal="LockedOut")
    minutes = int(settings.LOCKOUT.total_seconds() // 60)
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)
