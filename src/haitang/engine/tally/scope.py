"""Scope 范围: which ledgers and which communities a place stands for when figures are read.

A public line names only a community, so a figure is asked for by community or by something above it: village,
sub-district, development zone, district. The organization is filtered on first; nothing leaks between organizations.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from haitang.engine import clock, ledger
from haitang.kernel.errors import Invalid
from haitang.records.party import Organization
from haitang.records.place import Place


@dataclass(frozen=True, slots=True)
class Scope:
    """A place's ledgers in code order, and the communities that count; None means every community of them."""

    place: str
    ledgers: tuple[str, ...]
    communities: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A scope as far as one reader may see, and the day until which everything is recorded.

    `heads` names each ledger with its size and its root (or frontier): equal heads mean equal lines.
    """

    scope: Scope
    heads: tuple[tuple[str, int, str], ...]
    until: date | None
    entitled: bool


_views: ContextVar[dict[tuple[str, bool], View] | None] = ContextVar("haitang_tally_views", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every figure within the block be read from the same heads, for a page whose numbers have to agree."""
    token = _views.set({})
    try:
        yield
    finally:
        _views.reset(token)


def scope_of(place: str) -> Scope:
    """What a place code stands for; Invalid naming `place` when there is none or it lies below a community.

    Without a place: the single organization of the installation, or, where there are several, all of them.
    """
    if not place:
        return _everything()
    found = Place.objects.filter(code=place).first()
    if found is None:
        raise Invalid.of(
            "place", "没有找到这个地方，请从列表里选", "There is no such place; please choose from the list"
        )
    if found.community and found.community != found.code:
        raise Invalid.of(
            "place",
            f"数字按社区公开，请查 {found.community}",
            f"Figures are kept by community; please ask for {found.community}",
        )
    return _within(found)


def _everything() -> Scope:
    codes = tuple(Organization.objects.order_by("code").values_list("code", flat=True))
    return Scope(codes[0] if len(codes) == 1 else "", codes)


def _within(place: Place) -> Scope:
    below = set(
        Place.objects.filter(path__startswith=place.path)
        .exclude(organization=None)
        .values_list("organization__code", "community")
        .distinct()
    )
    ledgers = {code for code, _ in below if code}
    beyond = Place.objects.exclude(path__startswith=place.path).filter(organization__code__in=ledgers)
    whole = ledgers - set(beyond.values_list("organization__code", flat=True))
    communities = {community for _, community in below if community} | whole | {place.code}
    return Scope(place.code, tuple(sorted(ledgers)), frozenset(communities))


def view_of(place: str, entitled: bool) -> View:
    """The public view ends at each ledger's last seal; the entitled read what stands there now."""
    kept = _views.get()
    if kept is None:
        return _view(place, entitled)
    if (place, entitled) not in kept:
        kept[place, entitled] = _view(place, entitled)
    return kept[place, entitled]


def _view(place: str, entitled: bool) -> View:
    scope = scope_of(place)
    if entitled:
        live = {head.ledger: (head.size, head.frontier) for head in ledger.heads()}
        return View(scope, tuple((name, *live.get(name, (0, ""))) for name in scope.ledgers), clock.today(), True)
    heads = [(name, ledger.sealed(name)) for name in scope.ledgers]
    days = [head.day for _, head in heads if head.day]
    return View(scope, tuple((name, head.size, head.root) for name, head in heads), min(days, default=None), False)
