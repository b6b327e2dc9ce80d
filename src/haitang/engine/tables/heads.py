"""Heads 表头: which row names the columns, whatever titles stand above it, also where it takes two rows of merged cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from haitang.engine.tables import limits, refusals
from haitang.engine.tables.cells import Cell, NotComputed, blank, narrow
from haitang.engine.tables.sheet import Line, Sheet


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are known: where each head stands, by its plain form, and after which row the data begin."""

    sheet: Sheet
    columns: Mapping[str, int]
    head: int

    def rows(self) -> Iterator[tuple[int, Mapping[str, Cell]]]:
        """The rows below the heads that say anything, by head."""
        for number, cells in self.sheet.rows():
            if number > self.head and not all(map(blank, cells)):
                yield number, {head: cells[at] for head, at in self.columns.items() if at < len(cells)}


def plain(head: Cell) -> str:
    """A head as it is compared: plain letters, no spaces, no marks, no remarks in brackets, no star."""
    if head is None or isinstance(head, NotComputed):
        return ""
    said = narrow(str(head)).lower()
    for opening, closing in ("()", "[]", "【】"):
        start, end = said.find(opening), said.find(closing)
        if 0 < start < end:
            said = said[:start] + said[end + 1 :]
    return "".join(character for character in said if character.isalnum())


def head_of(sheets: Sequence[Sheet], known: frozenset[str], needed: Sequence[frozenset[str]], said: str) -> Table:
    """The first sheet with a row (or two) that names a head of each `needed` group; Invalid with `said` when none does."""
    for sheet in sheets:
        best = max(_candidates(sheet), key=lambda found: _worth(found, known, needed), default=None)
        if best is not None and all(group & best[1].keys() for group in needed):
            columns = {head: at for head, at in best[1].items() if head in known}
            return Table(sheet, columns, best[0])
    raise refusals.refuse(refusals.NO_HEAD, needed=said)


def _worth(
    found: tuple[int, dict[str, int]], known: frozenset[str], needed: Sequence[frozenset[str]]
) -> tuple[int, int, int]:
    """First what is needed, then what is known; of two as good the one further up."""
    row, heads = found
    return sum(bool(group & heads.keys()) for group in needed), len(known & heads.keys()), -row


def _candidates(sheet: Sheet) -> Iterator[tuple[int, dict[str, int]]]:
    """Each of the first rows as heads, and each with the one below it, whose cells say it more exactly."""
    before: Line | None = None
    for number, cells in islice(sheet.rows(), limits.ABOVE):
        yield number, _heads(cells)
        if before is not None and before[0] == number - 1:
            yield number, _both(before[1], cells)
        before = (number, cells)


def _heads(cells: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if head := plain(cell):
            found.setdefault(head, at)
    return found


def _both(above: Sequence[Cell], below: Sequence[Cell]) -> dict[str, int]:
    width = max(len(above), len(below))
    upper = [*above, *[None] * (width - len(above))]
    lower = [*below, *[None] * (width - len(below))]
    return _heads([low if not blank(low) else high for high, low in zip(upper, lower, strict=True)])
