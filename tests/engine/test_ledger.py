"""The ledger: gapless lines under one Merkle tree, proved against the kernel's own mathematics."""

import hashlib
import itertools
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.engine import clock, gate, ledger
from haitang.kernel import merkle
from haitang.kernel.canonical import canonical
from tests.cast import Cast

NOON = datetime(2023, 11, 14, 4, tzinfo=UTC)
_fresh = itertools.count(1)

facts = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8),
    st.one_of(st.integers(-(10**9), 10**9), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=8)),
    max_size=4,
)
drafts = st.fixed_dictionaries(
    {"kind": st.sampled_from(["request.received", "request.closed.solved"]), "quantity": st.integers(-(10**6), 10**6),
     "community": st.sampled_from(["daguan", "jinhua"]), "facts": facts}
)  # fmt: skip
on_real_tables = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def a_line(book: str, **given: Any) -> ledger.Line:
    line = {
        "ledger": book, "kind": "request.received", "community": "daguan", "quantity": 1, "subject": "SJ23-00001-7",
        "command": "matters.report", "actor": "anyone", "door": "web", "place": "/gusu/sujin/daguan/",
        "occurred_at": clock.now(), "facts": {},
    }  # fmt: skip
    return ledger.Line(**{**line, **given})


def written(book: str, lines: list[dict[str, Any]]) -> list[int]:
    with gate.upkeep():
        return [ledger.append(a_line(book, **line)) for line in lines]


def a_book(size: int = 0) -> str:
    book = f"book-{next(_fresh)}"
    written(book, [{"quantity": n} for n in range(size)])
    return book


def texts(book: str) -> list[str]:
    return [ledger.leaf_text(leaf) for leaf in ledger.leaves(book, 0, 10_000, 10_000)]


def frontier(leaves: list[str]) -> merkle.Frontier:
    grown = merkle.Frontier()
    for text in leaves:
        grown, _ = grown.append(merkle.leaf_hash(text))
    return grown


def holds(proof: ledger.Proof) -> bool:
    path = [bytes.fromhex(step) for step in proof.path]
    return merkle.verify_inclusion(
        bytes.fromhex(proof.leaf_hash), proof.index, proof.size, path, bytes.fromhex(proof.root)
    )


@on_real_tables
@given(st.lists(drafts, min_size=1, max_size=20))
def test_the_head_is_the_root_of_the_leaves_in_order(house: Cast, lines: list[dict[str, Any]]) -> None:
    book = a_book()
    assert written(book, lines) == list(range(1, len(lines) + 1))
    leaves = texts(book)
    assert [json.loads(text)["quantity"] for text in leaves] == [line["quantity"] for line in lines]
    assert ledger.head(book).size == len(lines)
    assert ledger.head(book).root == frontier(leaves).root().hex()


@on_real_tables
@given(st.data(), st.integers(1, 40))
def test_every_line_is_proved_in_every_later_tree(house: Cast, data: st.DataObject, size: int) -> None:
    book = a_book(size)
    entry = data.draw(st.integers(1, size))
    then = data.draw(st.integers(entry, size))
    proof = ledger.prove(book, entry, then)
    leaves = texts(book)
    assert proof.leaf_hash == merkle.leaf_hash(leaves[entry - 1]).hex()
    assert proof.root == frontier(leaves[:then]).root().hex() == ledger.root_at(book, then)
    assert (proof.index, proof.size) == (entry - 1, then)
    assert holds(proof)


@on_real_tables
@given(st.data(), st.integers(0, 40))
def test_every_earlier_tree_is_the_beginning_of_the_later(house: Cast, data: st.DataObject, size: int) -> None:
    book = a_book(size)
    second = data.draw(st.integers(0, size))
    first = data.draw(st.integers(0, second))
    path = [bytes.fromhex(step) for step in ledger.consistency(book, first, second)]
    roots = [bytes.fromhex(ledger.root_at(book, each)) for each in (first, second)]
    assert merkle.verify_consistency(first, second, roots[0], roots[1], path)


@on_real_tables
@given(drafts)
def test_the_leaf_commits_to_the_body_as_the_database_keeps_it(house: Cast, draft: dict[str, Any]) -> None:
    book = a_book()
    written(book, [draft])
    found = ledger.line(book, 1)
    assert found
    leaf, body = found
    plain = canonical(ledger.body_value(body))
    assert leaf.commitment == hashlib.sha256(f"{body.salt}.{plain}".encode()).hexdigest()
    assert json.loads(body.facts or "") == draft["facts"]


def test_the_exact_text_that_is_hashed(house: Cast) -> None:
    book = a_book()
    with clock.at(NOON):
        written(book, [{"quantity": -1, "kind": "request.reopened.solved"}])
    [leaf] = ledger.leaves(book, 0, 1, 1)
    assert ledger.leaf_text(leaf) == (
        f'{{"commitment":"{leaf.commitment}","community":"daguan","day":"2023-11-14","entry":1,'
        f'"kind":"request.reopened.solved","ledger":"{book}","quantity":-1}}'
    )


