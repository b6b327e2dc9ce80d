"""Ledger 台账: append, head, prove, read. The only room that touches the ledger's tables.

One ledger an organization. A line has a public leaf (kind, day, community, quantity, commitment) and a sealed body;
the leaf's exact text is hashed as RFC 9162 says. `entry` starts at 1; the leaf's index is `entry − 1`.
"""

from haitang.engine.ledger.append import append, batch
from haitang.engine.ledger.erasing import ERASURE, erase, kept_of_erased
from haitang.engine.ledger.heads import PublicHead, head, heads, mark, seal, sealed
from haitang.engine.ledger.lines import Line, body_value, commitment, leaf_text
from haitang.engine.ledger.proofs import Proof, consistency, prove, root_at
from haitang.engine.ledger.reading import (
    actors_of,
    bodies,
    every_body,
    every_leaf,
    every_node,
    every_seal,
    leaves,
    line,
    of_subject,
    stray,
    subjects,
)
from haitang.engine.ledger.seals import seal_before, size_before

__all__ = [
    "ERASURE",
    "Line",
    "Proof",
    "PublicHead",
    "actors_of",
    "append",
    "batch",
    "bodies",
    "body_value",
    "commitment",
    "consistency",
    "erase",
    "every_body",
    "every_leaf",
    "every_node",
    "every_seal",
    "head",
    "heads",
    "kept_of_erased",
    "leaf_text",
    "leaves",
    "line",
    "mark",
    "of_subject",
    "prove",
    "root_at",
    "seal",
    "seal_before",
    "sealed",
    "size_before",
    "stray",
    "subjects",
]
