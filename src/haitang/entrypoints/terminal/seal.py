"""`haitang seal` 封存: let the public view advance to the live heads."""

import click

from haitang.engine.sealing import seal_all
from haitang.entrypoints.terminal import home_option


@click.command()
@home_option
def seal() -> None:
    """Let the public view advance to today's ledger heads; a ledger that has not grown stays as it is."""
    for name, head in seal_all().items():
        click.echo(f"{name}\t{head.size}\t{head.root}\t{head.day or '-'}")
