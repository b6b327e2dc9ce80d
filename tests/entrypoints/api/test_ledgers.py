"""Anybody can recompute a ledger from what the API gives, and nothing beyond the last seal is given."""

import hashlib
import json
from typing import Any

import pytest

from haitang.engine import ledger
from haitang.engine.sealing import seal_all
from haitang.kernel import merkle
from tests.cast import Cast
from tests.entrypoints.api.conftest import Caller


@pytest.fixture
def sealed(cast: Cast) -> int:
    """A sealed ledger; how many lines it has."""
    cast.solved()
    seal_all()
    return ledger.head("sujin").size


def _bytes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_the_root_follows_from_the_public_entries(sealed: int, caller: Caller) -> None:
    head = caller.get("ledgers/sujin/head").json()
    frontier, after = merkle.Frontier(0, ()), 0
    while entries := caller.get("ledgers/sujin/entries", after=after, limit=7).json()["entries"]:
        for each in entries:
            assert each["entry"] == after + 1
            frontier, _nodes = frontier.append(hashlib.sha256(b"\0" + each["leaf"].encode()).digest())
            after = each["entry"]
    assert (after, frontier.root().hex()) == (head["size"], head["root"]) == (sealed, head["root"])
    assert head["day"]


def test_a_leaf_says_nothing_of_who_or_exactly_when(sealed: int, caller: Caller) -> None:
    for each in caller.get("ledgers/sujin/entries").json()["entries"]:
        assert set(json.loads(each["leaf"])) == {
            "ledger", "entry", "kind", "day", "community", "quantity", "commitment",
        }  # fmt: skip


def test_every_entry_is_proven_at_every_size(sealed: int, caller: Caller) -> None:
    for size in (1, 2, sealed - 1, sealed):
        for entry in {1, (size + 1) // 2, size}:
            found = caller.get("ledgers/sujin/proof", entry=entry, size=size).json()
            assert (found["index"], found["size"]) == (entry - 1, size)
            leaf, root = _bytes([found["leaf_hash"], found["root"]])
            assert merkle.verify_inclusion(leaf, entry - 1, size, _bytes(found["path"]), root)


def test_a_proof_without_a_size_is_of_the_sealed_tree(sealed: int, caller: Caller) -> None:
    found = caller.get("ledgers/sujin/proof", entry=1).json()
    assert (found["size"], found["root"]) == (sealed, caller.get("ledgers/sujin/head").json()["root"])


def test_consistency_between_two_sizes(sealed: int, caller: Caller) -> None:
    for first in (0, 1, 5, sealed):
        found = caller.get("ledgers/sujin/consistency", from_=first, to=sealed).json()
        roots = _bytes([found["from_root"], found["to_root"]])
        assert merkle.verify_consistency(first, sealed, *roots, _bytes(found["path"]))


def test_nothing_beyond_the_seal_is_given(sealed: int, cast: Cast, caller: Caller) -> None:
    cast.report()
    assert caller.get("ledgers/sujin/head").json()["size"] == sealed
    assert len(caller.get("ledgers/sujin/entries", after=sealed).json()["entries"]) == 0
    assert caller.get("ledgers/sujin/proof", entry=sealed + 1).status_code == 422
    assert caller.get("ledgers/sujin/proof", entry=1, size=sealed + 1).status_code == 422
    assert caller.get("ledgers/sujin/consistency", from_=1, to=sealed + 1).status_code == 422


def test_a_ledger_that_was_never_sealed_is_empty(caller: Caller) -> None:
    found = caller.get("ledgers/sujin/head").json()
    assert found == {"size": 0, "root": hashlib.sha256(b"").hexdigest(), "day": None}
    assert caller.get("ledgers/sujin/entries").json() == {"entries": []}
    assert caller.get("ledgers/sujin/proof", entry=1).status_code == 422


def test_all_ledgers_are_listed(sealed: int, caller: Caller) -> None:
    assert [each["ledger"] for each in caller.get("ledgers").json()] == ["root", "sujin", "xcscjg8"]


WRONG: list[tuple[str, dict[str, Any], int]] = [
    ("nowhere/head", {}, 404),
    ("nowhere/entries", {}, 404),
    ("su\x00jin/head", {}, 422),
    ("su\u202ejin/head", {}, 422),
    (f"{'s' * 65}/head", {}, 422),
    ("sujin/entries", {"limit": 501}, 422),
    ("sujin/entries", {"limit": 0}, 422),
    ("sujin/entries", {"after": -1}, 422),
    ("sujin/entries", {"after": 2**63}, 422),
    ("sujin/entries", {"after": "x"}, 422),
    ("sujin/proof", {}, 422),
    ("sujin/proof", {"entry": 0}, 422),
    ("sujin/proof", {"entry": 10**30}, 422),
    ("sujin/proof", {"entry": 1, "size": 0}, 422),
    ("sujin/proof", {"entry": 5, "size": 3}, 422),
    ("sujin/consistency", {"from_": 5, "to": 3}, 422),
    ("sujin/consistency", {"to": 3}, 422),
    ("sujin/nothing", {}, 404),
]


@pytest.mark.parametrize(("path", "query", "status"), WRONG)
def test_what_is_asked_wrongly_is_refused_in_words(
    sealed: int, caller: Caller, path: str, query: dict[str, Any], status: int
) -> None:
    found = caller.get(f"ledgers/{path}", **query)
    assert found.status_code == status and found.json()["message"]
