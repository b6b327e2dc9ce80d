"""`haitang invite` 邀请: a link with which somebody sets a password; how the first administrator of a home comes in."""

import click

from haitang.commands import accounts
from haitang.engine import gate, invitations
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import refusing
from haitang.entrypoints.terminal.do import own_home
from haitang.kernel.actor import Actor
from haitang.records.account import Invitation

#: Whoever owns the home's files; the ledger says that it was done at this machine.
OWNER = Actor("terminal", system="terminal")


@click.command()
@click.argument("login")
@click.option(
    "--place", required=True, metavar="CODE", help="The place the login belongs to, such as the sub-district."
)
@home_option
@click.pass_obj
@refusing
def invite(language: str, login: str, place: str) -> None:
    """Print a link with which LOGIN, new or known, sets a password: once, within seven days."""
    own_home()
    outcome = gate.do(accounts.invite, OWNER, place=place, login=login)
    made = Invitation.objects.get(pk=outcome.values["invitation"])
    click.echo(invitations.link_of(made))
