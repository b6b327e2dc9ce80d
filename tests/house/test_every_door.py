"""Every command is the same through every door: page, JSON, terminal and replay leave the same line behind."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client
from pydantic_core import to_jsonable_python

from haitang.engine import gate, ledger
from haitang.engine.numbers import secret_of
from haitang.entrypoints.terminal import main
from haitang.kernel.actor import Actor
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.matter import Matter
from haitang.records.voice import Voice
from tests.cast import Cast
from tests.commands.inputs import PREPARED, Prepared

Door = Callable[[str, Prepared], None]
#: Facts that name a record of the database, another one at every try.
ONLY_HERE = {"motion", "matter", "answer", "door", "term", "source", "channel", "rule", "token"}

#: What concerns two matters leaves a line with each.
TWO_MATTERS = {"joining.join", "joining.part", "talents.ask"}


def directly(name: str, ready: Prepared) -> None:
    ready({})


def by_replay(name: str, ready: Prepared) -> None:
    assert len(list(gate.many([gate.Asked(ready.command, ready.by, ready.given)]))) == 1


def by_page(name: str, ready: Prepared) -> None:
    client = signed_in(ready.by)
    if ready.by.voice is not None:
        number, secret = receipt_of(ready.by)
        client.post("/follow", {"number": number, "secret": secret})
    answer = client.post(f"/do/{name}", {field: written(value) for field, value in ready.given.items()})
    assert answer.status_code == 302, answer.content.decode()


def by_json(name: str, ready: Prepared) -> None:
    client, headers = signed_in(ready.by), {}
    if ready.by.voice is not None:
        number, secret = receipt_of(ready.by)
        headers = {"X-Haitang-Number": number, "X-Haitang-Secret": secret}
    body = json.dumps(to_jsonable_python(ready.given))
    answer = client.post(f"/api/commands/{name}", body, content_type="application/json", headers=headers)
    assert answer.status_code == 200, answer.content.decode()


def by_terminal(name: str, ready: Prepared) -> None:
    login = Account.objects.get(pk=ready.by.account).login
    given = json.dumps(to_jsonable_python(ready.given))
    done = CliRunner().invoke(main, ["do", name, "--as", login, "--json", "-"], input=given)
    assert done.exit_code == 0, done.output


def signed_in(by: Actor) -> Client:
    client = Client()
    if by.account is not None:
        client.force_login(Account.objects.get(pk=by.account))
    return client


def receipt_of(by: Actor) -> tuple[str, str]:
    voice = Voice.objects.select_related("matter").get(pk=by.voice)
    return voice.matter.number, secret_of(voice.matter.pk, voice.pk)


def written(value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    if isinstance(value, bool):
        return "yes" if value else ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def left_behind(cast: Cast, name: str, door: Door) -> dict[str, Any]:
    """What a command leaves in the ledger and where its subject then stands; everything is undone."""
    with transaction.atomic():
        ready = PREPARED[name](cast)
        before = {head.ledger: head.size for head in ledger.heads()}
        door(name, ready)
        grown = [head for head in ledger.heads() if head.size > before.get(head.ledger, 0)]
        lines = 2 if name in TWO_MATTERS else 1
        assert [head.size - before.get(head.ledger, 0) for head in grown] == [lines], "one change, one line a matter"
        leaf, body = ledger.line(grown[0].ledger, grown[0].size - lines + 1) or pytest.fail("no line")
        subject = Matter.objects.filter(number=body.subject).values("state", "version", "outcome", "basis", "place")
        facts = {name: value for name, value in json.loads(body.facts or "").items() if name not in ONLY_HERE}
        transaction.set_rollback(True)
    return {
        "line": (leaf.ledger, leaf.kind, leaf.quantity, leaf.community, body.command, body.place),
        "facts": facts,
        "subject": list(subject),
    }


def doors_of(by: Actor) -> list[Door]:
    """The doors at which this actor can knock."""
    if by.system:
        return [by_replay]
    if by.account is None:
        return [by_page, by_json, by_replay]
    return [by_page, by_json, by_terminal, by_replay]


@pytest.mark.parametrize("name", sorted(spec.name for spec in commands))
def test_every_door_leaves_the_same_line(cast: Cast, name: str) -> None:
    with transaction.atomic():
        by = PREPARED[name](cast).by
        transaction.set_rollback(True)
    expected = left_behind(cast, name, directly)
    for door in doors_of(by):
        assert left_behind(cast, name, door) == expected, door.__name__


SETTING_UP = sorted(spec.name for spec in commands if spec.roles == (Role.SYSTEM,))


@pytest.mark.parametrize("name", [*SETTING_UP, "matters.close"])
def test_what_is_left_to_the_installation_no_door_gives_to_people(cast: Cast, name: str) -> None:
    ready = PREPARED[name](cast)
    client = signed_in(cast.administrator)
    page = client.post(f"/do/{name}", {field: written(value) for field, value in ready.given.items()})
    body = json.dumps(to_jsonable_python(ready.given))
    api = client.post(f"/api/commands/{name}", body, content_type="application/json")
    terminal = CliRunner().invoke(main, ["do", name, "--as", "administrator", "--json", "-"], input=body)
    assert (page.status_code, api.status_code, terminal.exit_code) == (403, 403, 1)
