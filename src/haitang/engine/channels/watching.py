"""Watching 看着发: what really came of a message that the library apprise sends.

A plugin of apprise tells its caller only yes or no, and takes a vendor's “200 OK” with a code of refusal in its text for
yes. So the HTTP library a plugin sees is replaced by `Watched`, which asks the same with our limits and keeps the answer.
"""

import json
import sys
from contextvars import ContextVar
from typing import Any

import requests
from django.conf import settings

from haitang.engine.channels import wire
from haitang.engine.consumer import DELIVERED, Result

#: What urllib3 calls a connection that never stood.
NEVER_STOOD = frozenset({"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLError"})
#: Vendors' codes for «too often, try again»: DingTalk, WeCom, Feishu.
TOO_OFTEN = frozenset({"130101", "45009", "11232"})
ANSWER_BYTES = 16 * 1024

_told: ContextVar[list[Result]] = ContextVar("haitang_watching_told")


def sent(plugin: Any, text: str) -> Result:
    """Let a plugin send one text; the result never holds the address or the service's words."""
    room = sys.modules[type(plugin).__module__]
    if not isinstance(room.requests, Watched):
        vars(room)["requests"] = Watched()
    told: list[Result] = []
    token = _told.set(told)
    try:
        well = bool(plugin.send(body=text, title=""))
    finally:
        _told.reset(token)
    if not told:
        return Result("failed", "the service was not asked: the address or number does not fit")
    return Result("failed", "the service refused") if told[-1] == DELIVERED and not well else told[-1]


class Watched:
    """`requests` as a plugin sees it, with our limits; what came of each question goes to whoever sends."""

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, url: str, **given: Any) -> requests.Response:
        """Ask once, never elsewhere; keep what is known of the answer."""
        limits = {"timeout": (wire.CONNECT_SECONDS, wire.ANSWER_SECONDS), "allow_redirects": False}
        trusted = {"verify": settings.CA_FILE} if settings.CA_FILE else {}
        try:
            answer = requests.post(url, **{**given, **limits, **trusted})  # noqa: S113 (limits hold the time-out)
        except requests.RequestException as error:
            _told.get().append(_broken(error))
            raise
        _told.get().append(understood(answer.status_code, answer.content[:ANSWER_BYTES]))
        return answer


def understood(status: int, body: bytes) -> Result:
    """What an answer means: its status, and the code of vendors who refuse with «200 OK»."""
    result = wire.said(status)
    code = _code(body) if result is DELIVERED else ""
    if not code:
        return result
    return Result("later" if code in TOO_OFTEN else "failed", f"the service refused: {code}")


def _code(body: bytes) -> str:
    """The vendor's own code of refusal: `errcode` (WeCom, DingTalk), `code` (Feishu); empty when there is none."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    code = told.get("errcode", told.get("code", 0)) if isinstance(told, dict) else 0
    return str(code) if isinstance(code, int) and code else ""


def _broken(error: requests.RequestException) -> Result:
    """A connection that never stood is tried again; one that broke may have carried the message."""
    reason = getattr(error.args[0] if error.args else None, "reason", error)
    name = type(reason).__name__
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or name in NEVER_STOOD:
        return Result("later", f"the service was not reached: {name}")
    return Result("unknown", f"the service broke off before it answered: {name}")
