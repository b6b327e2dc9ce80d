"""The write guard 写入守卫: an execute wrapper that refuses writes to our tables without the gate's key.

A guard in `save()` would miss `update()`, bulk calls, queryset deletes and fixtures; the connection sees them all.
"""

import re
from collections.abc import Callable
from typing import Any

from haitang.records import key

_VERBS = (
    r"INSERT\s+(?:OR\s+\w+\s+)?INTO",
    r"REPLACE\s+INTO",
    r"UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?",
    r"DELETE\s+FROM(?:\s+ONLY)?",
    r"MERGE\s+INTO(?:\s+ONLY)?",
    r"TRUNCATE\s+(?!ON\b)[^;]*?",
)
_TABLE = r"""(?:["`\[]?\w+["`\]]?\s*\.\s*)?["`\[]?\b(haitang_\w+)"""
_WRITE = re.compile(rf"\b(?:{'|'.join(_VERBS)})\s*{_TABLE}|\bCOPY\s+{_TABLE}[^;]*?\sFROM\b", re.IGNORECASE)
_PLAIN_READ = re.compile(r"\s*SELECT\b[^;]*$", re.IGNORECASE)

#: Our own tables that live outside the gate, each with its reason.
OUTSIDE: dict[str, str] = {
    "haitang_account": "the login row: password re-hash and language are not acts of the neighborhood",
    "haitang_savedfilter": "which lists somebody keeps at hand: a preference, like the language",
    "haitang_cursor": "how far a consumer has read the ledger",
    "haitang_delivery": "attempts to deliver what the ledger already says",
    "haitang_tokenuse": "when a token was last used, to the minute",
    "haitang_intake": "how far a table has come on its way to the gate",
    "haitang_refusal": "the security log of what was not done",
}


class Unguarded(RuntimeError):
    """A record was written outside the gate: a programming error, never a user's."""


def table_written(sql: str) -> str | None:
    """The table of ours that `sql` writes, or None. Only a single SELECT is taken at its word; all else is searched."""
    found = None if _PLAIN_READ.match(sql) else _WRITE.search(sql)
    return (found.group(1) or found.group(2)).lower() if found else None


def without_nul(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute wrapper for PostgreSQL, whose texts hold no NUL: a question with one is asked so that nothing matches it.

    Then an address or a form with a NUL finds nothing, as on SQLite, instead of breaking off the whole transaction.
    """
    if params and not many and table_written(sql) is None and not isinstance(params, dict):
        params = tuple(_harmless(value) for value in params)
    return execute(sql, params, many, context)


def _harmless(value: Any) -> Any:
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django execute wrapper: pass reads and allowed writes, refuse the rest."""
    table = table_written(sql)
    if table and table not in OUTSIDE and not key.held():
        raise Unguarded(f"{table} is written only through the gate")
    return execute(sql, params, many, context)
