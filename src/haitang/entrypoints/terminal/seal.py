"""`haitang seal` 封存: let the public view advance to the live heads."""

import click

from haitang.engine import gate, ledger
from haitang.entrypoints.terminal import home_option


@click.command()
@home_option
def seal() -> None:
    """Let the public view advance to today's ledger heads; a ledger that has not grown stays as it is."""
    with gate.upkeep():
        heads = {head.ledger: ledger.seal(head.ledger) for head in ledger.heads()}
    for name, head in heads.items():
        click.echo(f"{name}\t{head.size}\t{head.root}\t{head.day or '-'}")
