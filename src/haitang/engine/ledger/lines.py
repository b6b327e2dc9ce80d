"""Lines 账行: what the gate asks to be written, the exact text that is hashed, and what it commits to."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haitang.kernel.canonical import canonical
from haitang.records.entry import Body, Leaf


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
