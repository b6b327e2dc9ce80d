"""`haitang index` 重建检索: make the search index anew from the matters, and leave nothing on the disk of what was taken out."""

import click

from haitang.engine import installation, reindexing
from haitang.entrypoints.terminal import home_option
from haitang.kernel.words import Words

DONE = Words(zh="检索里有 {n} 件事", en="{n} matters are in the index")


@click.command()
@home_option
@click.pass_obj
def index(language: str) -> None:
    """Bring the search index up to date: after places were renamed, or after many were forgotten."""
    installation.migrate()
    done = 0
    for done in reindexing.rebuild():
        click.echo(f"{done} …", err=True)
    click.echo(DONE.say(language).format(n=done))
