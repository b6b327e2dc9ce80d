"""Shares, percentiles and weights: the same as the plain definition says, whatever lines a ledger holds."""

from datetime import date, timedelta
from math import ceil
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from haitang.engine import ledger, tally
from haitang.engine.tally import reckoning
from haitang.engine.tally.reckoning import Cell
from haitang.kernel.errors import Invalid
from haitang.kernel.registry import figures
from tests.cast import Cast
from tests.engine.tallying import Known, Made, figure, write

FIRST = date(2023, 1, 1)
DAYS = some.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
CELLS = some.lists(
    some.builds(
        Cell,
        day=DAYS,
        fact=some.sampled_from(["on_time", "late", "after_due", None]),
        quantity=some.just(1),
        lines=some.integers(-2, 9),
        rows=some.integers(1, 9),
    ),
    max_size=12,
)
pure = settings(deadline=None)
NUMBERS = some.lists(some.integers(0, 40), max_size=30)
SHARE = figure(measure="share", fact="theme", weights=(("on_time", 1), ("late", 0)))
OPEN = figure(measure="weighted", fact="theme", weights=(("late", 1), ("after_due", -1)), stock=True)


@pure
@given(cells=CELLS, ends=some.tuples(DAYS, DAYS).map(sorted))
def test_a_share_is_what_has_the_value_out_of_what_is_weighed(cells: list[Cell], ends: list[date]) -> None:
    inside = [cell for cell in cells if ends[0] <= cell.day <= ends[1] and cell.fact in ("on_time", "late")]
    everything, named = sum(c.lines for c in inside), sum(c.lines for c in inside if c.fact == "on_time")
    assert reckoning.total(SHARE, cells, *ends) == (round(100 * named / everything, 1) if everything > 0 else None)


@pure
@given(cells=CELLS, end=DAYS)
def test_weights_begin_and_end_things_and_a_stock_reads_them_to_its_day(cells: list[Cell], end: date) -> None:
    signs = {"late": 1, "after_due": -1}
    expected = sum(signs.get(cell.fact or "", 0) * cell.rows for cell in cells if cell.day <= end)
    assert reckoning.total(OPEN, cells, FIRST, end) == expected


@pure
@given(numbers=NUMBERS, percent=some.integers(1, 100))
def test_a_percentile_is_the_smallest_number_that_enough_lines_do_not_exceed(numbers: list[int], percent: int) -> None:
    spec = figure(measure="quantile", fact="workdays", percent=percent)
    cells = [Cell(FIRST, str(number), 1, 1, 1) for number in numbers]
    ordered = sorted(numbers)
    expected = ordered[ceil(len(ordered) * percent / 100) - 1] if ordered else None
    assert reckoning.total(spec, cells, FIRST, FIRST) == expected


@pytest.mark.parametrize(("percent", "value"), [(50, 3), (90, 8), (100, 13)])
def test_the_median_of_some_lines_is_one_of_their_numbers(cast: Cast, known: Known, percent: int, value: int) -> None:
    known(figure(measure="quantile", fact="workdays", percent=percent))
    write(Made(FIRST, days=days) for days in (0, 1, 2, 3, 3, 3, 5, 8, 8, 13))
    number = tally.figure("things.made", "sujin", FIRST, FIRST, entitled=True)
    assert (number.value, number.rows) == (value, 10)


def test_a_line_may_count_for_the_day_it_was_due(cast: Cast, known: Known) -> None:
    known(figure(measure="rows", dated_by="due"))
    write([Made(FIRST, due=date(2023, 2, 3)), Made(date(2023, 2, 5)), Made(date(2023, 2, 6), due=date(2023, 3, 1))])
    february = ("sujin", date(2023, 2, 1), date(2023, 2, 28))
    assert tally.figure("things.made", *february, entitled=True).value == 2
    rows, _after = tally.rows("things.made", *february, entitled=True)
    assert [row["day"] for row in rows] == [FIRST, date(2023, 2, 5)]
    assert [cell.value for cell in tally.series("things.made", *february, entitled=True)] == [2]


def test_a_figure_is_taken_apart_by_a_fact_and_each_part_opens_to_its_rows(cast: Cast, known: Known) -> None:
    known(figure(measure="quantity", by=("theme",)))
    write([Made(FIRST, theme="a"), Made(FIRST, theme="a", quantity=2), Made(FIRST, theme="b"), Made(FIRST, theme=None)])
    parts = tally.parts("things.made", "theme", "sujin", FIRST, FIRST)
    assert [(value, point.value, point.rows) for value, point in parts] == [("a", 3, 2), ("b", 1, 1), ("", 1, 1)]
    assert (
        sum(point.value or 0 for _value, point in parts)
        == tally.figure("things.made", "sujin", FIRST, FIRST, True).value
    )
    rows, _after = tally.rows("things.made", "sujin", FIRST, FIRST, entitled=True, where=(("theme", "a"),))
    assert [row["quantity"] for row in rows] == [1, 2]
    unsaid, _after = tally.rows("things.made", "sujin", FIRST, FIRST, entitled=True, where=(("theme", ""),))
    assert [row["quantity"] for row in unsaid] == [1]


def test_a_figure_is_taken_apart_by_what_it_names_only(cast: Cast, known: Known) -> None:
    known(figure(by=("theme",)))
    for ask in (
        lambda: tally.parts("things.made", "actor"),
        lambda: tally.figure("things.made", where=(("actor", "x"),)),
    ):
        with pytest.raises(Invalid):
            ask()


def test_nothing_can_be_said_of_no_lines(cast: Cast, known: Known) -> None:
    known(SHARE)
    number = tally.figure("things.made", "sujin", FIRST, FIRST, entitled=True)
    assert (number.value, number.rows) == (None, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(themes=some.lists(some.sampled_from(["on_time", "late", "after_due", None]), max_size=8))
def test_a_share_read_from_a_ledger_is_the_share_of_its_rows(cast: Cast, known: Any, themes: list[str | None]) -> None:
    known(SHARE)
    with transaction.atomic():
        write(Made(FIRST, theme=theme) for theme in themes)
        number = tally.figure("things.made", "sujin", FIRST, FIRST, entitled=True)
        transaction.set_rollback(True)
    valued = [theme for theme in themes if theme in ("on_time", "late")]
    assert number.value == (round(100 * valued.count("on_time") / len(valued), 1) if valued else None)
    assert number.rows == len(valued)


def test_what_figures_read_outlives_an_erasure() -> None:
    read = {name for spec in figures for name in (*dict(spec.where), spec.fact, spec.dated_by, *spec.by) if name}
    assert read <= set(ledger.erasing.KEPT)
