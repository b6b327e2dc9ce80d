"""Sheet 表: what every file that holds a table comes to, however it was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from haitang.engine.tables.cells import Cell

Line = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows as often as they are asked for, and how its letters were read (a table of text)."""

    name: str
    rows: Callable[[], Iterator[Line]]
    encoding: str = ""
