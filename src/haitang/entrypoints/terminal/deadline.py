"""`haitang deadline` 期限: when a promise or a legal period of so many working days falls due."""

import json
from datetime import datetime
from typing import Any

import click

from haitang.engine import promise
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import refusing
from haitang.kernel.calendar import LONGEST_TERM, SHANGHAI


class Instant(click.ParamType):
    """An instant with its offset, 2023-11-15T09:30:00+08:00. A naive one is refused: which day it is depends on it."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant; usage error (exit 2) when it is none or has no offset."""
        try:
            found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an instant such as 2023-11-15T09:30:00+08:00", param, ctx)
        if found.utcoffset() is None:
            self.fail(f"{value!r} has no offset; write it as in 2023-11-15T09:30:00+08:00", param, ctx)
        return found


@click.command()
@click.argument("instant", type=Instant())
@click.option("--workdays", required=True, type=click.IntRange(1, LONGEST_TERM), help="Working days of the term.")
@click.option("--legal", is_flag=True, help="A period set by law: refused where the calendar is not known.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@home_option
@refusing
def deadline(instant: datetime, workdays: int, legal: bool, form: str) -> None:
    """The close of business of the n-th working day after INSTANT, whose own day is not counted."""
    try:
        found = promise.due(instant, workdays, legal=legal)
    except (OverflowError, ValueError) as error:
        raise click.UsageError(f"no such deadline: {error}") from None
    due = found.at.astimezone(SHANGHAI).isoformat()
    if form == "json":
        click.echo(json.dumps({"due": due, "calendar": found.calendar, "provisional": found.provisional}))
        return
    click.echo(f"{due}  {found.calendar}{'  provisional' if found.provisional else ''}")
