"""Steps of a proof 证明步骤: from one line's text to the root that was sealed, hash by hash (RFC 9162 §2.1.3.2)."""

from dataclasses import dataclass
from typing import Literal

from haitang.engine.ledger import Proof
from haitang.kernel import merkle


@dataclass(frozen=True, slots=True)
class Join:
    """One level: the sibling's hash, on which side it stands, and what the two make together."""

    side: Literal["left", "right"]
    sibling: str
    made: str


def joins(proof: Proof) -> list[Join]:
    """Every level of an inclusion path, lowest first. The last `made` is the root when the proof holds."""
    node, last, hashed = proof.index, proof.size - 1, bytes.fromhex(proof.leaf_hash)
    found = []
    for step in proof.path:
        sibling = bytes.fromhex(step)
        left = bool(node & 1) or node == last
        hashed = merkle.node_hash(sibling, hashed) if left else merkle.node_hash(hashed, sibling)
        while left and node and not node & 1:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
        found.append(Join("left" if left else "right", step, hashed.hex()))
    return found


def holds(proof: Proof, root: str) -> bool:
    """Whether the proof leads to `root`, by the kernel's own check and by these steps alike."""
    path = [bytes.fromhex(step) for step in proof.path]
    leaf, head = bytes.fromhex(proof.leaf_hash), bytes.fromhex(root)
    drawn = joins(proof)
    arrived = drawn[-1].made if drawn else proof.leaf_hash
    return merkle.verify_inclusion(leaf, proof.index, proof.size, path, head) and arrived == root
