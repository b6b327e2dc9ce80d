"""Evidence 依据: the ledger's lines as Arrow, asked by Ibis expressions on DuckDB in this process.

Importing this module costs 0.7 s (pyarrow, duckdb, ibis); the tally does it when a figure is really reckoned.
Each ledger's lines are kept in memory and appended to. Facts of the sealed halves are parsed in Python and joined as
columns: Ibis over JSON text in SQLite silently gives NULL, so no engine is ever asked to read JSON.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import RLock
from typing import Any

import ibis
import pyarrow as pa
from django.db.models import TextField
from django.db.models.functions import Cast
from ibis import _

from haitang.engine import ledger
from haitang.engine.tally.reckoning import Cell, Span
from haitang.engine.tally.scope import View
from haitang.kernel.canonical import canonical
from haitang.kernel.figure import BY_VALUE, Figure

COLUMNS = ("ledger", "entry", "kind", "day", "community", "quantity")
_LINES = pa.schema(
    [
        ("ledger", pa.string()),
        ("entry", pa.int64()),
        ("kind", pa.string()),
        ("day", pa.date32()),
        ("community", pa.string()),
        ("quantity", pa.int64()),
    ]
)
#: Days are read as text and made dates by Arrow, all at once: Django's own way costs as much as all the rest.
_READ = ("entry", "kind", Cast("day", TextField()), "community", "quantity")
_BATCH, _PIECES = 50_000, 64


@dataclass
class _Kept:
    """One ledger in memory: its lines, its last commitment, and the facts that some figure asked for, by name."""

    lines: pa.Table
    mark: str = ""
    facts: dict[str, pa.Table] = field(default_factory=dict)


_kept: dict[str, _Kept] = {}
_lock = RLock()


def forget() -> None:
    """Read the ledgers again at the next use."""
    with _lock:
        _kept.clear()


def cells(figure: Figure, view: View) -> tuple[Cell, ...]:
    """The figure's rows of all time, summed by the day they count for and community (and by fact where values count)."""
    with _lock:
        rows = _rows(figure, view)
        valued = figure.measure in BY_VALUE
        named = rows.mutate(day=rows.on, fact=rows[_column(figure.fact)] if valued else ibis.null(str))
        lines = (_.quantity < 0).ifelse(-1, 1).sum()
        days = named.group_by("day", "community", "fact").aggregate(
            quantity=_.quantity.sum(), lines=lines, rows=_.count()
        )
        return tuple(Cell(**cell) for cell in _answer(days))


def parted(figure: Figure, view: View, fact: str) -> dict[str | None, tuple[Cell, ...]]:
    """The same rows by the value that each line has of one more fact; None for lines that have none. Read once."""
    with _lock:
        valued = figure.measure in BY_VALUE
        rows = _rows(figure, view, fact)
        named = rows.mutate(
            day=rows.on, part=rows[_column(fact)], fact=rows[_column(figure.fact)] if valued else ibis.null(str)
        )
        lines = (_.quantity < 0).ifelse(-1, 1).sum()
        days = named.group_by("part", "day", "community", "fact").aggregate(
            quantity=_.quantity.sum(), lines=lines, rows=_.count()
        )
        found: dict[str | None, list[Cell]] = {}
        for cell in _answer(days):
            found.setdefault(cell.pop("part"), []).append(Cell(**cell))
        return {part: tuple(made) for part, made in found.items()}


def page(
    figure: Figure, view: View, spans: list[Span], after: tuple[str, int] | None, limit: int
) -> list[dict[str, Any]]:
    """Up to `limit` of the figure's rows of some days in the order of their ledgers, beginning behind `after`."""
    with _lock:
        rows = _rows(figure, view).filter(ibis.or_(*(_.on.between(first, last) for first, last in spans)))
        if after:
            name, entry = after
            rows = rows.filter((_.ledger > name) | ((_.ledger == name) & (_.entry > entry)))
        return _answer(rows.order_by("ledger", "entry").limit(limit).select(*COLUMNS))


