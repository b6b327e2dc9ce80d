"""Bringing in a table at the page: looked at first, entered by a second tap, each row's fate to take away; one's own only."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django.fixtures import Settings as SettingsWrapper

from haitang.engine import clock
from haitang.jobs.imports import bringing, intakes
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.intake import Intake
from haitang.records.matter import Matter
from haitang.records.order import OutsideOrder
from tests import spreadsheets
from tests.cast import Cast
from tests.entrypoints.web.residents import staff
from tests.orders import HEADS_12345, NYC_HEADS, nyc, order


@pytest.fixture(autouse=True)
def _home(settings: SettingsWrapper, tmp_path: Path, clock_at: Callable[[str], datetime]) -> None:
    settings.FILES = tmp_path / "home" / "files"
    clock_at("2025-04-01 09:00")


def upload(rows: list[list[str]], tmp_path: Path, name: str = "工单.csv") -> SimpleUploadedFile:
    made = spreadsheets.workbook if name.endswith("xlsx") else spreadsheets.text
    return SimpleUploadedFile(name, made(tmp_path / "upload", rows).read_bytes())


def hand_in(client: Client, tmp_path: Path, rows: list[list[str]], layout: str = "hotline12345", **given: Any) -> str:
    """The address of the page that looks at it."""
    answer = client.post("/desk/import", {"layout": layout, "file": upload(rows, tmp_path, **given)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def folders(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "home" / "tables").rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["工单.csv", "工单.xlsx"])
def test_a_table_is_looked_at_then_entered_and_its_report_taken_away(cast: Cast, tmp_path: Path, name: str) -> None:
    desk = staff("desk")
    page = hand_in(desk, tmp_path, [HEADS_12345, order("1"), order("2", "路灯不亮")], name=name)
    looked = desk.get(page).content.decode()
    assert "等您确认" in looked and "新登记" in looked and not Matter.objects.exists()
    assert desk.post(page).status_code == 302
    assert "都登记好了" in desk.get(page).content.decode() and OutsideOrder.objects.count() == 2
    answer: Any = desk.get(f"{page}/report")
    told = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert told[1].split(",")[:3] == ["2", "1", "新登记"] and Matter.objects.order_by("pk")[0].number in told[1]
    assert folders(tmp_path) == ["report.csv"]  # the table itself is gone
    desk.post(page)  # a second tap on an old page
    assert OutsideOrder.objects.count() == 2


def test_a_wrong_row_is_shown_with_its_reason_and_there_is_nothing_to_enter(cast: Cast, tmp_path: Path) -> None:
    desk = staff("desk")
    rows = [HEADS_12345, *(order(str(number)) for number in range(80)), order("x", 受理时间="哪天")]
    page = hand_in(desk, tmp_path, rows)
    told = desk.get(page).content.decode()
    assert "要改一改" in told and "看不出是哪一天" in told and "哪天" not in told and "全部登记" not in told
    desk.post(page)
    assert not Matter.objects.exists() and folders(tmp_path) == ["report.csv"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"layout": "hotline12345"}, "请选一个文件"),
        ({"layout": "nowhere", "file": "x"}, "请选这是什么表格"),
        ({"layout": "places", "file": "x"}, "请选这是什么表格"),  # the administrator's
        ({"layout": "hotline12345", "file": "pdf"}, "只收 .xlsx 和 .csv"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page(cast: Cast, tmp_path: Path, given: dict[str, Any], said: str) -> None:
    if given.get("file"):
        given = {**given, "file": SimpleUploadedFile("a.pdf" if given["file"] == "pdf" else "a.csv", b"x,y\n1,2\n")}
    answer = staff("desk").post("/desk/import", given)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert folders(tmp_path) == []


def test_a_zip_bomb_ends_as_a_page_that_says_so(cast: Cast, tmp_path: Path) -> None:
    bomb = SimpleUploadedFile("a.xlsx", spreadsheets.bomb(tmp_path / "bomb").read_bytes())
    desk = staff("desk")
    page = str(desk.post("/desk/import", {"layout": "hotline12345", "file": bomb})["Location"])
    assert "大得不正常" in desk.get(page).content.decode()
    assert folders(tmp_path) == []


def test_a_table_is_its_bringers_own_and_dropping_it_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    desk = staff("desk")
    page = hand_in(desk, tmp_path, [HEADS_12345, order()])
    for login in ("dispatcher", "jinhua_desk", "administrator", "other_desk"):
        assert staff(login).get(page).status_code == 404
        assert staff(login).post(page, {"drop": "yes"}).status_code == 404
    desk.post(page, {"drop": "yes"})
    assert desk.get(page).status_code == 404 and folders(tmp_path) == []


@pytest.mark.parametrize(
    ("login", "may"), [("desk", 200), ("dispatcher", 200), ("administrator", 200), ("grid", 403), ("reader", 403)]
)
def test_who_may_bring_in_tables(cast: Cast, login: str, may: int) -> None:
    assert staff(login).get("/desk/import").status_code == may


@pytest.mark.parametrize("kind", ["matters", "places", "posts"])
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_template_filled_in_with_its_own_example_can_be_brought_in(
    cast: Cast, tmp_path: Path, kind: str, suffix: str
) -> None:
    answer: Any = staff("administrator").get(f"/desk/import/template/{kind}.{suffix}")
    content = b"".join(answer.streaming_content)
    if suffix == "csv":
        assert content.startswith(b"\xef\xbb\xbf") and len(content.decode("utf-8-sig").splitlines()) == 1
        return
    book = load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    examples = {row[0].value: row[3].value for row in book.worksheets[1].iter_rows(min_row=2)}
    path = spreadsheets.workbook(tmp_path / "filled.xlsx", [heads, [examples[head] for head in heads]])
    layout = bringing.layout_of(kind)
    by = cast.dispatcher if kind == "matters" else cast.administrator
    report = bringing.judge(
        bringing.Task(
            path, kind, layout, Matter._meta.get_field("organization").related_model.objects.get(code="sujin"), by
        )
    )
    fields = {problem.field for _, problem in report.errors}
    assert report.rows == 1 and fields <= {"kind", "parent", "code", "role", "place", "name"}


# Long work


def test_a_large_table_is_left_to_the_worker_and_the_page_goes_on_by_itself(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "SMALL_BYTES", 0)
    monkeypatch.setattr(intakes, "SMALL_ROWS", 0)
    desk = staff("desk")
    page = hand_in(desk, tmp_path, [HEADS_12345, order("1")])
    waiting = desk.get(page)
    assert waiting["Refresh"] and "正在核对" in waiting.content.decode()
    assert intakes.run_waiting() == 1 and intakes.run_waiting() == 0
    desk.post(page)
    assert "正在登记" in desk.get(page).content.decode() and desk.get(f"{page}/report").status_code == 404
    assert intakes.run_waiting() == 1 and OutsideOrder.objects.count() == 1
    assert "Refresh" not in desk.get(page)


def test_a_worker_that_dies_in_the_middle_is_followed_by_another_and_nothing_comes_twice(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock_at: Callable[[datetime], datetime]
) -> None:
    monkeypatch.setattr(bringing, "BATCH", 10)
    monkeypatch.setattr(intakes, "SMALL_ROWS", 0)
    desk = staff("dispatcher")
    page = hand_in(desk, tmp_path, [NYC_HEADS, *(nyc(str(number)) for number in range(35))], layout="nyc311")
    desk.post(page)
    died = [0]

    def dies(fates: list[Any]) -> Any:
        died[0] += 1
        if died[0] == 3:
            raise KeyboardInterrupt  # as near to a killed worker as one process comes; the story kills a real one
        return enter(fates)

    enter = bringing._enter
    monkeypatch.setattr(bringing, "_enter", dies)
    with pytest.raises(KeyboardInterrupt):
        intakes.run_waiting()
    assert OutsideOrder.objects.count() == 20
    assert intakes.run_waiting() == 0  # its lease still runs
    clock_at(clock.now() + timedelta(minutes=3))
    assert intakes.run_waiting() == 1
    intake = Intake.objects.get()
    assert (intake.state, intake.done, intake.created) == ("done", 35, 35) and OutsideOrder.objects.count() == 35
    answer: Any = desk.get(f"{page}/report")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [str(row) for row in range(2, 37)]
    assert all("新登记" in line for line in lines)


def test_what_the_gate_refuses_after_all_stops_it_in_words_and_can_go_on(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = staff("desk")
    page = hand_in(desk, tmp_path, [HEADS_12345, order("1")])

    def closed(*_: Any, **__: Any) -> Any:
        raise NotNow(Words(zh="这里还没有开门", en="This office is not open yet"))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(bringing.gate, "many", closed)
        desk.post(page)
    told = desk.get(page).content.decode()
    assert "停下了" in told and "这里还没有开门" in told
    desk.post(page)
    assert "都登记好了" in desk.get(page).content.decode() and OutsideOrder.objects.count() == 1


def test_a_table_without_a_yes_is_gone_after_a_day_and_a_report_after_a_week(
    cast: Cast, tmp_path: Path, clock_at: Callable[[datetime], datetime]
) -> None:
    desk, start = staff("desk"), clock.now()
    entered = hand_in(desk, tmp_path, [HEADS_12345, order("1")])
    desk.post(entered)
    waiting = hand_in(desk, tmp_path, [HEADS_12345, order("2")])
    assert intakes.sweep() == 0 and folders(tmp_path) == ["report.csv", "report.csv", "table"]
    clock_at(start + timedelta(days=2))
    assert intakes.sweep() == 1 and folders(tmp_path) == ["report.csv"]
    assert (desk.get(waiting).status_code, desk.get(entered).status_code) == (404, 200)
    clock_at(start + timedelta(days=8))
    assert intakes.sweep() == 1 and folders(tmp_path) == []
    assert [intake.first for intake in Intake.objects.all()] == [[], []]
