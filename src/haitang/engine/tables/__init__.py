"""Tables 表格: reading what offices keep in .xlsx and .csv, row by row, and writing what they take away.

Nothing is ever loaded whole: a table of a million rows needs no more memory than one of a hundred.
"""

from haitang.engine.tables.cells import Wrong
from haitang.engine.tables.heads import Table, head_of
from haitang.engine.tables.reading import SUFFIXES, sheets_of
from haitang.engine.tables.sheet import Sheet

__all__ = ["SUFFIXES", "Sheet", "Table", "Wrong", "head_of", "sheets_of"]
