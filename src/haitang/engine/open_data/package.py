"""Package 数据包: the tables of one office as files with the description of every column, written beside and put in place at once.

The description is a Data Package v2 with a Table Schema for each file; the licence is a line of the office's rules.
"""

import csv
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from haitang.engine import clock, rules
from haitang.engine.open_data.columns import MEDIA, Columns, Value
from haitang.engine.open_data.tables import TABLES, Table
from haitang.engine.tables.formulas import harmless
from haitang.kernel.words import Words
from haitang.records.party import Organization

FOLDER, DESCRIPTION = "open", "datapackage.json"
CSV, PARQUET = "csv", "parquet"
FORMATS = {CSV: "text/csv", PARQUET: MEDIA}
LICENSE = "open_data_license"
#: Where a licence can be read, by the code that the rule holds.
LICENSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "none": "",
}
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Package:
    """What lies ready of one office: the day it was written, its description and its folder."""

    day: date
    described: dict[str, Any]
    folder: Path

    def file(self, name: str) -> Path | None:
        """The file of that name, if the description names it or is it."""
        known = {DESCRIPTION, *(one["path"] for one in self.described["resources"])}
        return self.folder / name if name in known else None


def latest(organization: Organization) -> Package | None:
    """The package that lies ready, or None before the first one."""
    folder = _folder(organization.code)
    try:
        described = json.loads((folder / DESCRIPTION).read_text())
    except FileNotFoundError:
        return None
    return _package(described, folder)


def _package(described: dict[str, Any], folder: Path) -> Package:
    return Package(date.fromisoformat(described["created"][:10]), described, folder)


def write(organization: Organization) -> Package:
    """Write every table anew; readers find the old package until the new one is whole."""
    above = settings.HOME / FOLDER
    above.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=above, prefix=f".{organization.code}-"))
    try:
        resources = [one for table in TABLES.values() for one in _written(made, table, organization)]
        described = _described(organization, resources)
        (made / DESCRIPTION).write_text(json.dumps(described, ensure_ascii=False, indent=1))
        _put(made, _folder(organization.code))
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return _package(described, _folder(organization.code))


def _put(made: Path, place: Path) -> None:
    """Swap two folders; for a moment there is none, and a reader who asks in it is told to come again."""
    old = place.with_name(f".{place.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    made.chmod(0o755)
    if place.exists():
        os.replace(place, old)
    os.replace(made, place)
    shutil.rmtree(old, ignore_errors=True)


def _folder(code: str) -> Path:
    folder: Path = settings.HOME / FOLDER / code
    return folder


def _written(folder: Path, table: Table, organization: Organization) -> list[dict[str, Any]]:
    """Both files of a table; its rows are read once and a batch at a time."""
    rows, count = table.rows(organization), 0
    types = {field.name: field.type for field in table.fields}
    paths = {form: folder / f"{table.name}.{form}" for form in FORMATS}
    with paths[CSV].open("w", newline="", encoding="utf-8") as text, Columns(paths[PARQUET], types) as columns:
        writer = csv.writer(text)
        writer.writerow([field.name for field in table.fields])
        for batch in _batches(rows):
            writer.writerows([_text(value) for value in row] for row in batch)
            columns.write(batch)
            count += len(batch)
    return [_resource(path, form, table, count) for form, path in paths.items()]


def _batches(rows: Iterator[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _text(value: Value) -> str:
    return "" if value is None else harmless(value) if isinstance(value, str) else str(value)


def _resource(path: Path, form: str, table: Table, count: int) -> dict[str, Any]:
    """What the description says of one file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": f"{table.name}-{form}",
        "path": path.name,
        "title": _said(table.words),
        "format": form,
        "mediatype": FORMATS[form],
        "bytes": path.stat().st_size,
        "rows": count,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": [{"name": one.name, "type": one.type, "description": _said(one.words)} for one in table.fields]
        },
    }


def _described(organization: Organization, resources: list[dict[str, Any]]) -> dict[str, Any]:
    chosen = str(rules.of(organization)[LICENSE].value)
    license_ = [{"name": chosen, "path": LICENSES[chosen]}] if LICENSES[chosen] else []
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": organization.code,
        "title": f"{organization.name} · {organization.name_en}",
        "created": clock.now().astimezone(clock.ZONE).isoformat(timespec="seconds"),
        "description": _SAID[clock.is_demonstration()],
        **({"licenses": license_} if license_ else {}),
        "resources": resources,
    }


def _said(words: Words) -> str:
    return f"{words.zh} · {words.en}"


_SAID = {
    False: "网页上公开的内容，每天写一次 · What the site shows to everybody, written once a day",
    True: "示例数据，人和事都是虚构的 · Demonstration: people and matters are made up",
}