def _answer(expression: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _duckdb().to_pyarrow(expression).to_pylist()
    return found


_connection: list[Any] = []


def _duckdb() -> Any:
    """One DuckDB in this process, in memory; it may not fetch extensions from the network."""
    if not _connection:
        made = ibis.duckdb.connect()
        made.raw_sql("SET autoinstall_known_extensions = false")
        made.raw_sql("SET autoload_known_extensions = false")
        _connection.append(made)
    return _connection[0]


def _rows(figure: Figure, view: View, more: str = "") -> Any:
    """The lines a figure counts, as an Ibis expression; with a column for one `more` fact."""
    rows = ibis.memtable(_lines(view)).filter(_.kind.isin(figure.counts))
    if view.scope.communities is not None:
        rows = rows.filter(_.community.isin(sorted(view.scope.communities)))
    for name in dict.fromkeys([*_facts_of(figure), *([more] if more else [])]):
        facts = ibis.memtable(_facts(view, name)).rename({"of": "ledger", "number": "entry"})
        rows = rows.left_join(facts, (rows.ledger == facts.of) & (rows.entry == facts.number)).drop("of", "number")
    for name, value in figure.where:
        column = rows[_column(name)]
        rows = rows.filter(column.notnull() if value is None else column == value if value else column.isnull())
    if figure.weights:
        rows = rows.filter(rows[_column(figure.fact)].isin([value for value, _weight in figure.weights]))
    return rows.mutate(on=_counted_on(figure, rows))


def _counted_on(figure: Figure, rows: Any) -> Any:
    """The day a line counts for: what its dating fact says (RFC 3339, local), else the day it happened."""
    if not figure.dated_by:
        return rows.day
    return ibis.coalesce(rows[_column(figure.dated_by)].substr(0, 10).try_cast("date"), rows.day)


def _facts_of(figure: Figure) -> list[str]:
    """The facts a figure cannot do without."""
    counted = [figure.fact] if figure.measure in BY_VALUE else []
    dated = [figure.dated_by] if figure.dated_by else []
    return list(dict.fromkeys([*counted, *dated, *(name for name, _value in figure.where)]))


def _column(name: str) -> str:
    return f"fact_{name}"


def _lines(view: View) -> pa.Table:
    """The lines of the view's ledgers, none beyond its heads."""
    tables = [_grown(name, size).lines.slice(0, size) for name, size, _mark in view.heads if size]
    return pa.concat_tables(tables) if tables else _LINES.empty_table()


def _grown(name: str, size: int) -> _Kept:
    """A ledger in memory with at least `size` lines; read anew when the database is another one than before."""
    kept = _kept.get(name)
    if kept is None or not _is_ours(name, kept):
        kept = _kept[name] = _Kept(_LINES.empty_table())
    if kept.lines.num_rows < size:
        _append(name, kept)
    return kept


def _is_ours(name: str, kept: _Kept) -> bool:
    last = ledger.every_leaf([name]).filter(entry=kept.lines.num_rows).values_list("commitment", flat=True).first()
    return (last or "") == kept.mark


def _append(name: str, kept: _Kept) -> None:
    leaves = ledger.every_leaf([name]).filter(entry__gt=kept.lines.num_rows)
    for batch in _batches(leaves.values_list(*_READ).iterator(_BATCH)):
        entries, kinds, days, communities, quantities = zip(*batch, strict=True)
        columns = [[name] * len(batch), entries, kinds, pa.array(days), communities, quantities]
        kept.lines = _joined(kept.lines, columns)
    last = ledger.every_leaf([name]).filter(entry=kept.lines.num_rows).values_list("commitment", flat=True).first()
    kept.mark = last or ""


def _joined(table: pa.Table, columns: Sequence[Any]) -> pa.Table:
    """The table with some more rows; many small pieces are made one now and then."""
    arrays = [
        (column if isinstance(column, pa.Array) else pa.array(column, each.type)).cast(each.type)
        for column, each in zip(columns, table.schema, strict=True)
    ]
    grown = pa.concat_tables([table, pa.Table.from_arrays(arrays, schema=table.schema)])
    return grown.combine_chunks() if grown.column(0).num_chunks > _PIECES else grown


def _facts(view: View, fact: str) -> pa.Table:
    """One fact of every line in the view: ledger, entry and the value as text, null where there is none."""
    tables = [_fact(name, _kept[name], fact) for name, size, _mark in view.heads if size]
    return pa.concat_tables(tables) if tables else _fact_schema(fact).empty_table()


def _fact(name: str, kept: _Kept, fact: str) -> pa.Table:
    schema = _fact_schema(fact)
    table = kept.facts.get(fact, schema.empty_table())
    bodies = ledger.every_body([name]).filter(entry__gt=table.num_rows, entry__lte=kept.lines.num_rows)
    erased: dict[int, dict[str, Any]] | None = None
    for batch in _batches(bodies.values_list("entry", "facts").iterator(_BATCH)):
        if erased is None and any(text is None for _entry, text in batch):
            erased = ledger.kept_of_erased(name)
        columns = [
            [name] * len(batch),
            [entry for entry, _text in batch],
            [_value(json.loads(text) if text else (erased or {}).get(entry, {}), fact) for entry, text in batch],
        ]
        table = _joined(table, columns)
    kept.facts[fact] = table
    return table


def _fact_schema(fact: str) -> pa.Schema:
    return pa.schema([("ledger", pa.string()), ("entry", pa.int64()), (_column(fact), pa.string())])


def _value(facts: dict[str, Any], name: str) -> str | None:
    """A fact as text; anything but text as canonical JSON. Of an erased line it is what the erasure kept."""
    value = facts.get(name)
    return value if value is None or isinstance(value, str) else canonical(value)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows in lists of at most `_BATCH`."""
    ahead = iter(rows)
    while batch := list(islice(ahead, _BATCH)):
        yield batch
