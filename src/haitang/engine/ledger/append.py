"""Append 记账: write lines and move the head, one at a time or a batch under one lock."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from haitang.engine import clock
from haitang.engine.ledger.lines import Line, commitment, leaf_text
from haitang.kernel import merkle
from haitang.kernel.canonical import canonical
from haitang.records.entry import Body, Head, Leaf, Node


@dataclass
class Pen:
    """A locked head and the lines not yet written under it."""

    head: Head
    frontier: merkle.Frontier
    bodies: list[Body] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)


_pens: ContextVar[dict[str, Pen] | None] = ContextVar("haitang_ledger_pens", default=None)


def frontier_of(head: Head) -> merkle.Frontier:
    """The frontier a head keeps; empty before the first line."""
    return merkle.Frontier.from_text(head.frontier) if head.frontier else merkle.Frontier(0, ())


def append(line: Line) -> int:
    """Take one line down and move the head; the new entry number. Call it last in a transaction.

    Within `batch` the line is written at the end, or before the ledger is next read.
    """
    pens = _pens.get()
    if pens is None:
        pen = _take(line.ledger)
        entry = _note(pen, line)
        _write(pen)
        return entry
    if line.ledger not in pens:
        pens[line.ledger] = _take(line.ledger)
    return _note(pens[line.ledger], line)


@contextmanager
def batch() -> Iterator[None]:
    """Take many lines under one lock of each head; for `gate.many`, inside its transaction."""
    token = _pens.set({})
    try:
        yield
        flush()
    finally:
        _pens.reset(token)


def flush() -> None:
    """Write what a batch still holds, heads in code order; nothing outside a batch."""
    for _, pen in sorted((_pens.get() or {}).items()):
        _write(pen)


def _take(ledger: str) -> Pen:
    """Lock the head row until the transaction ends; it is made at the first use, by one of those who come at once."""
    locked = Head.objects.select_for_update().filter(ledger=ledger)
    head = locked.first()
    if head is None:
        Head.objects.bulk_create([Head(ledger=ledger)], ignore_conflicts=True)
        head = locked.get()
    return Pen(head, frontier_of(head))


def _note(pen: Pen, line: Line) -> int:
    now = clock.now()
    recorded = max(now, pen.head.recorded_at) if pen.head.recorded_at else now
    entry = pen.frontier.size + 1
    body = _body(line, entry, recorded)
    leaf = _leaf(line, entry, body)
    pen.frontier, nodes = pen.frontier.append(merkle.leaf_hash(leaf_text(leaf)))
    pen.head.recorded_at = recorded
    pen.head.clock = "demonstration" if clock.is_set() or clock.is_demonstration() else pen.head.clock
    pen.bodies.append(body)
    pen.leaves.append(leaf)
    pen.nodes += [Node(ledger=line.ledger, level=n.level, index=n.index, hash=n.hash) for n in nodes]
    return entry


def _write(pen: Pen) -> None:
    if not pen.leaves:
        return
    Body.objects.bulk_create(pen.bodies)
    Leaf.objects.bulk_create(pen.leaves)
    Node.objects.bulk_create(pen.nodes)
    pen.bodies, pen.leaves, pen.nodes = [], [], []
    pen.head.size, pen.head.frontier = pen.frontier.size, pen.frontier.to_text()
    pen.head.save(update_fields=["size", "frontier", "recorded_at", "clock"])


def _body(line: Line, entry: int, recorded: datetime) -> Body:
    return Body(
        ledger=line.ledger,
        entry=entry,
        subject=line.subject,
        command=line.command,
        door=line.door,
        actor=line.actor,
        place=line.place,
        occurred_at=line.occurred_at,
        recorded_at=recorded,
        facts=canonical(line.facts),
        corrects=line.corrects,
        salt=secrets.token_hex(32),
    )


def _leaf(line: Line, entry: int, body: Body) -> Leaf:
    return Leaf(
        ledger=line.ledger,
        entry=entry,
        kind=line.kind,
        day=clock.local_day(line.occurred_at),
        community=line.community,
        quantity=line.quantity,
        commitment=commitment(body),
    )
