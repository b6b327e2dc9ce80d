"""A figure is its evidence rows plus a sum: places, periods, stocks, changes, what the public sees, what is refused."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from haitang.engine import tally
from haitang.engine.sealing import seal_all
from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words
from tests.cast import Cast
from tests.engine.tallying import Known, Made, figure, write

MAY, JUNE, YEAR = date(2023, 5, 20), date(2023, 6, 10), (date(2023, 1, 1), date(2023, 12, 31))


def _value(place: str = "sujin", start: date = YEAR[0], end: date = YEAR[1]) -> int | float | None:
    return tally.figure("things.made", place, start, end, entitled=True).value


def test_a_real_matter_is_counted_once_it_is_closed_as_solved(cast: Cast) -> None:
    cast.answered()
    assert tally.figure("requests.problems_solved", "sujin", entitled=True).value == 0
    cast.solved()
    found = tally.figure("requests.problems_solved", "sujin", entitled=True)
    assert (found.value, found.rows) == (1, 1)


def test_a_project_counts_and_its_theme_is_read_from_the_facts(cast: Cast) -> None:
    cast.finished(cast.project(theme="neighbors"))
    cast.finished(cast.project(theme="neighbors"))
    cast.finished(cast.project(theme="weekends"))
    assert tally.figure("service_projects.projects", "sujin", entitled=True).value == 3
    assert tally.figure("service_projects.themes", "sujin", entitled=True).value == 2


@pytest.mark.parametrize(
    ("place", "value"), [("daguan", 2), ("jinhua", 3), ("sujin", 9), ("gusu", 9), ("beizhuang", 5)]
)
def test_a_place_stands_for_every_community_in_it(cast: Cast, known: Known, place: str, value: int) -> None:
    known(figure())
    write(
        [
            Made(MAY, community="daguan", quantity=2),
            Made(MAY, community="jinhua", quantity=3),
            Made(MAY, community="sujin", quantity=4),
            Made(MAY, community="beizhuang", quantity=5, ledger="xcscjg8"),
        ]
    )
    assert _value(place) == value


def test_nothing_of_one_organization_is_counted_for_another(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY, community="daguan", ledger="xcscjg8", quantity=7), Made(MAY, community="daguan")])
    assert _value("daguan") == _value("sujin") == 1


def test_without_a_place_all_organizations_are_read(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY), Made(MAY, community="beizhuang", ledger="xcscjg8")])
    found = tally.figure("things.made", "", *YEAR, entitled=True)
    assert (found.value, found.place) == (2, "")


def test_both_ends_of_a_period_count(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY), Made(JUNE)])
    assert [_value(start=MAY, end=JUNE), _value(start=MAY, end=MAY), _value(start=JUNE, end=JUNE)] == [2, 1, 1]
    assert _value(start=date(2023, 5, 21), end=date(2023, 6, 9)) == 0


def test_without_days_the_year_up_to_today_is_meant(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-15 00:30")
    assert tally.period(None, None) == (date(2023, 1, 1), date(2023, 11, 15))


def test_a_stock_is_read_as_of_the_last_day(cast: Cast, known: Known) -> None:
    known(figure(stock=True))
    write([Made(date(2019, 3, 1), quantity=10), Made(MAY, quantity=2), Made(JUNE, quantity=-5)])
    assert [_value(end=MAY), _value(end=JUNE), _value(start=date(2023, 1, 1), end=date(2023, 2, 1))] == [12, 7, 10]


def test_the_rows_of_a_stock_begin_at_the_very_first(cast: Cast, known: Known) -> None:
    known(figure(stock=True))
    write([Made(date(2019, 3, 1), quantity=10), Made(JUNE, quantity=-5), Made(date(2023, 12, 1))])
    found, _after = tally.rows("things.made", "sujin", date(2023, 1, 1), JUNE, entitled=True)
    assert [row["quantity"] for row in found] == [10, -5]
    assert tally.figure("things.made", "sujin", date(2023, 1, 1), JUNE, entitled=True).rows == 2


def test_what_is_taken_back_is_taken_off(cast: Cast, known: Known) -> None:
    known(figure(), figure("things.lines", measure="count"), figure("things.themes", measure="distinct", fact="theme"))
    write([Made(MAY, quantity=3), Made(JUNE, kind="thing.undone", quantity=-3), Made(JUNE, theme="b")])
    names = ("things.made", "things.lines", "things.themes")
    values = [n.value for n in tally.figures(names, "sujin", *YEAR, entitled=True)]
    assert values == [1, 1, 1]


def test_a_figure_may_count_only_lines_with_a_fact(cast: Cast, known: Known) -> None:
    known(figure(where=(("theme", "b"),)))
    write([Made(MAY, theme="a"), Made(MAY, theme="b", quantity=4), Made(MAY, theme=None)])
    assert _value() == 4


def test_a_change_compares_the_same_days_of_the_year_before(cast: Cast, known: Known) -> None:
    known(figure(measure="change"))
    write([*[Made(date(2022, 5, 1))] * 4, Made(date(2022, 12, 1)), Made(date(2023, 5, 1))])
    found = tally.figure("things.made", "sujin", date(2023, 1, 1), date(2023, 11, 15), entitled=True)
    assert (found.value, found.rows) == (-75, 5)
    both = tally.year_on_year("things.made", "sujin", date(2023, 1, 1), date(2023, 11, 15), entitled=True)
    assert (both.now.value, both.now.rows, both.before.value, both.before.rows, both.percent) == (1, 1, 4, 4, -75)


def test_a_change_from_nothing_has_no_percentage(cast: Cast, known: Known) -> None:
    known(figure(measure="change"))
    write([Made(MAY)])
    assert _value() is None


def test_the_rows_of_a_change_are_of_both_years(cast: Cast, known: Known) -> None:
    known(figure(measure="change"))
    write([Made(date(2022, 5, 1)), Made(date(2023, 5, 1)), Made(date(2022, 12, 31))])
    found, after = tally.rows("things.made", "sujin", date(2023, 1, 1), date(2023, 11, 15), entitled=True)
    assert [row["day"].year for row in found] == [2022, 2023] and after is None


def test_a_series_covers_every_cell_and_sums_to_the_value(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY), Made(MAY), Made(JUNE)])
    cells = tally.series("things.made", "sujin", date(2023, 4, 15), date(2023, 7, 2), entitled=True)
    assert [cell.value for cell in cells] == [0, 2, 1, 0]
    assert (cells[0].start, cells[-1].end) == (date(2023, 4, 15), date(2023, 7, 2))


def test_a_stock_in_a_series_is_read_at_the_end_of_each_cell(cast: Cast, known: Known) -> None:
    known(figure(stock=True))
    write([Made(date(2020, 1, 1), quantity=5), Made(MAY), Made(JUNE)])
    cells = tally.series("things.made", "sujin", date(2023, 4, 1), date(2023, 6, 30), entitled=True)
    assert [cell.value for cell in cells] == [5, 6, 7]


def test_a_series_has_no_more_cells_than_a_year_has_days(cast: Cast) -> None:
    assert len(tally.series("requests.problems_solved", "sujin", date(2024, 1, 1), date(2024, 12, 31), "day")) == 366
    with pytest.raises(Invalid):
        tally.series("requests.problems_solved", "sujin", date(2023, 1, 1), date(2024, 12, 31), "day")


def test_rows_come_page_by_page_until_the_last(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY, quantity=n) for n in range(1, 8)])
    seen, after = tally.rows("things.made", "sujin", *YEAR, limit=3, entitled=True)
    while after:
        more, after = tally.rows("things.made", "sujin", *YEAR, after=after, limit=3, entitled=True)
        seen += more
    assert [row["quantity"] for row in seen] == [1, 2, 3, 4, 5, 6, 7]
    assert set(seen[0]) == {"ledger", "entry", "kind", "day", "community", "quantity"}


def test_the_last_page_says_so_when_it_is_full(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY)] * 3)
    found, after = tally.rows("things.made", "sujin", *YEAR, limit=3, entitled=True)
    assert len(found) == 3 and after is None


def test_rows_of_several_ledgers_follow_each_other(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY, community="beizhuang", ledger="xcscjg8"), Made(MAY), Made(JUNE)])
    first, after = tally.rows("things.made", "", *YEAR, limit=2, entitled=True)
    second, end = tally.rows("things.made", "", *YEAR, after=str(after), limit=2, entitled=True)
    assert [row["ledger"] for row in first + second] == ["sujin", "sujin", "xcscjg8"] and end is None


@pytest.mark.parametrize("after", ["x", "é", "MSA", "MSBzdWppbgAA", "A" * 300])
def test_a_marker_nobody_gave_out_is_refused(cast: Cast, after: str) -> None:
    with pytest.raises(Invalid) as refused:
        tally.rows("requests.problems_solved", "sujin", after=after)
    assert refused.value.problems[0].field == "after"


def test_the_public_sees_nothing_beyond_the_seal(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY)])
    assert tally.figure("things.made", "sujin", *YEAR).value == 0
    seal_all()
    write([Made(MAY)])
    assert tally.figure("things.made", "sujin", *YEAR).value == 1
    assert len(tally.rows("things.made", "sujin", *YEAR)[0]) == 1
    assert _value() == 2


def test_the_public_view_says_until_when_it_was_recorded(
    cast: Cast,
    known: Known,
    clock_at: Callable[[str], datetime],
) -> None:
    known(figure())
    assert tally.figure("things.made", "sujin").as_recorded_until is None
    clock_at("2026-12-01 03:00")
    write([Made(MAY)])
    seal_all()
    assert tally.figure("things.made", "sujin").as_recorded_until == date(2026, 12, 1)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_values_about_people_are_hidden_from_the_public_only(
    cast: Cast,
    known: Known,
    count: int,
    shown: int | None,
) -> None:
    known(figure(about_people=True))
    write([Made(MAY)] * count)
    seal_all()
    found = tally.figure("things.made", "sujin", *YEAR)
    assert found.value == shown and (found.closed is not None) == (shown is None)
    assert _value() == count
    cells = tally.series("things.made", "sujin", *YEAR, by="year")
    assert [cell.value for cell in cells] == [shown]


def test_a_small_value_of_things_is_shown(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY)])
    seal_all()
    assert tally.figure("things.made", "sujin", *YEAR).value == 1


def test_a_figure_that_opens_to_a_count_only_has_no_rows_and_says_why(cast: Cast, known: Known) -> None:
    why = Words(zh="只公开总数", en="a count only")
    known(figure(count_only=why))
    write([Made(MAY)])
    assert tally.rows("things.made", "sujin", *YEAR, entitled=True) == ([], None)
    assert tally.closed("things.made") == why
    assert tally.figure("things.made", "sujin", *YEAR, entitled=True).value == 1


def test_a_figure_that_is_not_there_yet_says_what_will_bring_it(cast: Cast, known: Known) -> None:
    known(figure(not_yet=Words(zh="还没有", en="not yet")))
    write([Made(MAY)])
    found = tally.figure("things.made", "sujin", *YEAR, entitled=True)
    assert (found.value, found.rows) == (None, 0)
    assert tally.plain(found, "en")["not_yet"] == "not yet"
    assert tally.series("things.made", "sujin", *YEAR, entitled=True) == []


def test_the_plain_object_has_the_names_that_others_rely_on(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY)])
    assert tally.plain(tally.figure("things.made", "sujin", *YEAR, entitled=True), "zh-hans") == {
        "figure": "things.made",
        "place": "sujin",
        "from": "2023-01-01",
        "to": "2023-12-31",
        "value": 1,
        "unit": "一",
        "definition": "一",
        "rows": 1,
    }


def test_an_unknown_figure_names_its_neighbors(cast: Cast) -> None:
    with pytest.raises(tally.UnknownFigure) as unknown:
        tally.figure("requests.problem_solved")
    assert unknown.value.nearest[0] == "requests.problems_solved"


@pytest.mark.parametrize(
    ("place", "says"), [("nowhere", "no such place"), ("dgmy-15", "daguan"), ("daguan-1", "daguan")]
)
def test_a_place_that_is_none_or_below_a_community_is_refused(cast: Cast, place: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        tally.figure("requests.problems_solved", place)
    assert refused.value.problems[0].field == "place" and says in refused.value.problems[0].words.en


def test_a_period_that_runs_backwards_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        tally.figure("requests.problems_solved", "sujin", JUNE, MAY)
    assert refused.value.problems[0].field == "from"


def test_a_ledger_of_another_database_is_not_remembered(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY, quantity=2)])
    assert _value() == 2


def test_a_ledger_of_another_database_is_read_again(cast: Cast, known: Known) -> None:
    known(figure())
    write([Made(MAY, quantity=3)])
    assert _value() == 3


def test_a_fact_that_is_no_text_is_compared_as_canonical_json(cast: Cast, known: Known) -> None:
    known(figure(counts=("project.proposed",), where=(("from_decision", "false"),)))
    cast.project()
    assert tally.figure("things.made", "sujin", entitled=True).value == 1
