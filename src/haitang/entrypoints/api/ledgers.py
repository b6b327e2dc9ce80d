"""Ledgers 台账: sealed heads, RFC 9162 proofs and public lines, for anybody who recomputes them. Ends at the last seal."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from haitang.engine import ledger
from haitang.entrypoints.api.actors import reading
from haitang.entrypoints.api.answers import TOKEN_WRONG, NotFound, Refused
from haitang.entrypoints.api.fields import Entry, Limit, Size
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import API_PAGE, Code
from haitang.records.party import Organization

router = Router(tags=["ledgers"], auth=reading("read.ledgers"))
#: Acts of setting the installation up stand in a ledger that belongs to no organization.
ROOT = "root"
WRONG = {404: Refused, 422: Refused, **TOKEN_WRONG}


class HeadOut(Schema):
    """The public head: how many lines, their root in lower-case hex, and the day of the seal (null before the first)."""

    size: int
    root: str
    day: date | None


class LedgerOut(HeadOut):
    """A ledger by its organization's code, with its public head."""

    ledger: str


class ProofOut(Schema):
    """An RFC 9162 inclusion proof, hashes in lower-case hex, the lowest sibling first."""

    leaf_hash: str
    index: int
    size: int
    path: list[str]
    root: str


class ConsistencyOut(Schema):
    """An RFC 9162 consistency proof between two sizes, with both roots."""

    first: int = Field(alias="from")
    second: int = Field(alias="to")
    first_root: str = Field(alias="from_root")
    second_root: str = Field(alias="to_root")
    path: list[str]


class LeafOut(Schema):
    """The exact text that is hashed: SHA-256 of 0x00 and its UTF-8 bytes."""

    entry: int
    leaf: str


class EntriesOut(Schema):
    """Public lines in order, from entry 1."""

    entries: list[LeafOut]


class Sizes(Schema):
    """Two sizes of a ledger, the older first."""

    first: Size = Field(alias="from")
    second: Size = Field(alias="to")


@router.get("/ledgers", response={200: list[LedgerOut], **WRONG})
def every_ledger(request: HttpRequest) -> Any:
    """All ledgers of the installation with their public heads."""
    return [{"ledger": name, **asdict(ledger.sealed(name))} for name in _names()]


@router.get("/ledgers/{organisation}/head", response={200: HeadOut, **WRONG})
def head(request: HttpRequest, organisation: Code) -> Any:
    """The public head of a ledger."""
    return _sealed(organisation)


@router.get("/ledgers/{organisation}/proof", response={200: ProofOut, **WRONG})
def proof(request: HttpRequest, organisation: Code, entry: Entry, size: Size | None = None) -> Any:
    """That an entry stands in the tree of the first `size` lines; without it, in the sealed tree."""
    sealed = _sealed(organisation)
    wanted = _within("size", sealed.size if size is None else size, sealed)
    return asdict(ledger.prove(organisation, _within("entry", entry, sealed, wanted), wanted))


@router.get("/ledgers/{organisation}/consistency", response={200: ConsistencyOut, **WRONG}, by_alias=True)
def consistency(request: HttpRequest, organisation: Code, sizes: Query[Sizes]) -> Any:
    """That the tree of `to` lines begins with the tree of `from` lines, nothing altered."""
    sealed = _sealed(organisation)
    second = _within("to", sizes.second, sealed)
    first = _within("from", sizes.first, sealed, second)
    return {
        "from": first,
        "to": second,
        "from_root": ledger.root_at(organisation, first),
        "to_root": ledger.root_at(organisation, second),
        "path": ledger.consistency(organisation, first, second),
    }


@router.get("/ledgers/{organisation}/entries", response={200: EntriesOut, **WRONG})
def entries(request: HttpRequest, organisation: Code, after: Size = 0, limit: Limit = API_PAGE) -> Any:
    """Public lines from entry `after + 1`, in order."""
    found = ledger.leaves(organisation, after, limit, upto=_sealed(organisation).size)
    return {"entries": [{"entry": leaf.entry, "leaf": ledger.leaf_text(leaf)} for leaf in found]}


def _names() -> list[str]:
    return [ROOT, *Organization.objects.order_by("code").values_list("code", flat=True)]


def _sealed(name: str) -> ledger.PublicHead:
    if name != ROOT and not Organization.objects.filter(code=name).exists():
        raise NotFound
    return ledger.sealed(name)


def _within(field: str, number: int, sealed: ledger.PublicHead, most: int | None = None) -> int:
    """`number` when the public ledger reaches that far; Invalid naming the field otherwise."""
    limit = sealed.size if most is None else most
    if number > limit:
        raise Invalid.of(field, f"公开的台账到第 {limit} 笔为止", f"The public ledger ends at entry {limit}")
    return number
