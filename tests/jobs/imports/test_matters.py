"""Hotline orders become matters: their number and their deadline kept, ours beside them; the same file twice changes nothing."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from haitang.commands import matters
from haitang.engine import gate, ledger, vault, verify
from haitang.kernel.errors import Invalid
from haitang.records.matter import Matter
from haitang.records.order import OutsideOrder
from haitang.records.voice import Answer, Voice
from tests.cast import Cast
from tests.jobs.imports.conftest import Bring
from tests.orders import HEADS_12345, NYC_HEADS, nyc, nyc_open, order

Clock = Callable[[str], datetime]
COUNTS = ("rows", "created", "updated", "unchanged", "wrong")


@pytest.fixture(autouse=True)
def _today(clock_at: Clock) -> None:
    clock_at("2025-04-01 09:00")


def counts(report: object) -> tuple[int, ...]:
    return tuple(getattr(report, name) for name in COUNTS)


def held(number: str) -> OutsideOrder:
    return OutsideOrder.objects.select_related("matter__place").get(number=number)


def test_an_order_keeps_its_number_and_its_deadline_and_both_clocks_run(brought: Bring) -> None:
    assert counts(brought("matters", [HEADS_12345, order()])) == (1, 1, 0, 0, 0)
    found = held("20240305-00017")
    matter, voice = found.matter, Voice.objects.get(matter=found.matter)
    assert (matter.state, matter.category, matter.place.code) == ("received", "drains", "dgmy")
    assert matter.place_words == "大观花园3幢楼下"
    assert f"{matter.received_at:%Y-%m-%d %H:%M}" == "2023-11-14 01:30"
    assert found.due_at == datetime(2023, 11, 16, 10, tzinfo=UTC)
    assert matter.due_at is not None and matter.due_at != found.due_at  # ours: five working days from their receipt
    assert f"{matter.due_at:%m-%d}" == "11-21"
    assert voice.words == "3幢楼下的下水道堵了" and voice.contact and vault.unseal(voice.contact) == "13800001234"
    body, leaf = ledger.of_subject(matter.number)[0]
    assert (leaf.kind, leaf.day, body.door) == ("request.received", date(2023, 11, 14), "import")
    assert f"{body.recorded_at:%Y-%m-%d}" == "2025-04-01"
    assert "13800001234" not in (body.facts or "") and "20240305" not in json.dumps(body.facts)
    assert list(verify.verify_all())


def test_the_same_file_twice_changes_nothing(brought: Bring) -> None:
    rows = [HEADS_12345, order("1"), order("2", "路灯不亮")]
    brought("matters", rows)
    before = ledger.head("sujin").size
    assert counts(brought("matters", rows)) == (2, 0, 0, 2, 0)
    assert ledger.head("sujin").size == before


def test_a_second_import_brings_what_has_changed_and_closes_nothing_here(brought: Bring) -> None:
    brought("matters", [HEADS_12345, order("1"), order("2")])
    later = order("1", 办理期限="2023-11-20", 状态="已办结", 办结时间="2023-11-15 10:00", 办理结果="已疏通")
    assert counts(brought("matters", [HEADS_12345, later, order("2")])) == (2, 0, 1, 1, 0)
    found = held("1")
    assert (found.status, found.told, f"{found.due_at:%m-%d}") == ("已办结", "已疏通", "11-19")
    assert found.matter.state == "received" and found.matter.closed_at is None
    assert f"{found.matter.received_at:%m-%d}" == "11-14"
    assert ledger.of_subject(found.matter.number)[-1][1].kind == "request.order_changed"
    brought("matters", [HEADS_12345, order("1")])  # and back again
    assert held("1").status == "办理中"


def test_one_wrong_row_and_nothing_of_the_file_is_entered(brought: Bring) -> None:
    rows = [
        HEADS_12345,
        order("1"),
        order("2", 受理时间="3/5/2024"),
        order("", "没有编号"),
        order("4", 受理时间="2027-01-01"),
    ]
    for dry in (True, False):
        report = brought("matters", rows, dry=dry)
        assert counts(report) == (4, 1, 0, 0, 3)
        told = report.plain("zh-hans")
        assert [(error["row"], error["field"]) for error in told["errors"]] == [
            (3, "received"),
            (4, "order"),
            (5, "received"),
        ]
    assert not OutsideOrder.objects.exists() and not Matter.objects.exists()


def test_a_dry_run_says_what_would_be_and_writes_nothing(brought: Bring) -> None:
    assert counts(brought("matters", [HEADS_12345, order()], dry=True)) == (1, 1, 0, 0, 0)
    assert not Matter.objects.exists()


def test_one_number_twice_in_a_file_is_the_same_row_or_a_mistake(brought: Bring) -> None:
    assert counts(brought("matters", [HEADS_12345, order("1"), order("1")])) == (2, 1, 0, 1, 0)
    report = brought("matters", [HEADS_12345, order("3"), order("3", "另一件")])
    assert counts(report)[-1] == 1 and report.errors[0][1].field == "order"


def test_what_was_said_is_kept_to_its_end(brought: Bring) -> None:
    words = "路面有坑。" * 150
    brought("matters", [HEADS_12345, order(words=words)])
    found = held("20240305-00017")
    assert Voice.objects.get(matter=found.matter).words + found.more == words
    report = brought("matters", [HEADS_12345, order("9", "长" * 4001)])
    assert [problem.field for _, problem in report.errors] == ["words"]


@pytest.mark.parametrize("text", ["下水道\x00堵", "下水道\u202e堵"])
def test_characters_that_cannot_be_used_are_the_rows_mistake(brought: Bring, text: str) -> None:
    rows = [["工单编号", "诉求内容", "受理时间"], ["1", text, "2023-11-14"]]
    try:
        report = brought("matters", rows)
    except Invalid:
        assert "\x00" in text  # no table of text holds a NUL
    else:
        assert [problem.field for _, problem in report.errors] == ["words"]


def test_an_order_lies_where_its_code_its_words_or_its_point_say(brought: Bring) -> None:
    heads = [*HEADS_12345, "地方代码", "社区", "经度", "纬度"]
    rows = [
        [*order("code", 诉求地址=""), "dgmy-15", "", "", ""],
        [*order("words", 诉求地址="锦华社区门口"), "", "", "", ""],
        [*order("point", 诉求地址=""), "", "", "120.617", "31.345"],
        [*order("community", 诉求地址="门口"), "", "大观名园", "", ""],
        [*order("outside", 诉求地址="虎丘路 8 号"), "", "", "120.1", "31.1"],
        [*order("nowhere", 诉求地址=""), "", "", "", ""],
    ]
    report = brought("matters", [heads, *rows])
    assert counts(report) == (6, 6, 0, 0, 0)
    places = {found.number: found.matter.place.code for found in OutsideOrder.objects.select_related("matter__place")}
    expected = {
        "code": "dgmy-15",
        "words": "jinhua",
        "point": "daguan-2",
        "community": "daguan",
        "outside": "sujin",
        "nowhere": "sujin",
    }
    assert places == expected
    outside = held("outside")
    assert (outside.longitude, outside.latitude, outside.matter.place_words) == (120.1, 31.1, "虎丘路 8 号")
    assert [many for many in report.notes.values()] == [1]


def test_a_place_of_another_office_is_no_place_of_ours(brought: Bring) -> None:
    report = brought("matters", [[*HEADS_12345, "地方代码"], [*order(), "bzxc"]])
    assert [problem.field for _, problem in report.errors] == ["place"]


def test_what_lies_nobody_knows_where_stands_with_whoever_brings_it_in(brought: Bring) -> None:
    brought("matters", [HEADS_12345, order("1", 诉求地址="不知道哪里")], by="jinhua_desk")
    brought("matters", [HEADS_12345, order("2", 诉求地址="不知道哪里")], by="dispatcher")
    assert [held(number).matter.place.code for number in "12"] == ["jinhua", "sujin"]


@pytest.mark.parametrize(("by", "wrong"), [("jinhua_desk", 1), ("grid", 1), ("desk", 0), ("dispatcher", 0)])
def test_only_a_desk_or_dispatcher_that_reaches_the_place_brings_an_order(brought: Bring, by: str, wrong: int) -> None:
    assert brought("matters", [HEADS_12345, order()], by=by, dry=True).wrong == wrong


# New York


def test_new_yorks_export_comes_in_by_its_own_layout(brought: Bring) -> None:
    rows = [
        NYC_HEADS,
        nyc("1"),
        nyc_open("2"),
        nyc("3", **{"Complaint Type": "Elevator", "Closed Date": "", "Latitude": "", "Longitude": ""}),
        nyc("4", **{"Complaint Type": "Noise - Residential", "Closed Date": "03/20/2025 01:00:00 AM"}),
    ]
    report = brought("matters", rows, layout="nyc311")
    assert counts(report) == (4, 4, 0, 0, 0), report.plain("en")
    closed, open_ = held("1"), held("2")
    assert closed.matter.received_at == datetime(2025, 3, 25, 3, 33, 7, tzinfo=UTC)
    assert (closed.matter.state, closed.matter.category, closed.matter.place.code) == ("closed", "parking", "sujin")
    assert closed.matter.closed_at == datetime(2025, 3, 25, 5, 2, 55, tzinfo=UTC)
    assert (closed.latitude, closed.longitude) == (40.69760113, -73.99307251)
    assert "88 HICKS STREET" in closed.matter.place_words
    answer = Answer.objects.get(voice__matter=closed.matter)
    assert answer.text.startswith("The Police Department") and answer.voice.language == "en"
    assert answer.voice.words == "Illegal Parking · Blocked Hydrant · Street/Sidewalk"
    assert ledger.of_subject(closed.matter.number)[0][1].kind == "request.kept"
    assert (open_.matter.state, open_.matter.category, open_.status) == ("received", "lighting", "In Progress")
    assert {number: held(number).matter.category for number in "34"} == {"3": "lifts", "4": "other"}
    assert held("3").matter.closed_at == datetime(2025, 3, 25, 5, 2, 59, tzinfo=UTC)  # its last update
    assert counts(brought("matters", rows, layout="nyc311")) == (4, 0, 0, 4, 0)
    assert list(verify.verify_all())


def test_what_others_have_closed_is_nobodys_work_and_can_be_reopened_from_above_only(
    brought: Bring, cast: Cast
) -> None:
    brought("matters", [NYC_HEADS, nyc(**{"Incident Address": "大观花园"})], layout="nyc311")
    number = held("64428471").matter.number
    with pytest.raises(Exception, match=r"stands at"):
        gate.do(matters.accept, cast.desk, matter=number, category="parking")
    gate.do(matters.reopen, cast.supervisor, matter=number, reason="没有办好")
    assert Matter.objects.get(number=number).state == "reopened"


def test_a_table_in_another_layout_says_what_it_lacks(brought: Bring) -> None:
    with pytest.raises(Invalid) as refusal:
        brought("matters", [NYC_HEADS, nyc()])
    assert "工单编号" in refusal.value.problems[0].words.zh
