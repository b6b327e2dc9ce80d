"""Lines 台账行: public lines as pages list them, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from haitang.engine import ledger
from haitang.entrypoints.web.figures import amounts, places
from haitang.entrypoints.web.figures.kinds import words_of
from haitang.kernel.words import Words

if TYPE_CHECKING:
    from haitang.records.entry import Leaf


#: Lines on one page: a phone shows each as a card.
PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One public line in words."""

    entry: int
    kind: str
    words: Words
    day: date
    community: Words
    quantity: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines and the cursor of the next, empty on the last."""

    lines: list[Line]
    after: str


def latest(name: str, upto: int, after: str = "", limit: int = PAGE) -> Page:
    """The lines before entry `after`, the newest first, none beyond `upto`. A cursor nobody gave out is the start."""
    end = min(int(after) - 1, upto) if after.isdecimal() and len(after) < 19 else upto
    found = list(ledger.every_leaf([name]).filter(entry__lte=end).order_by("-entry")[: limit + 1])
    more = len(found) > limit
    return Page(shown(found[:limit]), str(found[limit - 1].entry) if more else "")


def shown(leaves: Iterable["Leaf"]) -> list[Line]:
    """Leaves in words."""
    kept = list(leaves)
    names = places.called(leaf.community for leaf in kept)
    return [
        Line(leaf.entry, leaf.kind, words_of(leaf.kind), leaf.day, names[leaf.community], amounts.shown(leaf.quantity))
        for leaf in kept
    ]
