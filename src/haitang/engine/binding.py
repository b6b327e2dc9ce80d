"""Binding 填表校验: a command's input against its signature; every door's mistakes come out as the same Invalid."""

import inspect
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Problem
from haitang.kernel.words import Words


def bind(spec: Command, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The validated input by name; Invalid names each wrong field in both languages."""
    names = list(inspect.signature(spec.function).parameters)[1:]
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    try:
        form = spec.form.model_validate(given)
    except ValidationError as error:
        raise Invalid([problem(detail) for detail in error.errors()]) from None
    return {name: getattr(form, name) for name in names}


def problem(detail: ErrorDetails) -> Problem:
    """One mistake as pydantic found it, in our words: for every door that validates before the gate does."""
    field = ".".join(str(part) for part in detail["loc"] if not isinstance(part, int)) or "form"
    return Problem(field, _words(detail))


def _words(detail: ErrorDetails) -> Words:
    context = detail.get("ctx", {})
    known = {
        "missing": ("这一项要填", "This is needed"),
        "string_too_short": ("这一项要填", "This is needed"),
        "string_too_long": ("最多 {max_length} 个字", "At most {max_length} characters"),
        "too_long": ("最多 {max_length} 个", "At most {max_length} of them"),
        "too_short": ("至少 {min_length} 个", "At least {min_length} of them"),
        "greater_than_equal": ("不能小于 {ge}", "Not less than {ge}"),
        "less_than_equal": ("不能大于 {le}", "Not more than {le}"),
        "extra_forbidden": ("没有这一项", "There is no such field"),
        "value_error": ("有不能用的字符或写法", "It holds characters or a spelling that cannot be used"),
        "timezone_aware": ("时间要带时区", "The time needs its time zone"),
        "literal_error": ("请从列表里选一个", "Please choose one from the list"),
        "enum": ("请从列表里选一个", "Please choose one from the list"),
    }
    zh, en = known.get(detail["type"], ("写法不对", "This is not in the right form"))
    return Words(zh=zh.format(**context), en=en.format(**context))
