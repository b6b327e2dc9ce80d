"""`haitang check` 自检: whether this home is fit to serve, one sentence for each thing looked at; exit 1 on an error."""

import sys
from dataclasses import replace

import click

from haitang.engine import deploying, readiness
from haitang.entrypoints.terminal import home_option

_MARKS = {"good": "✓", "note": "!", "error": "✗"}


@click.command()
@click.option("--deploy", is_flag=True, help="Look at TLS, hosts, proxy, permissions, backups and deliveries as well.")
@home_option
@click.pass_obj
def check(language: str, deploy: bool) -> None:
    """Look at database, tables, triggers, ledgers, keys, files, calendar, address and mail; change nothing."""
    found = readiness.everything()
    if not _wrong(found):
        found += deploying.everything() if deploy else [_at_ease(deploying.backups())]
    for condition in found:
        click.echo(f"{_MARKS[condition.weight]} {condition.words.say(language)}")
    sys.exit(1 if _wrong(found) else 0)


def _wrong(found: list[readiness.Condition]) -> bool:
    return any(condition.weight == "error" for condition in found)


def _at_ease(condition: readiness.Condition) -> readiness.Condition:
    """What is an error of an office that serves people is a note on somebody's own machine."""
    return replace(condition, weight="note") if condition.weight == "error" else condition
