"""What several commands ask alike 共用选项: a place, two days, and how refusals are said on a terminal."""

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NoReturn

import click

from haitang.engine.tally import UnknownFigure
from haitang.kernel.errors import Invalid, Refusal


class Day(click.ParamType):
    """A local date, 2023-11-15."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; usage error (exit 2) when it is none."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day such as 2023-11-15", param, ctx)


def place_and_days(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--place CODE --from D --to D`, passed on as place, start, end."""
    function = click.option("--to", "end", type=Day(), help="Last day, inclusive; today without it.")(function)
    function = click.option("--from", "start", type=Day(), help="First day, inclusive; else 1 January.")(function)
    return click.option("--place", default="", metavar="CODE", help="A community or something above it.")(function)


def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Say a refusal in words on the error stream: exit 2 for what was asked wrongly, else 1."""

    @wraps(function)
    def careful(*args: Any, **kwargs: Any) -> Any:
        language = click.get_current_context().find_root().obj or "zh-hans"
        try:
            return function(*args, **kwargs)
        except UnknownFigure as unknown:
            near = ", ".join(unknown.nearest)
            leave(f"{unknown.name}: no such figure" + (f"; near: {near}" if near else ""), 2)
        except Refusal as refusal:
            leave(words(refusal, language), 2 if isinstance(refusal, Invalid) else 1)

    return careful


def words(refusal: Refusal, language: str) -> str:
    """A refusal in one or more lines, each wrong field named."""
    if not isinstance(refusal, Invalid):
        return refusal.words.say(language)
    return "\n".join(f"{problem.field}: {problem.words.say(language)}" for problem in refusal.problems)


def leave(message: str, code: int) -> NoReturn:
    """Say `message` on the error stream and end."""
    click.echo(message, err=True)
    sys.exit(code)
