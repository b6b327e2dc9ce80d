"""Erasing 抹除: the sealed halves of some lines become nothing; what figures filter on is handed back to be kept.

The one update that the append-only triggers let through. The leaf, its hash and everything above it stay as they are;
whoever erases writes a line of the kind `ERASURE` that names the entries (fact `entries`) and keeps their plain
classification (fact `kept`), so that `haitang verify` and every figure go on as before.
"""

import json
from collections.abc import Iterable
from typing import Any

from haitang.engine.ledger.append import flush
from haitang.records.entry import Body, Leaf

ERASURE = "body.erased"
#: Facts that say what sort of act a line was, never who or where: all that outlives an erased half.
KEPT = (
    "kind", "category", "theme", "outcome", "was", "basis", "ended", "evidence", "severity", "due", "judged", "workdays",
    "act",
)  # fmt: skip


def erase(ledger: str, entries: Iterable[int]) -> dict[str, dict[str, Any]]:
    """Null the sealed halves of these lines; what is kept of each, by its entry as text. Erased ones are left out."""
    flush()
    rows = Body.objects.filter(ledger=ledger, entry__in=list(entries)).exclude(salt=None).order_by("entry")
    kept = {str(entry): _plain(facts) for entry, facts in rows.values_list("entry", "facts")}
    rows.update(actor=None, place=None, facts=None, salt=None)
    return kept


def kept_of_erased(ledger: str) -> dict[int, dict[str, Any]]:
    """What is kept of every erased half of a ledger, by entry."""
    named = Leaf.objects.filter(ledger=ledger, kind=ERASURE).values("entry")
    found: dict[int, dict[str, Any]] = {}
    for facts in Body.objects.filter(ledger=ledger, entry__in=named).values_list("facts", flat=True):
        kept = json.loads(facts or "{}").get("kept", {})
        found.update({int(entry): plain for entry, plain in kept.items()})
    return found


def _plain(facts: str | None) -> dict[str, Any]:
    known = json.loads(facts or "{}")
    return {name: known[name] for name in KEPT if name in known}
