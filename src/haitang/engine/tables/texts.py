"""Tables of text 文本表: .csv and .tsv in UTF-8, UTF-16 with its mark, or GB 18030 as Chinese spreadsheets save them.

The whole file is tried before its first row is believed: what is no UTF-8 somewhere is not read as UTF-8 anywhere.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from haitang.engine.tables import limits, refusals
from haitang.engine.tables.cells import Cell
from haitang.engine.tables.sheet import Line, Sheet

_CHUNK = 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 20_000
DELIMITERS = (",", "\t", ";")
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB 18030"}


def sheet_of(path: Path) -> Sheet:
    """The one sheet of a text file; Invalid when its letters cannot be told, or it is no text at all."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    if "\0" in sample:
        raise refusals.refuse(refusals.NO_TABLE)
    delimiter = max(DELIMITERS, key=sample.count)
    return Sheet("", lambda: _rows(path, encoding, delimiter), NAMES[encoding])


def encoding_of(path: Path) -> str:
    """In which encoding the whole file can be read."""
    with path.open("rb") as file:
        begins = file.read(4)
    marked = next((name for mark, name in _MARKS if begins.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        if _readable(path, encoding):
            return encoding
    raise refusals.refuse(refusals.NO_ENCODING)


def _readable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    # A cell with an opening quote and no end would swallow the rest of the file: the reader stops at the limit.
    csv.field_size_limit(limits.CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number > limits.ROWS:
                    raise refusals.refuse(refusals.TOO_MANY)
                found: list[Cell] = [cell for cell in cells[: limits.COLUMNS]]
                yield number, found
        except csv.Error:
            raise refusals.refuse(refusals.NO_TABLE) from None
