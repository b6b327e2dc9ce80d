"""The public ledger is no time clock: two acts of one worker cannot be linked from what is public."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import matters
from haitang.engine import clock, gate, ledger, sealing
from haitang.kernel.actor import Actor
from haitang.models import Body, Leaf
from tests.cast import Cast

PUBLIC = {"ledger", "entry", "kind", "day", "community", "quantity", "commitment"}
MORNING = datetime(2023, 11, 14, 1, tzinfo=UTC)
in_a_transaction = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def line(actor: str = "account:7", minute: int = 0, **more: Any) -> ledger.Line:
    given_: dict[str, Any] = {
        "ledger": "sujin", "kind": "request.accepted", "community": "daguan", "quantity": 1, "subject": "SJ23-00001-7",
        "command": "matters.accept", "actor": actor, "door": "web", "place": "/gusu/sujin/daguan/",
        "occurred_at": MORNING + timedelta(minutes=minute), "facts": {"category": "drains"},
    }  # fmt: skip
    return ledger.Line(**{**given_, **more})


def written(*lines: ledger.Line) -> list[tuple[Leaf, Body]]:
    with gate.upkeep():
        entries = [ledger.append(each) for each in lines]
    return [ledger.line("sujin", entry) or pytest.fail("no line") for entry in entries]


def seen(leaf: Leaf) -> dict[str, Any]:
    """What anybody reads of a line, without its number and its commitment."""
    said: dict[str, Any] = json.loads(ledger.leaf_text(leaf))
    return {name: value for name, value in said.items() if name not in {"entry", "commitment"}}


def test_a_public_line_has_no_other_column() -> None:
    assert {field.name for field in Leaf._meta.get_fields()} - {"id"} == PUBLIC
    assert not [field for field in Leaf._meta.get_fields() if field.is_relation]


def test_its_exact_text_says_nothing_more(cast: Cast) -> None:
    [(leaf, _)] = written(line())
    assert set(json.loads(ledger.leaf_text(leaf))) == PUBLIC
    assert json.loads(ledger.leaf_text(leaf))["day"] == "2023-11-14"


def test_equal_bodies_have_unlike_commitments(cast: Cast) -> None:
    many = written(*[line()] * 20)
    assert len({leaf.commitment for leaf, _ in many}) == 20
    salts = {body.salt for _, body in many}
    assert len(salts) == 20 and all(len(bytes.fromhex(salt or "")) >= 16 for salt in salts)


@in_a_transaction
@given(
    first=st.tuples(st.integers(1, 99), st.integers(0, 600)),
    second=st.tuples(st.integers(1, 99), st.integers(0, 600)),
    door=st.sampled_from(["web", "api", "terminal"]),
)
def test_who_acted_and_at_which_hour_changes_nothing_that_is_public(
    cast: Cast, first: tuple[int, int], second: tuple[int, int], door: str
) -> None:
    with transaction.atomic(), clock.at(MORNING + timedelta(hours=12)):
        lines = [line(f"account:{who}", minute, door=door) for who, minute in (first, second)]
        one, other = (leaf for leaf, _ in written(*lines))
        assert seen(one) == seen(other)
        assert one.commitment != other.commitment
        transaction.set_rollback(True)


@in_a_transaction
@given(st.lists(st.sampled_from(["desk", "grid"]), min_size=4, max_size=4))
def test_the_same_work_by_one_or_by_several_leaves_the_same_public_lines(cast: Cast, workers: list[str]) -> None:
    """Four matters are accepted, by whichever of two workers: what is public does not say by whom."""
    told = []
    for names in (["desk"] * 4, workers):
        with transaction.atomic(), clock.at(MORNING):
            before = ledger.head("sujin").size
            for minute, name in enumerate(names):
                with clock.at(MORNING + timedelta(minutes=minute)):
                    number = cast.report(place="dgmy").number
                    gate.do(matters.accept, getattr(cast, name), matter=number, category="drains")
            told.append([seen(leaf) for leaf in ledger.leaves("sujin", before, 50, upto=ledger.head("sujin").size)])
            transaction.set_rollback(True)
    assert told[0] == told[1]


def test_a_commitment_without_its_salt_is_told_by_no_guess(cast: Cast) -> None:
    """Whoever guesses the whole body, name and minute, still cannot recognize it."""
    [(leaf, body)] = written(line())
    for salt in ("", "0" * 32, leaf.ledger, str(leaf.entry), str(leaf.day)):
        body.salt = salt
        assert ledger.commitment(body) != leaf.commitment


def test_what_the_interface_gives_to_anybody_is_these_fields(
    cast: Cast, client: Client, clock_at: Callable[..., datetime]
) -> None:
    clock_at("2023-11-14 09:30")
    cast.answered()
    clock_at("2023-11-15 09:30")
    sealing.seal_past_days()
    answer = client.get("/api/ledgers/sujin/entries").json()
    assert len(answer["entries"]) > 5
    for each in answer["entries"]:
        assert set(each) == {"entry", "leaf"} and set(json.loads(each["leaf"])) == PUBLIC
    text = json.dumps(answer)
    for account in cast.by_login.values():
        assert isinstance(account, Actor) and f"account:{account.account}" not in text
    assert "T01:" not in text and "09:30" not in text
