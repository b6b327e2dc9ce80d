"""Heads 账头: where a ledger stands, live and as last sealed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haitang.engine import clock
from haitang.engine.ledger.append import flush, frontier_of
from haitang.kernel import merkle
from haitang.records.entry import Head, Seal


@dataclass(frozen=True, slots=True)
class PublicHead:
    """Size and root of a ledger as of a day."""

    size: int
    root: str
    day: date | None


def heads() -> Iterable[Head]:
    """Every ledger's head, in code order."""
    return Head.objects.order_by("ledger")


def head(ledger: str) -> PublicHead:
    """The live head: for entitled readers and for sealing."""
    flush()
    row = Head.objects.filter(ledger=ledger).first()
    if row is None or row.recorded_at is None:
        return PublicHead(0, merkle.EMPTY_ROOT.hex(), None)
    root = frontier_of(row).root().hex()
    return PublicHead(row.size, root, clock.local_day(row.recorded_at))


def mark(ledger: str) -> str:
    """A short text that is another one after every line: to notice whether anything has happened. One query."""
    row = Head.objects.filter(ledger=ledger).values_list("frontier", flat=True).first()
    return hashlib.sha256((row or "").encode()).hexdigest()


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
