"""Ledger 台账: append, head, prove, read. The only room that touches the ledger's tables.

One ledger an organization. A line has a public leaf (kind, day, community, quantity, commitment) and a sealed body;
the leaf's exact text is hashed as RFC 9162 says. `entry` starts at 1; the leaf's index is `entry − 1`.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from haitang.engine import clock
from haitang.kernel import merkle
from haitang.kernel.canonical import canonical
from haitang.records.entry import Body, Head, Leaf, Node, Seal


@dataclass(frozen=True, slots=True)
class Line:
    """What the gate asks to be written."""

    ledger: str
    kind: str
    community: str
    quantity: int
    subject: str
    command: str
    actor: str
    door: str
    place: str
    occurred_at: datetime
    facts: dict[str, Any]
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class PublicHead:
    """Size and root of a ledger as of a day."""

    size: int
    root: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Proof:
    """RFC 9162 inclusion proof, hashes in lower-case hex."""

    leaf_hash: str
    index: int
    size: int
    path: list[str]
    root: str


def lock(ledger: str) -> Head:
    """The head row, locked until the transaction ends; made at the first use."""
    head = Head.objects.select_for_update().filter(ledger=ledger).first()
    return head or Head.objects.create(ledger=ledger)


def _frontier(head: Head) -> merkle.Frontier:
    return merkle.Frontier.from_text(head.frontier) if head.frontier else merkle.Frontier(0, ())


def append(line: Line) -> int:
    """Write one line and move the head; the new entry number. Call it last in a transaction."""
    head = lock(line.ledger)
    recorded = max(clock.now(), head.recorded_at) if head.recorded_at else clock.now()
    entry = head.size + 1
    body = _body(line, entry, recorded)
    leaf = _leaf(line, entry, body)
    frontier, nodes = _frontier(head).append(merkle.leaf_hash(leaf_text(leaf)))
    body.save(force_insert=True)
    leaf.save(force_insert=True)
    Node.objects.bulk_create([Node(ledger=line.ledger, level=n.level, index=n.index, hash=n.hash) for n in nodes])
    head.size, head.frontier, head.recorded_at = entry, frontier.to_text(), recorded
    head.clock = "demonstration" if clock.is_set() or clock.is_demonstration() else head.clock
    head.save()
    return entry


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


def leaf_text(leaf: Leaf) -> str:
    """The exact text that is hashed: canonical JSON (RFC 8785) of the public line."""
    return canonical(
        {
            "ledger": leaf.ledger,
            "entry": leaf.entry,
            "kind": leaf.kind,
            "day": leaf.day.isoformat(),
            "community": leaf.community,
            "quantity": leaf.quantity,
            "commitment": leaf.commitment,
        }
    )


def body_value(body: Body) -> dict[str, Any]:
    """The sealed half as the plain value that is committed to."""
    return {
        "ledger": body.ledger,
        "entry": body.entry,
        "subject": body.subject,
        "command": body.command,
        "door": body.door,
        "actor": body.actor,
        "place": body.place,
        "occurred_at": body.occurred_at.isoformat(),
        "recorded_at": body.recorded_at.isoformat(),
        "facts": json.loads(body.facts or "{}"),
        "corrects": body.corrects,
    }


def commitment(body: Body) -> str:
    """SHA-256 of salt, a full stop and the canonical body, in hex."""
    return hashlib.sha256(f"{body.salt}.{canonical(body_value(body))}".encode()).hexdigest()


def heads() -> Iterable[Head]:
    """Every ledger's head, in code order."""
    return Head.objects.order_by("ledger")


def head(ledger: str) -> PublicHead:
    """The live head: for entitled readers and for sealing."""
    row = Head.objects.filter(ledger=ledger).first()
    if row is None or row.recorded_at is None:
        return PublicHead(0, merkle.EMPTY_ROOT.hex(), None)
    root = _frontier(row).root().hex()
    return PublicHead(row.size, root, clock.local_day(row.recorded_at))


def sealed(ledger: str) -> PublicHead:
    """The public head: what the last seal says."""
    seal = Seal.objects.filter(ledger=ledger).order_by("-size").first()
    return PublicHead(seal.size, seal.root, seal.day) if seal else PublicHead(0, merkle.EMPTY_ROOT.hex(), None)


