"""`haitang import`: counts for programs, words for people, nothing written on a dry run or when a row is wrong."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from haitang.records.order import OutsideOrder
from haitang.records.place import Place
from tests import spreadsheets
from tests.entrypoints.terminal.conftest import Run
from tests.orders import HEADS_12345, NYC_HEADS, nyc, nyc_open, order


@pytest.fixture(autouse=True)
def _today(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2025-04-01 09:00")


def test_new_yorks_export_is_counted_entered_and_the_second_time_unchanged(run: Run, tmp_path: Path) -> None:
    path = spreadsheets.text(tmp_path / "311.csv", [NYC_HEADS, nyc("1"), nyc_open("2")])
    asked = ("import", "matters", str(path), "--mapping", "nyc311", "--format", "json")
    dry, first, second = run(*asked, "--dry-run"), run(*asked), run(*asked)
    assert json.loads(dry.stdout) == json.loads(first.stdout)
    assert json.loads(first.stdout) == {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "errors": []}
    assert json.loads(second.stdout) == {"rows": 2, "created": 0, "updated": 0, "unchanged": 2, "errors": []}
    assert (dry.exit_code, first.exit_code, second.exit_code) == (0, 0, 0)
    assert OutsideOrder.objects.count() == 2


def test_a_wrong_row_is_named_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "a.xlsx", [HEADS_12345, order("1"), order("2", 受理时间="哪天")])
    report = tmp_path / "fates.csv"
    done = run("import", "matters", str(path), "--format", "json", "--report", str(report))
    assert done.exit_code == 1
    assert [(e["row"], e["field"]) for e in json.loads(done.stdout)["errors"]] == [(3, "received")]
    assert not OutsideOrder.objects.exists()
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [line.split(",")[:3] for line in report.read_text("utf-8-sig").splitlines()[1:]] == [
        ["2", "1", "新登记"],
        ["3", "2", "有错"],
    ]
    told = run("import", "matters", str(path))
    assert "什么都没有写" in told.stdout and "3  received" in told.stdout


def test_an_import_as_somebody_is_bound_to_their_posts(run: Run, tmp_path: Path) -> None:
    path = spreadsheets.text(
        tmp_path / "p.csv", [["代码", "名称", "类别", "上级"], ["x", "某小区", "小区", "daguan-1"]]
    )
    assert run("import", "places", str(path), "--as", "desk").exit_code == 1
    assert run("import", "places", str(path), "--as", "administrator").exit_code == 0
    assert Place.objects.filter(code="x").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("matters", "a.csv", "--mapping", "nowhere"),
        ("matters", "a.csv", "--organization", "nowhere"),
        ("people", "a.csv"),
        ("matters", "b.csv"),
    ],
)
def test_what_is_not_there_is_said(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    spreadsheets.text(tmp_path / "a.csv", [HEADS_12345, order()])
    kind, name, *more = arguments
    done = run("import", kind, str(tmp_path / name), *more)
    assert done.exit_code in (1, 2) and done.stderr and not OutsideOrder.objects.exists()
