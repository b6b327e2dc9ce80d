"""Rows 行: a table read by its layout: of each row the fields with their values, and what is wrong with single cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from haitang.engine.gate import Asked
from haitang.engine.tables import Table, cells, head_of, sheets_of
from haitang.engine.tables.cells import Cell, Wrong
from haitang.engine.tables.heads import plain
from haitang.kernel.errors import Problem
from haitang.kernel.layout import CODE, MOMENT, NUMBER, Column, Layout
from haitang.kernel.words import Words

T = TypeVar("T")
CREATED, UPDATED, UNCHANGED, WRONG = "created", "updated", "unchanged", "wrong"
JOINED = " · "


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says: by field, empty fields left out."""

    row: int
    values: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A field's words; empty where it says nothing."""
        return str(self.values.get(name, ""))


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one row: which changes it asks for, or why it cannot be. `name` is the row's own code or number."""

    row: int
    name: str
    fate: str
    asked: tuple[Asked, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Words, ...] = ()


def wrong(told: Told, name: str, problems: Iterable[Problem]) -> Fate:
    """The fate of a row that cannot be."""
    return Fate(told.row, name, WRONG, problems=tuple(problems))


def problem(name: str, zh: str, en: str) -> Problem:
    """What is wrong with one field."""
    return Problem(name, Words(zh=zh, en=en))


def table_of(path: Path, layout: Layout) -> Table:
    """The table in a file that is laid out like this; Invalid when there is none."""
    known = frozenset(plain(head) for column in layout.columns for head in column.heads)
    needed = [column for column in layout.columns if column.needed]
    groups = [frozenset(map(plain, column.heads)) for column in needed]
    return head_of(sheets_of(path), known, groups, "、".join(column.heads[0] for column in needed))


def read(table: Table, layout: Layout) -> Iterator[Told]:
    """Its rows, one after the other."""
    zone = ZoneInfo(layout.zone)
    ways: dict[str, Callable[[Cell], Any]] = {
        CODE: cells.code,
        NUMBER: cells.number,
        MOMENT: lambda cell: cells.moment(cell, zone, layout.patterns),
    }
    read_by = [
        (column, [plain(head) for head in column.heads], ways.get(column.holds, cells.text))
        for column in layout.columns
    ]
    for number, row in table.rows():
        yield _told(number, row, read_by)


def _told(number: int, row: Mapping[str, Cell], columns: list[tuple[Column, list[str], Callable[[Cell], Any]]]) -> Told:
    told = Told(number, values := {})
    for column, heads, way in columns:
        found = [row[head] for head in heads if not cells.blank(row.get(head))]
        try:
            said = [value for cell in found for value in [way(cell)] if value not in ("", None)]
        except Wrong as reason:
            told.problems.append(Problem(column.field, reason.words))
            continue
        if said:
            values[column.field] = JOINED.join(dict.fromkeys(map(str, said))) if column.joined else said[0]
        elif column.needed:
            told.problems.append(problem(column.field, "不能空着", "cannot be empty"))
    return told


def by_hundreds(things: Iterable[T], many: int = 500) -> Iterator[list[T]]:
    """The same things, some hundred at a time."""
    coming = iter(things)
    while part := list(islice(coming, many)):
        yield part
