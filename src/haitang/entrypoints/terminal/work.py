"""`haitang work` 待办: what is due for somebody, by deadline; or do what the ledger made due, once or until stopped."""

import signal
from collections.abc import Iterable
from threading import Event, Thread

import click

from haitang.engine import clock, outbox, sheets
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing
from haitang.jobs import daily, open_data
from haitang.jobs.imports import intakes
from haitang.kernel.actor import Actor
from haitang.records.account import Account

#: What somebody looks at in the morning, most pressing first.
_LISTS = ("late", "today", "new", "to_assign", "to_check", "to_answer", "mine")


@click.command()
@click.option("--as", "login", metavar="LOGIN", help="List what is due for this login.")
@click.option("--once", is_flag=True, help="Do what the clock owes and deliver what waits, then end.")
@click.option("--stay", is_flag=True, help="Go on like that until stopped: for a worker beside several servers.")
@home_option
@click.pass_obj
@refusing
def work(language: str, login: str | None, once: bool, stay: bool) -> None:
    """List the work that is due for LOGIN, or bring what the ledger has made due to those it is for."""
    if not (login or once or stay):
        raise click.UsageError("say --as LOGIN, --once or --stay")
    if once:
        click.echo(f"{daily.run_due() + outbox.drain() + intakes.run_waiting() + open_data.run_due()}")
    if login:
        for line in _lines(_actor(login, language), language):
            click.echo(line)
    if stay:
        stop = _until_told()
        Thread(target=intakes.run_forever, args=(stop,), name="imports", daemon=True).start()
        outbox.run_forever(stop, (daily.run_due, open_data.run_due))


def _until_told() -> Event:
    """Set by SIGTERM or Ctrl-C: the round under way is finished first."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _actor(login: str, language: str) -> Actor:
    account = Account.objects.filter(login=login, active=True).first()
    if account is None:
        leave(f"{login}: no such login", 1)
    return Actor("terminal", account=account.pk, language=language)


def _lines(actor: Actor, language: str) -> Iterable[str]:
    """Each list with its matters; what stood in a list before is not repeated."""
    shown: set[str] = set()
    for name in _LISTS:
        fresh = [row for row in sheets.rows(name, actor).rows if row.number not in shown]
        shown |= {row.number for row in fresh}
        if fresh:
            yield f"{sheets.SHEETS[name].words.say(language)}:"
        yield from (_line(row, language) for row in fresh)
    if not shown:
        yield sheets.SHEETS["open"].empty.say(language)


def _line(row: sheets.Row, language: str) -> str:
    due = row.due_at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if row.due_at else "-"
    return (
        f"  {row.number}  {due}  {row.state_words.say(language)}  {row.title.say(language)} · {row.place.say(language)}"
    )
