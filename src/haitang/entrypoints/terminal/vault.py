"""`haitang vault` 保险柜: which master key wraps how many contacts; a new key; dropping one nothing uses."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from haitang.engine import rotation
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import refusing

ACTIONS = ("status", "rotate", "forget")


@click.command()
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("key", required=False, default="")
@home_option
@click.pass_obj
@refusing
def vault(language: str, action: str, key: str) -> None:
    """Say how the keys stand, make a new master key and rewrap everything under it, or drop an old KEY.

    Servers may go on meanwhile. Copy vault.key apart from the database afterwards.
    """
    with override(language):
        if action == "rotate":
            moved = rotation.rotate(_progress)
            click.echo(
                _("%(moved)s contacts rewrapped; keep a copy of vault.key apart from the database") % {"moved": moved}
            )
        elif action == "forget":
            rotation.forget(key)
        _status()


def _status() -> None:
    """One line for each key: its id, how many contacts it wraps, and whether it is the one that seals."""
    found = rotation.status()
    for place, (name, number) in enumerate(found.used.items()):
        click.echo(f"{name}\t{number}\t{'*' if place == 0 else '-'}")
    for name, number in found.missing.items():
        click.echo(f"{name}\t{number}\t{_('missing')}")


def _progress(done: int, of: int) -> None:
    click.echo(f"{done}/{of}", err=True)
