"""`haitang verify` 核对: recompute every ledger; exit 0 when everything agrees, 1 naming the first bad line."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from haitang.engine.verify import BadLine, verify_all
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave


@click.command()
@home_option
@click.pass_obj
def verify(language: str) -> None:
    """Recompute every hash of every ledger from its lines, its sealed halves and its seals."""
    with override(language):
        try:
            for found in verify_all():
                said = {"ledger": found.ledger, "size": found.size, "root": found.root}
                click.echo(_("%(ledger)s: %(size)s lines agree, root %(root)s") % said)
        except BadLine as bad:
            place = {"ledger": bad.ledger or "-", "entry": bad.entry, "words": bad.words.say(language)}
            leave(_("%(ledger)s, entry %(entry)s: %(words)s") % place, 1)
