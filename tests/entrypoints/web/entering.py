"""Signing in over the test client as a browser does, and what the authenticator app would show."""

import time
from html import unescape
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from haitang.commands import accounts
from haitang.engine import gate, invitations
from haitang.kernel.actor import Actor
from haitang.records.account import Invitation
from tests.cast import PASSWORD


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    """The answer of the sign-in page."""
    return client.post("/sign-in", {"username": login, "password": password, **more})


def at_home(client: Client) -> bool:
    """Whether somebody is signed in."""
    return "_auth_user_id" in client.session


def digits(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def invited(by: Actor, login: str, place: str = "sujin") -> str:
    """The secret of a new invitation."""
    made = gate.do(accounts.invite, by, place=place, login=login).values["invitation"]
    return invitations.secret_of(Invitation.objects.get(pk=made))


def text(answer: Any) -> str:
    """A page as it is read."""
    return unescape(answer.content.decode())
