"""`haitang verify` finds every way in which a ledger may have been altered, and names the first bad line."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as some

from haitang.engine import clock, gate, ledger
from haitang.engine.sealing import seal_all
from haitang.engine.verify import ERASURE, BadLine, body_text, iso, leaf_text, verify, verify_all
from haitang.kernel.canonical import canonical
from haitang.records import triggers
from haitang.records.entry import Body, Head, Leaf, Node, Seal
from tests.cast import Cast

SUJIN = "sujin"


@contextmanager
def unprotected() -> Iterator[None]:
    """What somebody with the database in their hands may do: no triggers while they are at it."""
    with gate.upkeep():
        _drop_triggers()
        yield
        triggers.install()


def _drop_triggers() -> None:
    names = triggers._names()
    with connection.cursor() as cursor:
        for name in names:
            table = name.rpartition("_")[0]
            cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def _alter(model: Any, entry: int, **values: Any) -> None:
    assert model.objects.filter(ledger=SUJIN, entry=entry).update(**values) == 1


def _first_bad() -> BadLine:
    with pytest.raises(BadLine) as bad:
        list(verify_all())
    return bad.value


@pytest.fixture
def told(cast: Cast) -> Cast:
    """A ledger with a whole matter in it, sealed in the middle and at the end."""
    cast.report()
    seal_all()
    cast.solved()
    seal_all()
    return cast


def test_an_untouched_installation_is_good(told: Cast) -> None:
    found = {each.ledger: each for each in verify_all()}
    head = ledger.head(SUJIN)
    assert (found[SUJIN].size, found[SUJIN].root) == (head.size, head.root)
    assert set(found) == {"root", SUJIN, "xcscjg8"}


ALTERED: dict[str, Callable[[int], Any]] = {
    "a leaf's quantity": lambda entry: _alter(Leaf, entry, quantity=2),
    "a leaf's kind": lambda entry: _alter(Leaf, entry, kind="request.closed.solved"),
    "a leaf's community": lambda entry: _alter(Leaf, entry, community="jinhua"),
    "a leaf's day": lambda entry: _alter(Leaf, entry, day=datetime(2020, 1, 1).date()),
    "a leaf's commitment": lambda entry: _alter(Leaf, entry, commitment="0" * 64),
    "a body's subject": lambda entry: _alter(Body, entry, subject="SJ26-99999-9"),
    "a body's actor": lambda entry: _alter(Body, entry, actor="account:1"),
    "a body's place": lambda entry: _alter(Body, entry, place="/gusu/"),
    "a body's facts": lambda entry: _alter(Body, entry, facts='{"kind":"x"}'),
    "a body's salt": lambda entry: _alter(Body, entry, salt="0" * 64),
    "a body's command": lambda entry: _alter(Body, entry, command="matters.close"),
    "a body's door": lambda entry: _alter(Body, entry, door="terminal"),
    "what a body corrects": lambda entry: _alter(Body, entry, corrects=1),
    "a correction of a later line": lambda entry: _alter(Body, entry, corrects=entry + 1),
    "when it happened": lambda entry: _alter(Body, entry, occurred_at=F("occurred_at") - timedelta(seconds=1)),
    "when it was recorded": lambda entry: _alter(Body, entry, recorded_at=F("recorded_at") + timedelta(microseconds=1)),
    "an act after its record": lambda entry: _alter(Body, entry, occurred_at=F("recorded_at") + timedelta(seconds=1)),
    "a record before the last": lambda entry: _alter(
        Body, entry, recorded_at=datetime(2020, 1, 1, tzinfo=UTC), occurred_at=datetime(2020, 1, 1, tzinfo=UTC)
    ),
    "half an erasure": lambda entry: _alter(Body, entry, actor=None),
    "an erasure nobody recorded": lambda entry: _alter(Body, entry, actor=None, place=None, facts=None, salt=None),
    "no body": lambda entry: Body.objects.filter(ledger=SUJIN, entry=entry).delete(),
    "no leaf": lambda entry: Leaf.objects.filter(ledger=SUJIN, entry=entry).delete(),
}


@pytest.mark.parametrize("altered", ALTERED)
def test_the_first_altered_line_is_named(told: Cast, altered: str) -> None:
    entry = ledger.head(SUJIN).size - 3
    with unprotected():
        ALTERED[altered](entry)
    bad = _first_bad()
    assert (bad.ledger, bad.entry) == (SUJIN, entry)
    assert bad.words.zh and bad.words.en


def test_a_whole_line_rewritten_with_its_commitment_is_found_in_the_tree(told: Cast) -> None:
    entry = ledger.head(SUJIN).size - 3
    with unprotected():
        _alter(Body, entry, facts='{"kind":"x"}')
        body = Body.objects.get(ledger=SUJIN, entry=entry)
        _alter(Leaf, entry, commitment=ledger.commitment(body))
    assert _first_bad().entry >= entry


def _line(occurred: datetime) -> ledger.Line:
    return ledger.Line(SUJIN, "x", SUJIN, 1, "-", "-", "-", "-", "/", occurred, {})


def test_a_line_recorded_before_the_last_is_found_though_its_hashes_agree(told: Cast) -> None:
    earlier = clock.now() - timedelta(days=1)
    with gate.upkeep(), clock.at(earlier):
        Head.objects.filter(ledger=SUJIN).update(recorded_at=None)
        entry = ledger.append(_line(earlier))
    bad = _first_bad()
    assert bad.entry == entry and "goes back" in bad.words.en


def test_an_act_said_to_happen_after_its_record_is_found_though_its_hashes_agree(told: Cast) -> None:
    with gate.upkeep():
        entry = ledger.append(_line(clock.now() + timedelta(minutes=1)))
    assert _first_bad().entry == entry


def test_a_correction_of_what_is_not_earlier_is_found_though_its_hashes_agree(told: Cast) -> None:
    with gate.upkeep():
        entry = ledger.append(replace(_line(clock.now()), corrects=99_999))
    assert _first_bad().entry == entry


IN_THE_TREE: dict[str, Callable[[], Any]] = {
    "an interior hash": lambda: Node.objects.filter(ledger=SUJIN, level=2, index=1).update(hash=b"0" * 32),
    "a missing interior hash": lambda: Node.objects.filter(ledger=SUJIN, level=3, index=0).delete(),
    "an interior hash too many": lambda: Node.objects.create(ledger=SUJIN, level=9, index=7, hash=b"0" * 32),
    "a sealed root": lambda: Seal.objects.filter(ledger=SUJIN).update(root="0" * 64),
    "a seal beyond the ledger": lambda: Seal.objects.create(
        ledger=SUJIN, size=99_999, root="0" * 64, day=clock.today()
    ),
    "a line beyond the head": lambda: Leaf.objects.create(
        ledger=SUJIN, entry=99_999, kind="x", day=clock.today(), community="x", quantity=1, commitment="0" * 64
    ),
    "a line before the first": lambda: Leaf.objects.create(
        ledger=SUJIN, entry=0, kind="x", day=clock.today(), community="x", quantity=1, commitment="0" * 64
    ),
    "a ledger without a head": lambda: Head.objects.filter(ledger=SUJIN).delete(),
    "a head that is too small": lambda: Head.objects.filter(ledger=SUJIN).update(size=F("size") - 1),
    "a head with another time": lambda: Head.objects.filter(ledger=SUJIN).update(recorded_at=clock.now()),
    "a head with another frontier": lambda: Head.objects.filter(ledger=SUJIN).update(frontier="1:" + "0" * 64),
}


@pytest.mark.parametrize("altered", IN_THE_TREE)
def test_a_tampered_tree_seal_or_head_is_found(told: Cast, altered: str) -> None:
    with unprotected():
        IN_THE_TREE[altered]()
    assert _first_bad().ledger == SUJIN


def test_missing_triggers_are_found(told: Cast) -> None:
    with gate.upkeep(), connection.cursor() as cursor:
        on = " ON haitang_leaf" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER haitang_leaf_update{on}")
    assert "haitang_leaf_update" in _first_bad().words.en


def test_an_erased_half_that_an_erasure_entry_names_is_good(told: Cast) -> None:
    entry = ledger.head(SUJIN).size - 3
    with gate.upkeep():
        Body.objects.filter(ledger=SUJIN, entry=entry).update(actor=None, place=None, facts=None, salt=None)
        now = clock.now()
        ledger.append(
            ledger.Line(SUJIN, ERASURE, SUJIN, 1, "-", "-", "account:1", "web", "/", now, {"entries": [entry]})
        )
    assert verify(SUJIN).size == ledger.head(SUJIN).size


def test_an_erasure_entry_of_another_ledger_does_not_count(told: Cast) -> None:
    entry = ledger.head(SUJIN).size - 3
    with gate.upkeep():
        Body.objects.filter(ledger=SUJIN, entry=entry).update(actor=None, place=None, facts=None, salt=None)
        now = clock.now()
        ledger.append(ledger.Line("xcscjg8", ERASURE, "-", 1, "-", "-", "x", "web", "/", now, {"entries": [entry]}))
    assert _first_bad().entry == entry


def test_more_lines_than_one_batch_are_walked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haitang.engine.verify._BATCH", 4)
    for _ in range(7):
        cast.report()
    assert verify(SUJIN).root == ledger.head(SUJIN).root
    with unprotected():
        Node.objects.filter(ledger=SUJIN, level=3, index=0).update(hash=b"0" * 32)
    assert _first_bad().entry == 8


texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
instants = some.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=some.just(UTC))


@given(texts, texts, some.dates(), some.integers(-(2**53) + 1, 2**53 - 1), some.integers(1, 2**53 - 1))
def test_the_quick_text_of_a_leaf_is_the_ledgers_own(
    kind: str, community: str, day: Any, quantity: int, entry: int
) -> None:
    leaf = Leaf(
        ledger="x", entry=entry, kind=kind, day=day, community=community, quantity=quantity, commitment="ab" * 32
    )
    assert leaf_text("x", (entry, kind, day, community, quantity, "ab" * 32)) == ledger.leaf_text(leaf)


@given(texts, texts, instants, instants, some.none() | some.integers(1, 999), some.dictionaries(texts, texts))
def test_the_quick_text_of_a_body_is_the_ledgers_own(
    subject: str, place: str, occurred: datetime, recorded: datetime, corrects: int | None, facts: dict[str, str]
) -> None:
    text = canonical(facts)
    body = Body(
        ledger="x", entry=5, subject=subject, command="c", door="d", actor="a", place=place, occurred_at=occurred,
        recorded_at=recorded, facts=text, corrects=corrects, salt="00",
    )  # fmt: skip
    row = (5, subject, "c", "d", "a", place, None, None, text, corrects, "00")
    quick = body_text("x", row, occurred.isoformat(), recorded.isoformat())
    assert quick == canonical(ledger.body_value(body))
    assert ledger.commitment(body) == hashlib.sha256(f"00.{quick}".encode()).hexdigest()


@given(instants)
def test_a_moment_read_as_text_is_the_same_moment(instant: datetime) -> None:
    as_sqlite, as_postgresql = str(instant.replace(tzinfo=None)), f"{instant:%Y-%m-%d %H:%M:%S.%f}"
    assert iso(as_sqlite) == iso(as_postgresql) == instant.isoformat()
