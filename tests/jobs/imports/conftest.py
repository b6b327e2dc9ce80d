"""An import of the cast's first office, by one of its people."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from haitang.jobs.imports.bringing import Task, bring, judge, layout_of
from haitang.jobs.imports.report import Report
from haitang.records.party import Organization
from tests import spreadsheets
from tests.cast import Cast

Bring = Callable[..., Report]
Task.__test__ = False  # type: ignore[attr-defined]


@pytest.fixture
def brought(cast: Cast, tmp_path: Path) -> Bring:
    """`brought("matters", rows, by="desk", layout="nyc311", dry=True)`: the report of that table."""

    def run(
        kind: str, rows: Sequence[Sequence[Any]], by: str = "", layout: str = "", dry: bool = False, suffix: str = "csv"
    ) -> Report:
        made = spreadsheets.workbook if suffix == "xlsx" else spreadsheets.text
        path = made(tmp_path / f"table.{suffix}", rows)
        who = by or ("dispatcher" if kind == "matters" else "administrator")
        task = Task(path, kind, layout_of(kind, layout), Organization.objects.get(code="sujin"), cast.by_login[who])
        return judge(task) if dry else bring(task)

    return run
