"""The public view of figures: the object others rely on, its rows page by page, series, comparison and CSV."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pyarrow import parquet

from haitang.engine import clock, ledger, tally
from haitang.engine.sealing import seal_all
from haitang.kernel.registry import figures
from tests.cast import Cast
from tests.entrypoints.api.conftest import Caller

SOLVED = "figures/requests.problems_solved"


@pytest.fixture
def year(cast: Cast, clock_at: Callable[[str], datetime]) -> Cast:
    """Three solved matters of 2023, sealed."""
    for day in ("2023-03-01", "2023-05-02", "2023-05-09"):
        clock_at(f"{day} 10:00")
        cast.solved()
    seal_all()
    clock_at("2023-11-15 10:00")
    return cast


def test_one_figure_is_the_object_that_others_rely_on(year: Cast) -> None:
    found = Caller("zh-CN").get(SOLVED, place="sujin", from_="2023-01-01", to="2023-11-15")
    assert found.status_code == 200
    assert found.json() == {
        "figure": "requests.problems_solved",
        "place": "sujin",
        "from": "2023-01-01",
        "to": "2023-11-15",
        "value": 3,
        "unit": "件",
        "definition": figures["requests.problems_solved"].definition.zh,
        "rows": 3,
    }


def test_it_is_the_same_object_as_the_tally_says(year: Cast, caller: Caller) -> None:
    said = tally.plain(tally.figure("requests.problems_solved", "daguan"), "en")
    assert caller.get(SOLVED, place="daguan").json() == said


def test_without_days_the_year_up_to_today_is_meant(year: Cast, caller: Caller) -> None:
    found = caller.get(SOLVED, place="sujin").json()
    assert (found["from"], found["to"], found["value"]) == ("2023-01-01", "2023-11-15", 3)


def test_a_figure_that_is_not_there_yet_says_what_will_bring_it(caller: Caller) -> None:
    found = caller.get("figures/activities.held").json()
    assert found["value"] is None and found["not_yet"].startswith("Not yet")


def test_all_figures_come_at_once(caller: Caller) -> None:
    assert {each["figure"] for each in caller.get("figures").json()} == {figure.name for figure in figures}


def test_rows_lead_to_ledger_entries_and_after_to_the_next_page(year: Cast, caller: Caller) -> None:
    first = caller.get(f"{SOLVED}/rows", place="sujin", limit=2).json()
    second = caller.get(f"{SOLVED}/rows", place="sujin", limit=2, after=first["after"]).json()
    rows = first["rows"] + second["rows"]
    assert second["after"] is None and len(rows) == 3
    for row in rows:
        leaf, _body = ledger.line(row["ledger"], row["entry"]) or (None, None)
        assert leaf is not None
        assert row == {
            "ledger": "sujin",
            "entry": leaf.entry,
            "kind": "request.closed.solved",
            "day": leaf.day.isoformat(),
            "community": "daguan",
            "quantity": 1,
        }


def test_rows_of_a_count_only_figure_are_empty_and_say_why(caller: Caller) -> None:
    found = caller.get("figures/volunteers.enrolled/rows")
    assert found.status_code == 200
    assert found.json()["rows"] == [] and found.json()["after"] is None and "personal matter" in found.json()["closed"]


def test_a_series_sums_to_the_figure(year: Cast, caller: Caller) -> None:
    cells = caller.get(f"{SOLVED}/series", place="sujin", by="month").json()
    assert sum(cell["value"] for cell in cells) == 3 and cells[4]["value"] == 2 and cells[4]["from"] == "2023-05-01"


def test_year_on_year_shows_both_counts_and_their_rows(year: Cast, caller: Caller) -> None:
    found = caller.get(f"{SOLVED}/year-on-year", place="sujin").json()
    assert (found["now"]["value"], found["now"]["rows"], found["before"]["value"], found["percent"]) == (3, 3, 0, None)


def _table(found: Any) -> list[list[str]]:
    text = b"".join(found.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_every_row(year: Cast, caller: Caller) -> None:
    found = caller.get(f"{SOLVED}.csv", place="sujin")
    assert found["Content-Type"].startswith("text/csv") and "attachment" in found["Content-Disposition"]
    table = _table(found)
    assert table[0] == ["ledger", "entry", "kind", "day", "community", "quantity"] and len(table) == 4


def test_parquet_has_the_same_rows(year: Cast, caller: Caller) -> None:
    found = caller.get(f"{SOLVED}.parquet", place="sujin")
    table = parquet.read_table(io.BytesIO(b"".join(found.streaming_content)))
    said = [[str(value) for value in row.values()] for row in table.to_pylist()]
    assert [table.column_names, *said] == _table(caller.get(f"{SOLVED}.csv", place="sujin"))


def test_parquet_of_a_count_only_figure_has_no_rows(caller: Caller) -> None:
    found = caller.get("figures/volunteers.enrolled.parquet")
    assert parquet.read_table(io.BytesIO(b"".join(found.streaming_content))).num_rows == 0


def test_csv_of_a_demonstration_says_so_in_every_line(
    year: Cast, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "is_demonstration", lambda: True)
    found = caller.get(f"{SOLVED}.csv", place="sujin")
    assert "demonstration" in found["Content-Disposition"]
    assert all("示例" in line[-1] for line in _table(found)[1:])


def test_csv_of_a_count_only_figure_holds_the_number_alone(caller: Caller) -> None:
    table = _table(caller.get("figures/volunteers.enrolled.csv"))
    assert table[0][0] == "figure" and len(table) == 2


def test_csv_goes_on_beyond_one_page(year: Cast, caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tally.rows
    monkeypatch.setattr(tally, "rows", lambda name, **given: whole(name, **{**given, "limit": 1}))
    assert len(_table(caller.get(f"{SOLVED}.csv", place="sujin"))) == 4


def test_nothing_beyond_the_seal_is_shown(year: Cast, caller: Caller) -> None:
    year.solved()
    assert caller.get(SOLVED, place="sujin").json()["value"] == 3
    assert len(caller.get(f"{SOLVED}/rows", place="sujin").json()["rows"]) == 3


def test_an_unknown_figure_is_404_with_its_neighbors(caller: Caller) -> None:
    found = caller.get("figures/requests.problem_solved")
    assert found.status_code == 404 and found.json()["nearest"][0] == "requests.problems_solved"
    assert Caller("zh-CN").get("figures/nope").json()["message"] == "没有这个数字。"


WRONG = {
    "an unknown place": ({"place": "nowhere"}, "place"),
    "a place below a community": ({"place": "dgmy"}, "place"),
    "a NUL in a place": ({"place": "su\x00jin"}, "place"),
    "a bidi mark in a place": ({"place": "su\u202ejin"}, "place"),
    "a place that is too long": ({"place": "s" * 65}, "place"),
    "no date": ({"from_": "yesterday"}, "from"),
    "a date in another spelling": ({"to": "20231115"}, "to"),
    "a number as a date": ({"to": "1700000000"}, "to"),
    "no such day": ({"to": "2023-02-30"}, "to"),
    "a period turned round": ({"from_": "2023-05-01", "to": "2023-04-01"}, "from"),
    "the year 1": ({"from_": "0001-01-01", "to": "0001-01-02"}, "from"),
}


@pytest.mark.parametrize("way", ["", "/rows", "/series", "/year-on-year", ".csv"])
@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_what_is_asked_wrongly_is_422_and_names_the_field(cast: Cast, wrong: str, way: str, language: str) -> None:
    query, field = WRONG[wrong]
    found = Caller(language).get(f"{SOLVED}{way}", **query)
    assert found.status_code == 422
    problem = next(each for each in found.json()["problems"] if each["field"] == field)
    assert problem["message"].isascii() == (language == "en")


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": 501}, "limit"), ({"limit": 0}, "limit"), ({"limit": "x"}, "limit"), ({"after": "x"}, "after"),
     ({"after": "\x00"}, "after"), ({"after": "a" * 129}, "after")],
)  # fmt: skip
def test_pages_have_bounds(caller: Caller, query: dict[str, Any], field: str) -> None:
    found = caller.get(f"{SOLVED}/rows", **query)
    assert found.status_code == 422 and found.json()["problems"][0]["field"] == field


def test_the_largest_page_is_allowed(caller: Caller) -> None:
    assert caller.get(f"{SOLVED}/rows", limit=500).status_code == 200


def test_the_days_of_a_leap_year_are_the_longest_series(caller: Caller) -> None:
    assert caller.get(f"{SOLVED}/series", from_="2024-01-01", to="2024-12-31", by="day").status_code == 200
    assert caller.get(f"{SOLVED}/series", from_="2023-12-31", to="2024-12-31", by="day").status_code == 422
    assert caller.get(f"{SOLVED}/series", from_="0002-01-01", to="9999-12-31", by="day").status_code == 422
    assert caller.get(f"{SOLVED}/series", by="week").status_code == 422
