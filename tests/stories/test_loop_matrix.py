"""Every state, every step, every role: the gate allows what the table of the paper allows and nothing else."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import Client

from haitang.commands import asked, asking, matters
from haitang.engine import clock, gate
from haitang.entrypoints.terminal import main
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow, Refusal
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.records.account import Account
from tests import talents as register
from tests.cast import Cast, Told
from tests.commands.sound import SOUND
from tests.stories.loop_table import DECIDED, FLOWS, ROLES

VOICED = [kind for kind in kinds if kind.flow.voiced and not kind.confidential]


def test_the_flows_say_what_the_table_says() -> None:
    for kind in VOICED:
        told = {move.name: (set(move.sources), set(move.roles)) for move in kind.flow.moves}
        table = FLOWS[kind.flow.name]
        assert told == {name: (set(froms.split()), {Role(one) for one in who.split()}) for _, name, froms, who in table}


def test_every_difference_from_the_paper_is_about_a_step_there_is() -> None:
    assert set(DECIDED) <= {name for table in FLOWS.values() for _, name, *_ in table}


def test_every_step_of_the_table_has_its_command_and_the_other_way_round() -> None:
    for kind in VOICED:
        steps = {name for _, name, froms, _ in FLOWS[kind.flow.name] if froms}
        given = {spec.move for spec in commands if spec.move and spec.shape == kind.shape}
        assert steps <= given


def questioned(cast: Cast) -> Told:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    return told


#: A matter in each state, its owner the property company where it has one.
STANDING: dict[str, Callable[[Cast], Told]] = {
    "received": Cast.report,
    "needs_info": questioned,
    "accepted": Cast.accepted,
    "referred": Cast.referred,
    "assigned": Cast.assigned,
    "working": Cast.working,
    "parked": Cast.parked,
    "claimed_done": Cast.claimed,
    "checked": Cast.checked,
    "answered": Cast.answered,
    "closed": Cast.solved,
    "reopened": Cast.reopened,
    "joined": lambda cast: cast.joined(cast.report(), cast.accepted()),
}


def asked_of(kind: str, state: str) -> Callable[[Cast], Told]:
    """One of the kinds that are only asked and answered, in each of their states."""
    opens = {"guide.consult": asked.consult, "site.page_correction": asked.correct, "site.burden": asked.burden}[kind]

    def walk(cast: Cast) -> Told:
        with clock.at(clock.now() - timedelta(days=30)):
            made = gate.do(opens, cast.anyone, **SOUND[opens.__haitang_command__.name]).values  # type: ignore[attr-defined]
            told = Told(made["number"], made["matter"], Actor("web", voice=made["voice"]))
            if state != "received":
                code = kinds[kind].outcomes[0].code
                code = "sentence" if kind == "guide.consult" else code
                gate.do(asked.reply, cast.desk, matter=told.number, outcome=code, sentence="这样办。")
        if state == "closed":
            gate.do(matters.close, cast.system, matter=told.number)
        return told

    return walk


def people(cast: Cast, told: Told) -> dict[Role, Actor]:
    """One actor for each role, as near to the matter as the role can be."""
    known = {role: cast.by_login[role.value] for role in ROLES if role.value in cast.by_login}
    return known | {
        Role.ANYONE: cast.anyone,
        Role.SYSTEM: cast.system,
        Role.VOICE: told.voice,
        Role.OWNER: cast.property,
    }


def verdict(name: str, by: Actor, told: Told) -> str:
    """What the gate says: `role` when this is not for them, `state` when not now, else `open`; all is undone."""
    given = {**SOUND[name], "matter": told.number}
    with transaction.atomic():
        try:
            gate.do(commands[name].function, by, **given)
        except Denied as refusal:
            return "open" if "yourself" in refusal.words.en or "claimed it" in refusal.words.en else "role"
        except NotNow as refusal:
            return "state" if "It stands at" in refusal.words.en else "open"
        except Invalid:
            return "open"
        finally:
            transaction.set_rollback(True)
    return "open"


def expected(froms: str, who: str, state: str, role: Role, owned: bool) -> str:
    allowed = {Role(one) for one in who.split()}
    if role is Role.OWNER and not owned:
        allowed.discard(Role.OWNER)
    if role not in allowed:
        return "role"
    return "open" if state in froms.split() else "state"


def differences(cast: Cast, flow: str, state: str, told: Told, shape: str = "case") -> list[str]:
    """Where the gate and the table disagree about one matter."""
    owned, tried, found = told.record().owner_id is not None, people(cast, told), []
    for _, step, froms, who in FLOWS[flow]:
        for spec in commands:
            if spec.move != step or not spec.reads_subject or spec.shape != shape:
                continue
            for role in ROLES:
                want, got = expected(froms, who, state, role, owned), verdict(spec.name, tried[role], told)
                if want != got and not aliased(state, role, step):
                    found.append(f"{flow} {state} {spec.name} {role}: {got}, not {want}")
    return found


def aliased(state: str, role: Role, step: str) -> bool:
    """A joined voice acts in the matter it was joined into: there the answer is that of the other matter's state."""
    return state == "joined" and role is Role.VOICE and step != "part"


