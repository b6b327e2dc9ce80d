"""Reading 读表: the sheets of a file and their rows as they stand, numbered as people count them, one row in hand at a time."""

from pathlib import Path

from haitang.engine.tables import refusals, texts
from haitang.engine.tables.sheet import Sheet

SUFFIXES = (".xlsx", ".csv", ".txt", ".tsv")
#: How an .xlsx begins (a zip), and how what looks like one but is an old or locked file does.
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a file by what stands in it, whatever its name says; Invalid when it is no table."""
    with path.open("rb") as file:
        begins = file.read(4)
    if begins == OLD:
        raise refusals.refuse(refusals.OLD_OR_LOCKED)
    if begins == ZIP:
        from haitang.engine.tables import workbooks  # noqa: PLC0415 (openpyxl takes 0.2 s, and most doors never need it)

        return workbooks.sheets_of(path)
    return [texts.sheet_of(path)]
