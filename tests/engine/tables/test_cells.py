"""What stands in a cell, as people type it: days, moments, numbers, codes; and what cannot be told is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.engine.tables import cells
from haitang.engine.tables.cells import NOT_COMPUTED, Wrong

CHINA, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
NYC = ("%m/%d/%Y %I:%M:%S %p",)

#: Cell → the local moment in China it means.
MOMENTS: list[tuple[Any, str]] = [
    ("2024年3月5日", "2024-03-05 00:00:00"),
    ("２０２４年３月５日", "2024-03-05 00:00:00"),
    ("2024年3月5日（星期二）", "2024-03-05 00:00:00"),
    ("2024年3月5日 14时30分", "2024-03-05 14:30:00"),
    ("2024年3月5日 下午2点", "2024-03-05 14:00:00"),
    ("2024年3月5日下午2点30分", "2024-03-05 14:30:00"),
    ("2024-3-5 上午9:05", "2024-03-05 09:05:00"),
    ("2024/3/5", "2024-03-05 00:00:00"),
    ("2024/3/5 9:05", "2024-03-05 09:05:00"),
    ("2024.3.5", "2024-03-05 00:00:00"),
    ("2024-03-05 14:30:59", "2024-03-05 14:30:59"),
    ("2024-03-05T14:30:59", "2024-03-05 14:30:59"),
    ("2024-03-05T06:30:00Z", "2024-03-05 14:30:00"),
    ("2024-03-05T14:30:00+08:00", "2024-03-05 14:30:00"),
    ("20240305", "2024-03-05 00:00:00"),
    ("45356", "2024-03-05 00:00:00"),
    ("45356.5", "2024-03-05 12:00:00"),
    (45356, "2024-03-05 00:00:00"),
    (45356.604166666664, "2024-03-05 14:30:00"),
    (date(2024, 3, 5), "2024-03-05 00:00:00"),
    (datetime(2024, 3, 5, 14, 30), "2024-03-05 14:30:00"),
]
NO_MOMENTS = [
    "3/5/2024", "05-03-2024", "2024年13月5日", "2024-02-30", "2024年3月5日 25时", "明天", "2024", "1", 7, "9999年1月1日",
    "1024-03-05", "2024-03-05 14:30:00+99:00", "2024-03-05 x",
]  # fmt: skip


def test_a_date_as_people_write_it_is_that_day() -> None:
    wrong = [(cell, said) for cell, said in MOMENTS if f"{_china(cell):%Y-%m-%d %H:%M:%S}" != said]
    assert wrong == []


def _china(cell: Any) -> datetime:
    found = cells.moment(cell, CHINA)
    assert found is not None and found.tzinfo is UTC
    return found.astimezone(CHINA)


@pytest.mark.parametrize("cell", NO_MOMENTS)
def test_what_could_be_two_days_or_none_is_refused_in_words(cell: Any) -> None:
    with pytest.raises(Wrong) as refusal:
        cells.moment(cell, CHINA)
    assert refusal.value.words.zh and refusal.value.words.en


def test_a_layout_that_writes_the_month_first_says_so_and_has_its_own_clock() -> None:
    found = cells.moment("03/24/2025 11:33:07 PM", NEW_YORK, NYC)
    assert found == datetime(2025, 3, 25, 3, 33, 7, tzinfo=UTC)
    with pytest.raises(Wrong):
        cells.moment("03/24/2025 11:33:07 PM", CHINA)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "—", "无", "N/A"])
def test_nothing_is_no_date_no_number_and_no_code(cell: Any) -> None:
    assert (cells.moment(cell, CHINA), cells.number(cell), cells.code(cell)) == (None, None, "")


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 12, 30)))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_serial_number_is_the_same_moment_as_its_text(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert cells.moment(serial, CHINA) == cells.moment(moment.isoformat(sep=" "), CHINA)


@given(st.text(max_size=40))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_is_read_or_refused_and_nothing_falls_over(typed: str) -> None:
    for way in (lambda cell: cells.moment(cell, CHINA), cells.number, cells.code, cells.text):
        try:
            way(typed)
        except Wrong:
            continue


def test_full_width_digits_are_digits_in_codes_and_numbers_and_stay_in_running_text() -> None:
    assert (cells.code("ＤＧ－１２"), cells.number("１２．５"), cells.text("１２号，东门")) == (
        "DG-12",
        12.5,
        "１２号，东门",
    )


def test_a_whole_number_of_a_spreadsheet_is_written_without_a_point() -> None:
    assert (cells.code(20240305.0), cells.code(17), cells.text(True)) == ("20240305", "17", "是")


@pytest.mark.parametrize("way", [cells.text, cells.code, cells.number])
def test_a_formula_without_a_kept_value_says_so(way: Any) -> None:
    with pytest.raises(Wrong, match="formula"):
        way(NOT_COMPUTED)


@pytest.mark.parametrize("cell", ["1e999", "NaN", "inf", "一二三", "1;2"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(Wrong):
        cells.number(cell)
