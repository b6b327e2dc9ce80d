"""Writing 写表: rows as .csv or .xlsx that a spreadsheet opens as they are, and in which nothing is ever a formula.

Both are written row by row. A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
return) gets an apostrophe before it in .csv; in .xlsx it is written as text, which never is one.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from haitang.engine.tables.formulas import harmless

Value = str | int | float | datetime | None
_CHUNK = 64 * 1024
CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MARK = "\ufeff"


def as_csv(rows: Iterable[Sequence[Value]], zone: ZoneInfo) -> Iterator[bytes]:
    """UTF-8 with its mark, so that spreadsheets know it; instants as local date and time."""
    out = io.StringIO()
    writer = csv.writer(out)
    yield MARK.encode()
    for row in rows:
        writer.writerow([harmless(_written(value, zone)) for value in row])
        if out.tell() > _CHUNK:
            yield _taken(out)
    yield _taken(out)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet to be written: its title, what stands over the heads, the heads, the rows."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    above: str = ""

    def lines(self) -> Iterator[Sequence[Value]]:
        """All of it, as a table of text has it."""
        if self.above:
            yield [self.above]
        yield self.head
        yield from self.rows


def as_xlsx(leaves: Sequence[Leaf], zone: ZoneInfo) -> Iterator[bytes]:
    """A workbook, heads bold and fixed. Written to the disk row by row, then handed out."""
    book = Workbook(write_only=True)
    for leaf in leaves:
        sheet = book.create_sheet(_title(leaf.title))
        for at in range(len(leaf.head)):
            sheet.column_dimensions[get_column_letter(at + 1)].width = 18
        fixed = 2 if leaf.above else 1
        sheet.freeze_panes = f"A{fixed + 1}"
        for number, row in enumerate(leaf.lines()):
            sheet.append([_cell(sheet, value, zone, bold=number < fixed) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _cell(sheet: object, value: Value, zone: ZoneInfo, bold: bool = False) -> WriteOnlyCell:
    """Text as text, whatever it begins with; numbers as numbers; instants as local date and time."""
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(zone).replace(tzinfo=None, microsecond=0))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, "")
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell = WriteOnlyCell(sheet, value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _title(text: str) -> str:
    return "".join("·" if character in "[]:*?/\\" else character for character in text)[:31] or "1"


def _written(value: Value, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return str(value)


def _taken(out: io.StringIO) -> bytes:
    done = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return done
