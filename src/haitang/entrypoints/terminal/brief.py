"""`haitang brief` 简报: a plain brief whose every number names its figure. Reads the live ledger."""

import json
from collections.abc import Iterator
from datetime import date

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from haitang.engine import briefs
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import place_and_days, refusing


@click.command()
@place_and_days
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@home_option
@click.pass_obj
@refusing
def brief(language: str, place: str, start: date | None, end: date | None, form: str) -> None:
    """Print a brief of a place and period; every number names its figure, which `haitang figures` opens."""
    made = briefs.brief(place, start, end, entitled=True)
    if form == "json":
        click.echo(json.dumps(briefs.plain(made, language), ensure_ascii=False, indent=1))
        return
    with override(language):
        click.echo("\n".join(_lines(made, language)))


def _lines(made: briefs.Brief, language: str) -> Iterator[str]:
    yield _("Brief %(place)s, %(start)s to %(end)s") % {
        "place": made.place,
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
    }
    yield from (f"· {said.sentence(language)}" for said in made.said)
    if made.to_come:
        yield _("Not there yet:")
    for number in made.to_come:
        why = number.not_yet.say(language) if number.not_yet else ""
        yield f"· {number.figure.words.say(language)} [{number.figure.name}]: {why}"
    for name, head in made.heads:
        yield _("Ledger %(name)s: %(size)s lines, root %(root)s") % {"name": name, "size": head.size, "root": head.root}
