"""Whatever lines a ledger holds: a figure equals a plain sum over its rows, in every order, and so does its series."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from haitang.engine import tally
from haitang.kernel.figure import Measure
from tests.cast import Cast
from tests.engine.tallying import Known, Made, figure, write

FIRST = date(2022, 1, 1)
days = some.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
lines = some.lists(
    some.builds(
        Made,
        day=days,
        kind=some.sampled_from(["thing.made", "thing.undone", "thing.else"]),
        community=some.sampled_from(["daguan", "jinhua", "sujin"]),
        quantity=some.integers(-3, 5),
        theme=some.sampled_from(["a", "b", None]),
    ),
    max_size=9,
)
periods = some.tuples(days, days).map(sorted)
gently = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _counted(made: list[Made], place: str, start: date, end: date) -> list[Made]:
    inside = {"daguan": {"daguan"}, "sujin": {"daguan", "jinhua", "sujin"}}[place]
    kinds = {"thing.made", "thing.undone"}
    return [each for each in made if each.kind in kinds and each.community in inside and start <= each.day <= end]


def _plain_sum(rows: list[Made], measure: Measure) -> int:
    if measure == "quantity":
        return sum(row.quantity for row in rows)
    if measure == "count":
        return sum(-1 if row.quantity < 0 else 1 for row in rows)
    sums: dict[str, int] = {}
    for row in rows:
        if row.theme:
            sums[row.theme] = sums.get(row.theme, 0) + row.quantity
    return len([total for total in sums.values() if total > 0])


@pytest.mark.parametrize("measure", ["quantity", "count", "distinct"])
@pytest.mark.parametrize("place", ["daguan", "sujin"])
@gently
@given(made=lines, period=periods, order=some.randoms(use_true_random=False))
def test_a_figure_is_the_sum_over_its_rows(
    cast: Cast,
    known: Known,
    measure: Any,
    place: str,
    made: list[Made],
    period: list[date],
    order: Any,
) -> None:
    known(figure(measure=measure, fact="theme"))
    shuffled = order.sample(made, len(made))
    with transaction.atomic():
        write(shuffled)
        number = tally.figure("things.made", place, *period, entitled=True)
        rows, _after = tally.rows("things.made", place, *period, entitled=True)
        cells = tally.series("things.made", place, *period, entitled=True)
        transaction.set_rollback(True)
    counted = _counted(made, place, *period)
    assert number.value == _plain_sum(counted, measure)
    assert number.rows == len(rows) == len(counted) == sum(cell.rows for cell in cells)
    assert all(row["ledger"] == "sujin" and row["entry"] > 0 for row in rows)
    if measure != "distinct":
        assert sum(cell.value or 0 for cell in cells) == number.value
    if measure == "quantity":
        assert sum(row["quantity"] for row in rows) == number.value
