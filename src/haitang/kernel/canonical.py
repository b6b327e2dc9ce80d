"""Canonical JSON 规范文本: one value, one text, so that its hash is the same on every machine and in every year.

RFC 8785 (JCS) without fractions: null, booleans, integers both JSON sides keep exactly, strings, lists, objects.
"""

import json
from typing import TypeAlias

Plain: TypeAlias = bool | int | str | list["Plain"] | dict[str, "Plain"] | None

#: The largest integer that every reader of JSON keeps exactly (RFC 8785 §3.2.2.3, I-JSON).
LARGEST = 2**53 - 1
#: Deeper than any fact of ours, far from Python's own limit; also ends a value that contains itself.
DEEPEST = 64


def canonical(value: object) -> str:
    """The canonical text of `value`: no blanks, keys in the order of their UTF-16 code units.

    Takes None, bool, int up to ±(2**53-1), str, list or tuple, and dict with str keys. ValueError for anything else
    (a float above all), for a lone surrogate and for more than 64 levels.
    """
    text = json.dumps(_plain(value, DEEPEST), ensure_ascii=False, separators=(",", ":"))
    text.encode()  # UnicodeEncodeError, a ValueError, for a lone surrogate
    return text


def _plain(value: object, room: int) -> Plain:
    """The same value with its keys in order and nothing in it that has two spellings."""
    if room < 0:
        raise ValueError("nested too deeply for canonical JSON")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return _exact(value)
    if isinstance(value, list | tuple):
        return [_plain(each, room - 1) for each in value]
    if isinstance(value, dict):
        return {key: _plain(value[key], room - 1) for key in sorted(value, key=_code_units)}
    raise ValueError(f"{type(value).__name__} has no canonical JSON")


def _exact(number: int) -> int:
    if abs(number) > LARGEST:
        raise ValueError("integer beyond 2**53-1 has no canonical JSON")
    return number


def _code_units(key: object) -> bytes:
    if not isinstance(key, str):
        raise ValueError("a key of canonical JSON is a string")
    return key.encode("utf-16-be")
