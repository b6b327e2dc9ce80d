"""`haitang verify` 核对: recompute every ledger and every chain of readings; exit 0 when everything agrees, 1 naming the first bad line."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import override

from haitang.engine.looking import BadReading, verify_readings
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
            if read := verify_readings():
                click.echo(_("readings of contacts: %(count)s agree") % {"count": read})
        except BadLine as bad:
            place = {"ledger": bad.ledger or "-", "entry": bad.entry, "words": bad.words.say(language)}
            leave(_("%(ledger)s, entry %(entry)s: %(words)s") % place, 1)
        except BadReading as bad:
            leave(_("readings of contact %(contact)s: altered or cut off") % {"contact": bad.contact}, 1)
