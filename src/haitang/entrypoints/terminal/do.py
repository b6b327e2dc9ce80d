"""`haitang do` 办一步: one change through the gate, by somebody who owns this home on this machine (decisions.md A19)."""

import json
import os
from dataclasses import asdict
from typing import Any

import click
from django.conf import settings

from haitang.engine import gate, tokens
from haitang.engine.binding import bind
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command
from haitang.kernel.limits import KEY
from haitang.kernel.registry import commands
from haitang.records.account import Account

DOOR = "terminal"


@click.command()
@click.argument("command")
@click.argument("fields", nargs=-1, metavar="[NAME=VALUE…]")
@click.option("--as", "login", required=True, metavar="LOGIN", help="Whose posts this is done with.")
@click.option(
    "--json", "source", type=click.File("r", encoding="utf-8"), help="The input as one JSON object; - reads it."
)
@click.option("--key", default="", help="Idempotency key: the same key gives the same outcome.")
@click.option("--expect", type=click.IntRange(1), help="The version of the subject you saw.")
@home_option
@click.pass_obj
@refusing
def do(
    language: str, command: str, fields: tuple[str, ...], login: str, source: Any, key: str, expect: int | None
) -> None:
    """Make the change COMMAND as LOGIN and print its outcome; refusals go to the error stream with exit 1."""
    own_home()
    spec = _command(command)
    if len(key) > KEY:
        raise click.UsageError(f"--key has more than {KEY} characters")
    given = {**_object(source), **dict(_pair(field) for field in fields)}
    outcome = gate.ask(spec, _actor(login, language), bind(spec, (), given), key, expect)
    click.echo(json.dumps({**asdict(outcome), **_shown_once(outcome)}, ensure_ascii=False))


def _shown_once(outcome: gate.Outcome) -> dict[str, str]:
    """The token that has just been made; nothing else is printed that the outcome does not hold."""
    token = tokens.shown_once(outcome.values["token"]) if "token" in outcome.values else ""
    return {"token": token} if token else {}


def own_home() -> None:
    """Whoever may not write the home's files may not speak for its people either."""
    if settings.HOME.stat().st_uid != os.geteuid():
        leave(f"{settings.HOME} belongs to another user of this machine; only its owner may use this door", 1)


def _command(name: str) -> Command:
    found = commands.get(name)
    if found is None:
        raise click.UsageError(f"{name}: no such command; there are {', '.join(spec.name for spec in commands)}")
    return found


def _actor(login: str, language: str) -> Actor:
    account = Account.objects.filter(login=login, active=True).first()
    if account is None:
        leave(f"{login}: no such login", 1)
    return Actor(DOOR, account=account.pk, language=language)


def _object(source: Any) -> dict[str, Any]:
    if source is None:
        return {}
    try:
        found = json.load(source)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"--json is not readable: {error}") from None
    if not isinstance(found, dict):
        raise click.UsageError("--json is one object")
    return found


def _pair(field: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not equals:
        raise click.UsageError(f"{field}: write NAME=VALUE")
    return name, value
