"""Proofs 证明: inclusion and consistency by RFC 9162, each from one query of nodes."""

from collections.abc import Iterable
from dataclasses import dataclass

from haitang.engine.ledger.heads import head
from haitang.engine.ledger.lines import leaf_text
from haitang.kernel import merkle
from haitang.records.entry import Leaf, Node


@dataclass(frozen=True, slots=True)
class Proof:
    """RFC 9162 inclusion proof, hashes in lower-case hex."""

    leaf_hash: str
    index: int
    size: int
    path: list[str]
    root: str


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