def test_two_equal_lines_have_different_commitments(house: Cast) -> None:
    book = a_book()
    with clock.at(NOON):
        written(book, [{}, {}])
    first, second = ledger.leaves(book, 0, 2, 2)
    assert first.commitment != second.commitment


def test_the_leaf_says_nothing_of_who_or_when_exactly(house: Cast) -> None:
    book = a_book(1)
    assert set(json.loads(texts(book)[0])) == {
        "ledger", "entry", "kind", "day", "community", "quantity", "commitment"
    }  # fmt: skip


def test_the_day_is_that_of_china(house: Cast) -> None:
    book = a_book()
    written(book, [{"occurred_at": datetime(2023, 11, 14, 16, 30, tzinfo=UTC)}])
    assert ledger.leaves(book, 0, 1, 1)[0].day.isoformat() == "2023-11-15"


def test_recorded_time_never_goes_back_within_a_ledger(house: Cast) -> None:
    book = a_book()
    for moment in (NOON, NOON - timedelta(hours=3), NOON + timedelta(seconds=1)):
        with clock.at(moment):
            written(book, [{}])
    recorded = [body.recorded_at for body in ledger.bodies(book)]
    assert recorded == [NOON, NOON, NOON + timedelta(seconds=1)]
    assert [body.occurred_at for body in ledger.bodies(book)][1] == NOON - timedelta(hours=3)


def test_ledgers_do_not_count_each_other(house: Cast) -> None:
    one, other = a_book(3), a_book(2)
    written(one, [{}])
    assert (ledger.head(one).size, ledger.head(other).size) == (4, 2)


def test_a_batch_is_one_tree_with_what_stood_before(house: Cast) -> None:
    book = a_book(3)
    with gate.upkeep(), ledger.batch():
        entries = [ledger.append(a_line(book, quantity=n)) for n in range(11)]
    assert entries == list(range(4, 15))
    assert ledger.head(book).root == frontier(texts(book)).root().hex()
    assert all(holds(ledger.prove(book, entry, 14)) for entry in range(1, 15))


def test_a_batch_that_fails_leaves_nothing_behind(house: Cast) -> None:
    book = a_book(2)
    root = ledger.head(book).root
    with pytest.raises(ZeroDivisionError), gate.upkeep(), ledger.batch():
        ledger.append(a_line(book))
        raise ZeroDivisionError
    assert (ledger.head(book).size, ledger.head(book).root) == (2, root)
    assert written(book, [{}]) == [3]


def test_what_a_batch_holds_is_read_before_it_ends(house: Cast) -> None:
    book = a_book()
    with gate.upkeep(), ledger.batch():
        ledger.append(a_line(book, subject="here", actor="account:7"))
        assert ledger.head(book).size == 1
        assert ledger.actors_of("here", ["matters.report"]) == {"account:7"}
        ledger.append(a_line(book, subject="here"))
    assert [body.entry for body, _ in ledger.of_subject("here")] == [1, 2]


@pytest.mark.parametrize("ask", [(0, 3), (4, 3), (1, 0), (1, 4), (-1, 3)])
def test_no_proof_of_what_is_not_there(house: Cast, ask: tuple[int, int]) -> None:
    book = a_book(3)
    with pytest.raises(LookupError):
        ledger.prove(book, *ask)


@pytest.mark.parametrize("ask", [(-1, 2), (3, 2), (0, 4)])
def test_no_consistency_of_what_is_not_there(house: Cast, ask: tuple[int, int]) -> None:
    book = a_book(3)
    with pytest.raises(LookupError):
        ledger.consistency(book, *ask)


def test_a_proof_takes_three_queries(house: Cast, django_assert_max_num_queries: Callable[[int], Any]) -> None:
    book = a_book(37)
    with django_assert_max_num_queries(3):  # the head, the leaves, the nodes
        ledger.prove(book, 20, 37)


def test_an_empty_ledger_has_the_root_of_nothing(house: Cast) -> None:
    assert ledger.head("nobody") == ledger.PublicHead(0, hashlib.sha256(b"").hexdigest(), None)


def test_the_public_view_advances_only_by_a_seal(house: Cast) -> None:
    book = a_book()
    with clock.at(NOON):
        written(book, [{}, {}])
        assert ledger.sealed(book).size == 0
        with gate.upkeep():
            first = ledger.seal(book)
        written(book, [{}])
        assert ledger.sealed(book) == first
        with gate.upkeep():
            again = ledger.seal(book)
            assert ledger.seal(book) == again, "sealing twice adds nothing"
    assert (first.size, again.size, again.day) == (2, 3, NOON.date())
    path = [bytes.fromhex(step) for step in ledger.consistency(book, 2, 3)]
    assert merkle.verify_consistency(2, 3, bytes.fromhex(first.root), bytes.fromhex(again.root), path)


def test_the_head_says_when_a_replay_set_the_clock(house: Cast) -> None:
    real, replayed = a_book(1), a_book()
    with clock.at(NOON):
        written(replayed, [{}])
    kept = {head.ledger: head.clock for head in ledger.heads()}
    assert (kept[real], kept[replayed]) == ("real", "demonstration")
