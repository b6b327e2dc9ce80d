"""Tables as offices keep them, made for tests: workbooks, text files, bombs."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, rows: Rows, merged: Sequence[str] = (), titles: Sequence[str] = ("Sheet1",)) -> Path:
    """An .xlsx whose last sheet holds these rows; the sheets before it are empty."""
    book = Workbook()
    book.remove(book.active)
    for title in titles:
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(path)
    return path


def text(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A .csv in some encoding."""
    lines = [delimiter.join(_quoted(str(cell)) for cell in row) for row in rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def _quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(sign in cell for sign in ',"\n') else cell


def with_part(path: Path, name: str, change: Any) -> Path:
    """The same workbook with one part changed: `change` takes and gives its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part.filename, change(content.decode()) if part.filename == name else content)
    path.write_bytes(out.getvalue())
    return path


def bomb(path: Path, megabytes: int = 300) -> Path:
    """An .xlsx of some hundred kilobytes whose sheet would unpack to so much."""
    workbook(path, [["a"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1024 * 1024)
    return path
