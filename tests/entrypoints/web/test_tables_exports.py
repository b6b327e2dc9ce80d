"""Lists taken away: as the screen shows them and no more; no formula; marked where they are examples."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from haitang.commands import matters
from haitang.engine import clock, gate, sheets
from haitang.engine.tables.formulas import harmless
from haitang.records.account import Account
from tests.cast import Cast
from tests.entrypoints.web.residents import staff


def taken(client: Client, sheet: str, suffix: str = "csv", **query: str) -> bytes:
    answer: Any = client.get(f"/desk/export/{sheet}.{suffix}", query)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_list_is_taken_away_as_the_screen_shows_it_for_the_filter_on_it(cast: Cast) -> None:
    drains, lifts = cast.accepted(), cast.accepted(cast.report("电梯坏了"), category="lifts", title="电梯停运")
    cast.report("锦华的事", place="jinhua")
    head, *found = rows(taken(staff("desk"), "open"))
    assert head[:2] == ["编号", "标题"] and {row[0] for row in found} == {drains.number, lifts.number}
    assert {row[1] for row in found} == {"下水道堵塞", "电梯停运"}
    narrowed = rows(taken(staff("desk"), "open", category="lifts"))
    assert [row[0] for row in narrowed[1:]] == [lifts.number]
    assert rows(taken(staff("other_desk"), "open"))[1:] == []


def test_an_xlsx_holds_the_same_with_times_as_times(cast: Cast) -> None:
    told = cast.accepted()
    sheet = load_workbook(io.BytesIO(taken(staff("desk"), "open", "xlsx"))).active
    found = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert found["编号"].value == told.number
    assert found["收到"].value == told.record().received_at.astimezone(clock.ZONE).replace(tzinfo=None, microsecond=0)


@pytest.mark.parametrize("title", ['=HYPERLINK("http://evil")', "+1+1", "-1+1", "@SUM(A1)", "＝1+1"])
def test_no_cell_of_a_list_is_a_formula(cast: Cast, title: str) -> None:
    cast.accepted(title=title)
    assert rows(taken(staff("desk"), "open"))[1][1] == f"'{title}"
    cell = load_workbook(io.BytesIO(taken(staff("desk"), "open", "xlsx"))).active["B2"]
    assert (cell.value, cell.data_type) == (title, "s")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-5", "-5"),
        ("+86", "+86"),
        ("-5+2", "'-5+2"),
        ("灯", "灯"),
        ("", ""),
        ("-", "'-"),
    ],
)
def test_only_what_looks_like_a_formula_is_marked(text: str, written: str) -> None:
    assert harmless(text) == written


def test_what_is_private_and_what_was_said_stay_behind(cast: Cast) -> None:
    cast.report("金丝雀原话", contact="13800001234", place_words="金丝雀门牌")
    private = cast.report("金丝雀私事")
    gate.do(matters.accept, cast.desk, matter=private.number, category="other", title="金丝雀标题", private=True)
    for suffix in ("csv", "xlsx"):
        content = taken(staff("desk"), "open", suffix)
        if suffix == "xlsx":
            book = load_workbook(io.BytesIO(content))
            content = str([[cell.value for cell in row] for row in book.active.iter_rows()]).encode()
        assert "金丝雀" not in content.decode() and "1380000" not in content.decode()


def test_a_list_of_many_pages_is_whole_and_read_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haitang.entrypoints.web.tables.exports.AT_ONCE", 2)
    numbers = {cast.report().number for _ in range(5)}
    assert {row[0] for row in rows(taken(staff("desk"), "open"))[1:]} == numbers


def test_a_demonstration_says_on_its_lists_that_they_are_examples(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "is_demonstration", lambda: True)
    assert "示例" in rows(taken(staff("desk"), "open"))[0][0]
    assert "示例" in load_workbook(io.BytesIO(taken(staff("desk"), "open", "xlsx"))).active["A1"].value


@pytest.mark.parametrize("name", sorted(sheets.SHEETS))
def test_every_sheet_can_be_taken_away_by_staff_and_by_nobody_else(cast: Cast, client: Client, name: str) -> None:
    cast.project()
    assert rows(taken(staff("supervisor"), name))
    assert client.get(f"/desk/export/{name}.csv").status_code == 302


def test_what_is_no_list_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(Account.objects.get(login="desk"))
    for path in ("nowhere.csv", "open.pdf", "open.exe"):
        assert client.get(f"/desk/export/{path}").status_code == 404