def seal(ledger: str) -> PublicHead:
    """Let the public view advance to the live head; nothing happens when it stands there already."""
    live = head(ledger)
    if live.size > sealed(ledger).size and live.day is not None:
        Seal.objects.create(ledger=ledger, size=live.size, root=live.root, day=clock.today())
    return sealed(ledger)


def leaves(ledger: str, after: int, limit: int, upto: int) -> list[Leaf]:
    """Public lines in order from entry `after + 1`, none beyond `upto`."""
    return list(Leaf.objects.filter(ledger=ledger, entry__gt=after, entry__lte=upto).order_by("entry")[:limit])


def every_leaf(ledgers: Sequence[str]) -> QuerySet[Leaf]:
    """All lines of some ledgers, for the tally."""
    return Leaf.objects.filter(ledger__in=ledgers).order_by("ledger", "entry")


def bodies(ledger: str, after: int = 0, limit: int = 500) -> list[Body]:
    """Sealed halves in order from entry `after + 1`: for consumers and entitled readers."""
    return list(Body.objects.filter(ledger=ledger, entry__gt=after).order_by("entry")[:limit])


def every_body(ledgers: Sequence[str]) -> QuerySet[Body]:
    """All sealed halves of some ledgers, for figures that filter on facts."""
    return Body.objects.filter(ledger__in=ledgers).order_by("ledger", "entry")


def of_subject(subject: str) -> list[tuple[Body, Leaf]]:
    """Everything the ledgers say of one subject, oldest first."""
    found = list(Body.objects.filter(subject=subject).order_by("recorded_at", "entry"))
    by_entry = {
        (leaf.ledger, leaf.entry): leaf
        for leaf in Leaf.objects.filter(ledger__in={b.ledger for b in found}, entry__in=[b.entry for b in found])
    }
    return [(body, by_entry[body.ledger, body.entry]) for body in found]


def actors_of(subject: str, commands: Iterable[str]) -> set[str]:
    """Who made these commands on a subject."""
    names = Body.objects.filter(subject=subject, command__in=list(commands)).values_list("actor", flat=True)
    return {name for name in names if name}


def line(ledger: str, entry: int) -> tuple[Leaf, Body] | None:
    """One line with its sealed half, or None."""
    leaf = Leaf.objects.filter(ledger=ledger, entry=entry).first()
    body = Body.objects.filter(ledger=ledger, entry=entry).first()
    return (leaf, body) if leaf and body else None


def _lookup(ledger: str, spots: Iterable[tuple[int, int]]) -> merkle.Lookup:
    """A lookup that fetched every needed hash in one query for nodes and one for leaves."""
    wanted = list(spots)
    found: dict[tuple[int, int], bytes] = {}
    entries = [index + 1 for level, index in wanted if level == 0]
    for leaf in Leaf.objects.filter(ledger=ledger, entry__in=entries) if entries else ():
        found[0, leaf.entry - 1] = merkle.leaf_hash(leaf_text(leaf))
    levels = sorted({level for level, _ in wanted if level})
    indexes = sorted({index for level, index in wanted if level})
    for node in Node.objects.filter(ledger=ledger, level__in=levels, index__in=indexes) if levels else ():
        found[node.level, node.index] = bytes(node.hash)
    return lambda level, index: found[level, index]


def prove(ledger: str, entry: int, size: int) -> Proof:
    """Inclusion proof of `entry` in the tree of the first `size` lines; LookupError when out of range."""
    if not 1 <= entry <= size <= head(ledger).size:
        raise LookupError("no such entry or size")
    index = entry - 1
    spots = {*merkle.inclusion_nodes(index, size), *merkle.root_nodes(size), (0, index)}
    lookup = _lookup(ledger, spots)
    path = [h.hex() for h in merkle.inclusion_path(index, size, lookup)]
    return Proof(lookup(0, index).hex(), index, size, path, merkle.root_at(size, lookup).hex())


def consistency(ledger: str, first: int, second: int) -> list[str]:
    """Consistency path between two sizes, in hex; LookupError when out of range."""
    if not 0 <= first <= second <= head(ledger).size:
        raise LookupError("no such sizes")
    lookup = _lookup(ledger, merkle.consistency_nodes(first, second))
    return [h.hex() for h in merkle.consistency_path(first, second, lookup)]


def root_at(ledger: str, size: int) -> str:
    """Root of the first `size` lines, in hex."""
    return merkle.root_at(size, _lookup(ledger, merkle.root_nodes(size))).hex()
