"""Consumer 投递员: reads the ledger past its cursor and brings something to somebody because of a line.

A consumer is two plain functions: whom a line concerns (`targets`), and how one target is served (`carry`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haitang.kernel.registry import kinds
from haitang.records.office import Delivery


@dataclass(frozen=True, slots=True)
class Happening:
    """A ledger line as consumers read it: what happened to which subject, when."""

    ledger: str
    entry: int
    kind: str
    subject: str
    occurred_at: datetime
    recorded_at: datetime
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What one attempt came to: `delivered`, `failed` (for good), `later` (try again) or `unknown` (never learned)."""

    state: str
    note: str = ""


DELIVERED = Result("delivered")


@dataclass(frozen=True, slots=True)
class Want:
    """Lines a consumer reads: of kinds of a shape, with this verb or one below it (`claimed` → `claimed.solved`)."""

    shape: str
    verb: str

    def takes(self, line_kind: str) -> bool:
        """Whether a line of that public kind is wanted."""
        stem, _, verb = line_kind.partition(".")
        if verb != self.verb and not verb.startswith(f"{self.verb}."):
            return False
        return any(kind.leaf == stem and kind.shape == self.shape for kind in kinds)


@dataclass(frozen=True, slots=True)
class Consumer:
    """One reader of the ledger.

    `inside`: its effects lie in this database alone, so that effect and mark are one transaction, exactly once;
    `batch` of them may share it. Others reach outside: leased first, at least once, and the result may stay unknown.
    `also` names public kinds that belong to no matter; `idle` says that a ledger's lines concern nobody at present.
    """

    name: str
    wants: tuple[Want, ...]
    targets: Callable[[Happening], Iterable[str]]
    carry: Callable[[Delivery, Happening], Result]
    inside: bool = False
    batch: int = 1
    also: tuple[str, ...] = ()
    idle: Callable[[str], bool] = lambda ledger: False

    def takes(self, line_kind: str) -> bool:
        """Whether this consumer reads lines of that public kind."""
        return line_kind in self.also or any(want.takes(line_kind) for want in self.wants)
