"""`haitang check` 自检: whether this home is fit to serve, one sentence for each thing looked at; exit 1 on an error."""

import sys

import click

from haitang.engine import readiness
from haitang.entrypoints.terminal import home_option

_MARKS = {"good": "✓", "note": "!", "error": "✗"}


@click.command()
@home_option
@click.pass_obj
def check(language: str) -> None:
    """Look at database, tables, triggers, ledgers, keys, files, calendar, address and mail; change nothing."""
    found = readiness.everything()
    for condition in found:
        click.echo(f"{_MARKS[condition.weight]} {condition.words.say(language)}")
    sys.exit(1 if any(condition.weight == "error" for condition in found) else 0)
