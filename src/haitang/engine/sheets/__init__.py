"""Sheets 清单: the single door for reading lists. Scope and masking happen here and nowhere else.

HTML list, CSV and JSON are renderings of one answer. Paging is by keyset, never by offset, never with an unbounded count.
"""

from haitang.engine.scope import may_see
from haitang.engine.sheets.named import SHEETS, Sheet
from haitang.engine.sheets.reading import COUNTED, Page, count, counts, first_said, rows
from haitang.engine.sheets.row import PRIVATE, Row, petals_of, row_of, title_of
from haitang.engine.sheets.searching import matching

__all__ = [
    "COUNTED",
    "PRIVATE",
    "SHEETS",
    "Page",
    "Row",
    "Sheet",
    "count",
    "counts",
    "first_said",
    "matching",
    "may_see",
    "petals_of",
    "row_of",
    "rows",
    "title_of",
]
