"""Every command is the same through every door: page, JSON, with a token, terminal and replay leave the same line behind,
and matters.report through Open311 too."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client
from pydantic_core import to_jsonable_python

from haitang.engine import gate, ledger, tokens
from haitang.engine.numbers import secret_of
from haitang.entrypoints.terminal import main
from haitang.kernel.actor import Actor
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.matter import Matter
from haitang.records.party import Membership, Organization
from haitang.records.place import Place
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


def by_token(name: str, ready: Prepared) -> None:
    """The same JSON, from another system: a machine where anybody may, else one in the post that this person lends."""
    answer = with_token(token_for(name, ready.by), name, ready.given)
    assert answer.status_code == 200, answer.content.decode()


def with_token(token: str, name: str, given: dict[str, Any]) -> Any:
    body = json.dumps(to_jsonable_python(given))
    headers = {"authorization": f"Bearer {token}"}
    return Client().post(f"/api/commands/{name}", body, content_type="application/json", headers=headers)


def token_for(name: str, by: Actor) -> str:
    """A token that may give this command as this person may: the first of their posts is lent, whatever it is."""
    if by.account is None:
        return written_token(name, Organization.objects.get(code="sujin"))
    term = Membership.objects.filter(account_id=by.account).select_related("post__place", "post__organization").first()
    assert term is not None
    return written_token(name, term.post.organization, term)


def written_token(name: str, organization: Organization, term: Membership | None = None) -> str:
    """Made beside the gate, so that no line of its own stands in the ledger."""
    place = term.post.place if term else Place.objects.get(code="sujin")
    post, account = (term.post, term.account_id) if term else (None, None)
    with gate.upkeep():
        made = tokens.make(organization, place, "系统", [name], 1, 60, post, account)
    return tokens.written(made)


def by_open311(name: str, ready: Prepared) -> None:
    given = {"jurisdiction_id": "sujin", "service_code": "requests.problem.drains", "address_id": ready.given["place"]}
    answer = Client().post("/open311/v2/requests.json", {**given, "description": ready.given["words"]})
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


def doors_of(name: str, by: Actor) -> list[Door]:
    """The doors at which this actor can knock."""
    spec = commands[name]
    if by.system:
        return [by_replay]
    if by.account is None:
        machine = by.voice is None and spec.roles == (Role.ANYONE,) and not tokens.outgrows(name)
        also = [by_token] if machine else []
        return [by_page, by_json, *also, *([by_open311] if name == "matters.report" else []), by_replay]
    return [by_page, by_json, by_terminal, *([] if tokens.outgrows(name) else [by_token]), by_replay]


@pytest.mark.parametrize("name", sorted(spec.name for spec in commands))
def test_every_door_leaves_the_same_line(cast: Cast, name: str) -> None:
    with transaction.atomic():
        by = PREPARED[name](cast).by
        transaction.set_rollback(True)
    expected = left_behind(cast, name, directly)
    for door in doors_of(name, by):
        assert left_behind(cast, name, door) == expected, door.__name__


def test_what_no_token_gives_is_refused_with_one(cast: Cast) -> None:
    """Passwords, posts and tokens: whoever else may give them, their token may not."""
    outgrown = [spec.name for spec in commands if tokens.outgrows(spec.name)]
    assert {name.partition(".")[0] for name in outgrown} == {"accounts", "offices", "openings", "tokens"}
    for name in outgrown:
        with transaction.atomic():
            ready = PREPARED[name](cast)
            token = token_for(name, ready.by if ready.by.account else cast.administrator)
            assert with_token(token, name, ready.given).status_code == 403, name
            transaction.set_rollback(True)


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