@pytest.mark.embedded
def test_every_state_every_step_every_role_through_the_gate(cast: Cast) -> None:
    wrong: list[str] = []
    for state, walk in STANDING.items():
        with transaction.atomic():
            wrong += differences(cast, "case", state, walk(cast))
            transaction.set_rollback(True)
    assert wrong == []


def test_the_same_for_what_is_only_asked_and_answered(cast: Cast) -> None:
    wrong: list[str] = []
    for kind in VOICED:
        if kind.flow.name != "asked":
            continue
        for state in ("received", "answered", "closed"):
            with transaction.atomic():
                wrong += differences(cast, "asked", state, asked_of(kind.name, state)(cast))
                transaction.set_rollback(True)
    assert wrong == []


OFFERS: dict[str, Callable[[Cast], Told]] = {
    "offered": register.offered,
    "confirmed": register.confirmed,
    "ended": register.turned_down,
}


def test_the_same_for_who_offers_a_skill(cast: Cast) -> None:
    wrong: list[str] = []
    for state, walk in OFFERS.items():
        with transaction.atomic():
            wrong += differences(cast, "talent", state, walk(cast), "talent")
            transaction.set_rollback(True)
    assert wrong == []


def test_every_state_of_the_flow_is_tried() -> None:
    assert set(STANDING) == {state.name for state in kinds["requests.problem"].flow.states}
    assert set(OFFERS) == {state.name for state in kinds["talents.offer"].flow.states}


def by_page(login: str, number: str) -> str:
    answer = signed_in(login).post("/do/matters.start", {"matter": number})
    return {302: "done", 403: "role", 409: "state"}[answer.status_code]


def by_json(login: str, number: str) -> str:
    body: Any = json.dumps({"matter": number})
    answer = signed_in(login).post("/api/commands/matters.start", body, content_type="application/json")
    return {200: "done", 403: "role", 409: "state"}[answer.status_code]


def by_terminal(login: str, number: str) -> str:
    given = json.dumps({"matter": number})
    done = CliRunner().invoke(main, ["do", "matters.start", "--as", login, "--json", "-"], input=given)
    return (
        "done" if done.exit_code == 0 else "state" if "现在是" in done.output or "stands at" in done.output else "role"
    )


def by_replay(login: str, number: str) -> str:
    by = Actor("replay", account=Account.objects.get(login=login).pk)
    try:
        list(gate.many([gate.Asked(matters.start, by, {"matter": number})]))
    except Refusal as refusal:
        return "role" if isinstance(refusal, Denied) else "state"
    return "done"


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(login=login))
    return client


@pytest.mark.parametrize("door", [by_page, by_json, by_terminal, by_replay])
def test_each_sort_of_cell_is_the_same_through_every_door(cast: Cast, door: Callable[[str, str], str]) -> None:
    cells = {("property", Cast.assigned): "done", ("desk", Cast.assigned): "role", ("property", Cast.claimed): "state"}
    assert {cell: door(cell[0], cell[1](cast).number) for cell in cells} == cells
