"""Tables as offices keep them: encodings, titles above the heads, merged heads, formulas; and files that mean harm."""

import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from haitang.engine.tables import Table, head_of, sheets_of
from haitang.engine.tables.cells import NOT_COMPUTED
from haitang.engine.tables.heads import plain
from haitang.kernel.errors import Invalid
from tests import spreadsheets

KNOWN = frozenset({"编号", "社区", "内容", "电话"})
NEEDED = [frozenset({"编号"}), frozenset({"内容"})]
ROWS = [["编号", "社区", "内容"], ["1", "大观名园", "灯坏了"], ["2", "锦华", "路面有坑，积水"]]


def table(path: Path) -> Table:
    return head_of(sheets_of(path), KNOWN, NEEDED, "编号、内容")


def told(path: Path) -> list[tuple[int, dict[str, object]]]:
    return [(row, dict(cells)) for row, cells in table(path).rows()]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB 18030"), ("gbk", "GB 18030"), ("utf-16", "UTF-16")],
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_the_encoding_it_has_and_says_which(
    tmp_path: Path, encoding: str, said: str, delimiter: str
) -> None:
    path = spreadsheets.text(tmp_path / "a.csv", ROWS, encoding, delimiter)
    assert table(path).sheet.encoding == said
    assert told(path) == [
        (2, {"编号": "1", "社区": "大观名园", "内容": "灯坏了"}),
        (3, {"编号": "2", "社区": "锦华", "内容": "路面有坑，积水"}),
    ]


def test_one_wrong_byte_far_below_is_not_read_as_if_all_were_well(tmp_path: Path) -> None:
    path = spreadsheets.text(tmp_path / "a.csv", [*ROWS, *[["3", "x", "y"]] * 5_000])
    path.write_bytes(path.read_bytes() + b"\xff\xff")
    with pytest.raises(Invalid, match="fields"):
        sheets_of(path)


def test_titles_and_blank_rows_stand_above_the_heads_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [
        ["苏锦街道转办工单汇总表（2024年3月）"],
        ["填表人：", "", "单位：件"],
        [],
        *ROWS,
        [],
        ["", "", ""],
        ["3", "锦华", "电梯"],
    ]
    for path in (spreadsheets.text(tmp_path / "a.csv", rows), spreadsheets.workbook(tmp_path / "a.xlsx", rows)):
        assert [row for row, _ in told(path)] == [5, 6, 9]


def test_heads_over_two_rows_of_merged_cells_are_found_by_the_more_exact_one(tmp_path: Path) -> None:
    rows = [
        ["汇总", None, None, None],
        ["编号", "地点", None, "内容"],
        [None, "社区", "小区", None],
        ["1", "大观", "花园", "灯"],
    ]
    path = spreadsheets.workbook(tmp_path / "a.xlsx", rows, merged=["A1:D1", "B2:C2", "A2:A3", "D2:D3"])
    assert told(path) == [(4, {"编号": "1", "社区": "大观", "内容": "灯"})]


def test_merged_cells_of_the_data_say_the_same_in_every_row(tmp_path: Path) -> None:
    rows = [*ROWS[:1], ["1", "大观", "灯"], ["2", None, "坑"], ["3", "锦华", "树"]]
    path = spreadsheets.workbook(tmp_path / "a.xlsx", rows, merged=["B2:B3"])
    assert [cells["社区"] for _, cells in told(path)] == ["大观", "大观", "锦华"]


def test_the_first_visible_sheet_that_has_the_heads_is_read(tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "a.xlsx", ROWS, titles=["说明", "数据"])
    assert table(path).sheet.name == "数据" and len(told(path)) == 2


@pytest.mark.parametrize("head", ["编 号", "编号*", "编号（必填）", "【编号】".strip("【】"), "ＩＤ"])
def test_heads_are_compared_without_blanks_marks_and_remarks(head: str) -> None:
    assert plain(head) in ("编号", "id")


def test_a_file_without_the_heads_says_which_are_needed(tmp_path: Path) -> None:
    path = spreadsheets.text(tmp_path / "a.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(Invalid) as refusal:
        table(path)
    assert "编号、内容" in refusal.value.problems[0].words.zh and refusal.value.problems[0].field == "file"


# Files that mean harm, or are none


def test_a_formula_is_its_kept_value_and_one_without_is_marked(tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "a.xlsx", [*ROWS[:1], ["1", "x", "=HYPERLINK(1)"], ["2", "x", "=1+1"]])

    def kept(sheet: str) -> str:
        return sheet.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>").replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>")

    spreadsheets.with_part(path, "xl/worksheets/sheet1.xml", kept)
    assert [cells["内容"] for _, cells in told(path)] == [NOT_COMPUTED, 2]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = spreadsheets.bomb(tmp_path / "a.xlsx")
    assert path.stat().st_size < 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid) as refusal:
        sheets_of(path)
    assert "large" in refusal.value.problems[0].words.en
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_a_row_numbered_out_of_this_world_costs_nothing(tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "a.xlsx", ROWS)
    spreadsheets.with_part(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('<row r="3"', '<row r="999999999999"')
    )
    assert [cells["编号"] for _, cells in told(path)] == ["1", "2"]


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "a.xlsx", ROWS)
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    spreadsheets.with_part(path, "xl/worksheets/sheet1.xml", lambda xml: lol + xml.replace("灯坏了", "&b;"))
    with pytest.raises(Invalid):
        told(path)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x89PNG\r\n\x1a\n\0\0",
        b"%PDF-1.7\n\xff\xfe",
        b"",
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refusal:
        told(path)
    assert refusal.value.problems[0].field == "file"


def test_a_quote_that_never_ends_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = spreadsheets.text(tmp_path / "a.csv", ROWS)
    path.write_bytes(path.read_bytes() + b'\r\n3,x,"' + b"y" * 100_000)
    with pytest.raises(Invalid):
        told(path)


MILLION = """
    import resource, sys
    from pathlib import Path
    from haitang.engine.tables import head_of, sheets_of
    known, needed = frozenset({"编号", "内容"}), [frozenset({"编号"}), frozenset({"内容"})]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = head_of(sheets_of(Path(sys.argv[1])), known, needed, "")
    rows = sum(1 for _ in table.rows())
    print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.once
def test_a_million_rows_need_no_more_memory_than_a_few(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gb18030") as file:
        file.write("编号,内容,社区\n")
        for start in range(0, 1_000_000, 10_000):
            file.write("".join(f"{number},路面有坑请来修,大观\n" for number in range(start, start + 10_000)))
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MILLION), str(path)], capture_output=True, text=True, check=True
    )
    rows, kilobytes = map(int, done.stdout.split())
    assert rows == 1_000_000 and kilobytes < 30_000
