"""Ids 请求号: a request's id is its number, which opens nothing; a token stands for one that was just made."""

import hmac

from django.conf import settings

_PURPOSE = "haitang-open311/1"
_LENGTH = 24


def token_of(number: str) -> str:
    """The token that leads to a number: whoever holds one has made the report, and learns no more than its id."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"{_PURPOSE}:{number}".encode(), "sha256").hex()
    return f"{number}.{mac[:_LENGTH]}"


def number_of(token: str) -> str:
    """The number a token of ours stands for; empty for any other."""
    number, _dot, _mac = token.rpartition(".")
    return number if number and hmac.compare_digest(token_of(number).encode(), token.encode(errors="replace")) else ""
