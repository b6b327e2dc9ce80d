"""Merkle tree 默克尔树: the public leaves of one ledger, hashed so that nothing can be changed unseen.

RFC 9162 §2.1 (the tree of RFC 6962) with SHA-256. A *perfect subtree* is named (level, index): it covers the leaves
index·2**level up to (index+1)·2**level, and level 0 is a leaf hash. A store keeps each perfect subtree once, when an
append completes it, so every proof is one query of at most 2·log2(size) nodes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

Lookup: TypeAlias = Callable[[int, int], bytes]
Position: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[int, int]

#: The root of a ledger without entries: the hash of nothing (RFC 9162 §2.1.1).
EMPTY_ROOT = sha256(b"").digest()
_LEAF, _NODE, _WIDTH = b"\x00", b"\x01", 32


def leaf_hash(text: str) -> bytes:
    """Hash of one leaf: SHA-256 of 0x00 and the UTF-8 bytes of its canonical text. UnicodeEncodeError on surrogates."""
    return sha256(_LEAF + text.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an interior node: SHA-256 of 0x01 and both children."""
    return sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """内部节点: an interior node, written once when the append that completes it happens."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """前沿: the roots of the perfect subtrees of `size` leaves, largest first; all that an append needs."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError("a frontier holds one hash for each bit set in its size")

    def append(self, leaf: bytes) -> tuple["Frontier", list[Node]]:
        """The frontier with one more leaf hash, and the interior nodes this leaf completed, lowest first."""
        if len(leaf) != _WIDTH:
            raise ValueError("a leaf hash is 32 bytes long")
        kept, top, completed = list(self.hashes), leaf, list[Node]()
        while self.size >> len(completed) & 1:
            top = node_hash(kept.pop(), top)
            level = len(completed) + 1
            completed.append(Node(level, self.size >> level, top))
        return Frontier(self.size + 1, (*kept, top)), completed

    def root(self) -> bytes:
        """The root hash of the whole tree."""
        return _fold(self.hashes)

    def to_text(self) -> str:
        """The frontier in one line for storing: the size, a colon, the hashes in hex with commas between."""
        return f"{self.size}:{','.join(each.hex() for each in self.hashes)}"

    @classmethod
    def from_text(cls, text: str) -> "Frontier":
        """The frontier that `to_text` wrote; ValueError on any other text."""
        size, _, hashes = text.partition(":")
        frontier = cls(int(size), tuple(map(bytes.fromhex, hashes.split(",") if hashes else ())))
        if frontier.to_text() != text or any(len(each) != _WIDTH for each in frontier.hashes):
            raise ValueError("not a stored frontier")
        return frontier


def root_nodes(size: int) -> list[Position]:
    """Which perfect subtrees `root_at` and a frontier of this size need, largest first."""
    return list(_cover((0, size)))


def root_at(size: int, lookup: Lookup) -> bytes:
    """The root the ledger had when it held `size` leaves."""
    return _span_hash((0, size), lookup)


def inclusion_nodes(index: int, size: int) -> list[Position]:
    """Which perfect subtrees `inclusion_path` will look up, so that a store can fetch them in one query."""
    return [each for span in _inclusion_spans(index, size) for each in _cover(span)]


def inclusion_path(index: int, size: int, lookup: Lookup) -> list[bytes]:
    """PATH(index, D[size]) of RFC 9162 §2.1.3.1, lowest sibling first; ValueError unless 0 <= index < size."""
    return [_span_hash(span, lookup) for span in _inclusion_spans(index, size)]


def consistency_nodes(first: int, second: int) -> list[Position]:
    """Which perfect subtrees `consistency_path` will look up, so that a store can fetch them in one query."""
    return [each for span in _consistency_spans(first, second) for each in _cover(span)]


def consistency_path(first: int, second: int, lookup: Lookup) -> list[bytes]:
    """PROOF(first, D[second]) of RFC 9162 §2.1.4.1; empty if first is 0 or second; ValueError if greater."""
    return [_span_hash(span, lookup) for span in _consistency_spans(first, second)]


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether `leaf` (a leaf hash) stands at `index` in the tree of `size` leaves under `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _well_formed(leaf, root, *path):
        return False
    node, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            hashed = node_hash(sibling, hashed)
            node, last = _skip_missing(node, last)
        else:
            hashed = node_hash(hashed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, path: list[bytes]) -> bool:
    """Whether the tree of `second` leaves begins with that of `first`, nothing altered (RFC 9162 §2.1.4.2)."""
    if not 0 <= first <= second or not _well_formed(first_root, second_root, *path):
        return False
    if first == second:
        return not path and first_root == second_root and (first > 0 or first_root == EMPTY_ROOT)
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    return _climb(first, second, [first_root, *path] if first.bit_count() == 1 else path) == (first_root, second_root)


def _climb(first: int, second: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency path leads to; None when the path is too short or too long."""
    if not path:
        return None
    node, last = _strip_ones(first - 1, second - 1)
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            node, last = _skip_missing(node, last)
        else:
            newer = node_hash(newer, sibling)
        node, last = node >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _strip_ones(node: int, last: int) -> tuple[int, int]:
    """Climb while the node is a right child: the start of the consistency check."""
    while node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _skip_missing(node: int, last: int) -> tuple[int, int]:
    """Climb over the levels on which the last node has no sibling, because the tree is ragged on its right."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _inclusion_spans(index: int, size: int) -> list[Span]:
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    begin, end, spans = 0, size, list[Span]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        spans.append((middle, end) if index < middle else (begin, middle))
        begin, end = (begin, middle) if index < middle else (middle, end)
    return spans[::-1]


def _consistency_spans(first: int, second: int) -> list[Span]:
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} does not begin with a tree of {first}")
    begin, end, spans = 0, second, list[Span]()
    while 0 < first < end:
        middle = begin + _split(end - begin)
        spans.append((middle, end) if first <= middle else (begin, middle))
        begin, end = (begin, middle) if first <= middle else (middle, end)
    # The older tree itself, when it is one perfect subtree, is known to whoever checks and is left out.
    known = begin == 0 or first == 0
    return spans[::-1] if known else [(begin, end), *spans[::-1]]


def _split(width: int) -> int:
    """The largest power of two smaller than `width` (at least 2)."""
    return 1 << (width - 1).bit_length() - 1


def _cover(span: Span) -> Iterator[Position]:
    """The perfect subtrees that make up a span whose beginning is aligned to its width, largest first."""
    begin, end = span
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def _span_hash(span: Span, lookup: Lookup) -> bytes:
    return _fold(tuple(lookup(level, index) for level, index in _cover(span)))


def _fold(hashes: tuple[bytes, ...]) -> bytes:
    """The root over perfect subtrees given largest first."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in hashes[-2::-1]:
        root = node_hash(left, root)
    return root


def _well_formed(*hashes: bytes) -> bool:
    return all(len(each) == _WIDTH for each in hashes)
