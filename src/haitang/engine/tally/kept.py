"""Kept 已算好的: a figure's rows summed by day and community, remembered by the roots of their ledgers."""

from functools import lru_cache
from typing import Any

from haitang.engine.tally.reckoning import Cell
from haitang.engine.tally.scope import View
from haitang.kernel.figure import Figure


def evidence() -> Any:
    """The room that reads the ledgers with Ibis and DuckDB."""
    from haitang.engine.tally import evidence as found  # noqa: PLC0415 (ibis, duckdb, pyarrow: 0.7 s, only where a figure is reckoned)

    return found


@lru_cache(maxsize=512)
def cells(spec: Figure, view: View) -> tuple[Cell, ...]:
    """The figure's rows of all time as far as the view goes. Equal heads mean equal lines, so nothing is read twice."""
    found: tuple[Cell, ...] = evidence().cells(spec, view)
    return found


@lru_cache(maxsize=128)
def parted(spec: Figure, view: View, fact: str) -> dict[str | None, tuple[Cell, ...]]:
    """The same by the values of one more fact."""
    found: dict[str | None, tuple[Cell, ...]] = evidence().parted(spec, view, fact)
    return found


def forget() -> None:
    """Read the ledgers again at the next use."""
    cells.cache_clear()
    parted.cache_clear()
    evidence().forget()
