"""Workbooks 工作簿: .xlsx by openpyxl, row by row. What it would unpack to is looked at before anything is unpacked.

Formulas are read as the value the spreadsheet kept; one that kept none is a cell without a value, and says so. The value
of merged cells stands in each of them. Entities in its XML are refused (openpyxl asks defusedxml).
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from haitang.engine.tables import limits, refusals
from haitang.engine.tables.cells import NOT_COMPUTED, Cell
from haitang.engine.tables.sheet import Line, Sheet
from haitang.kernel.errors import Invalid

_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK, _OVERLAP = 1024 * 1024, 200
_BROKEN = (
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)

Area = tuple[int, int, int, int]


class _Rows(WorkSheetParser):  # type: ignore[misc]  # the library has no types
    """openpyxl's reader of one sheet, with what was not computed marked and nothing remembered of rows that are past."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell; a formula without a kept value is marked."""
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = NOT_COMPUTED
        return cell

    def parse_row(self, row: Any) -> Any:
        """A row; its height and style are nobody's business here."""
        found = super().parse_row(row)
        self.row_dimensions.clear()
        return found


def sheets_of(path: Path) -> list[Sheet]:
    """The visible sheets of a workbook; Invalid when it is none, or would unpack to too much."""
    try:
        _harmless(path)
        # An open file, because the library judges a path by its ending.
        book = load_workbook(path.open("rb"), read_only=True, data_only=True, keep_links=False)
    except Invalid:
        raise
    except DefusedXmlException:
        raise refusals.refuse(refusals.ENTITIES) from None
    except _BROKEN:
        raise refusals.refuse(refusals.NO_TABLE) from None
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [Sheet(sheet.title, _reader(sheet)) for sheet in shown if isinstance(sheet, ReadOnlyWorksheet)]


def _harmless(path: Path) -> None:
    """Refuse what would unpack to far more than it is. A part that lies about its size is cut off there when it is read."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    large = [part for part in parts if part.file_size > limits.SMALL]
    kept = sum(part.file_size for part in parts if not _SHEETS.fullmatch(part.filename))
    if (
        len(parts) > limits.PARTS
        or sum(part.file_size for part in parts) > limits.UNPACKED
        or kept > limits.IN_MEMORY
        or any(part.file_size > limits.RATIO * max(part.compress_size, 1) for part in large)
    ):
        raise refusals.refuse(refusals.BOMB)


def _reader(sheet: ReadOnlyWorksheet) -> Any:
    def rows() -> Iterator[Line]:
        try:
            yield from _filled(_rows(sheet), _merged(sheet))
        except Invalid:
            raise
        except DefusedXmlException:
            raise refusals.refuse(refusals.ENTITIES) from None
        except _BROKEN:
            raise refusals.refuse(refusals.NO_TABLE) from None

    return rows


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[Line]:
    """The rows that are there, each with its number: gaps between them cost nothing."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _Rows(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for seen, (number, cells) in enumerate(parser.parse()):
            if seen > limits.ROWS:
                raise refusals.refuse(refusals.TOO_MANY)
            yield number, _in_place(cells)


def _in_place(cells: list[dict[str, Any]]) -> list[Cell]:
    known = {cell["column"]: cell["value"] for cell in cells if cell["column"] <= limits.COLUMNS}
    return [known.get(column) for column in range(1, max(known, default=0) + 1)]


def _merged(sheet: ReadOnlyWorksheet) -> list[Area]:
    """The merged areas of a sheet, by their first row. They stand behind its rows, so they are looked for beforehand."""
    found: set[bytes] = set()
    with sheet._get_source() as source:
        rest = b""
        while (chunk := source.read(_CHUNK)) and len(found) < limits.MERGES:
            found.update(match.group(1) for match in _MERGED.finditer(rest + chunk))
            rest = chunk[-_OVERLAP:]
    areas = [_area(each.decode()) for each in found]
    return sorted((area for area in areas if area[3] - area[1] < limits.ROWS), key=lambda area: area[1])


def _area(text: str) -> Area:
    left, top, right, bottom = range_boundaries(text)
    return left or 1, top or 1, min(right or 1, limits.COLUMNS), bottom or 1


def _filled(rows: Iterator[Line], areas: list[Area]) -> Iterator[Line]:
    """Each row with the value of the areas that reach into it."""
    coming, open_ones = iter(areas), list[tuple[Area, Cell]]()
    following = next(coming, None)
    for number, cells in rows:
        while following is not None and following[1] <= number:
            if following[1] == number:
                open_ones.append((following, cells[following[0] - 1] if len(cells) >= following[0] else None))
            following = next(coming, None)
        open_ones = [(area, value) for area, value in open_ones if area[3] >= number]
        for (left, _top, right, _bottom), value in open_ones:
            cells += [None] * (right - len(cells))
            cells[left - 1 : right] = [value] * (right - left + 1)
        yield number, cells
