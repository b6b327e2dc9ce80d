"""`haitang figures` 数字: figures of a place and period, each with how many rows stand behind it. Reads the live ledger."""

import json
from datetime import date

import click

from haitang.engine import tally
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import place_and_days, refusing


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME…]")
@place_and_days
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@home_option
@click.pass_obj
@refusing
def figures(language: str, names: tuple[str, ...], place: str, start: date | None, end: date | None, form: str) -> None:
    """Print figures; all of them without NAME. Days are inclusive and local; a stock figure is read as of --to."""
    numbers = tally.figures(names, place, start, end, entitled=True)
    if form == "json":
        said = [tally.plain(number, language) for number in numbers]
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    for number in numbers:
        click.echo(_line(number, language))


def _line(number: tally.Number, language: str) -> str:
    if number.value is None:
        why = number.not_yet or number.closed
        value = why.say(language) if why else "-"
    else:
        value = f"{number.value} {number.unit.say(language)}"
    return f"{number.figure.name:<45} {value}  ({number.rows})"
