"""Passage 请求编号: which request is being answered in this thread, for log lines. Never anything about who asks."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: What a proxy or another system may hand on: 32 hexadecimal digits, or a UUID. Nobody's telephone number looks so.
_GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_current: ContextVar[str] = ContextVar("haitang_request", default="")


def current() -> str:
    """The id of the request that is being answered here; empty outside of one."""
    return _current.get()


@contextmanager
def passing(given: str) -> Iterator[str]:
    """Answer a request within the block: under the id it came with where that is one, else under a new one."""
    number = given if _GIVEN.fullmatch(given) else secrets.token_hex(16)
    token = _current.set(number)
    try:
        yield number
    finally:
        _current.reset(token)
