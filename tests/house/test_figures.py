"""Every figure of the registry is its rows plus a sum, and every row names a line of a ledger."""

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Any

import pytest

from haitang.commands import fairness, matters, voices
from haitang.engine import gate, ledger, sealing, tally
from haitang.jobs import daily
from haitang.kernel.figure import Figure
from haitang.kernel.registry import figures
from tests.cast import Cast
from tests.commands import fair

#: A figure that opens to a count only has no rows to compare with: tests/commands/test_mediation.py reckons it.
THERE = sorted(
    (figure for figure in figures if not figure.not_yet and not figure.count_only), key=lambda figure: figure.name
)
START, END = date(2023, 1, 1), date(2023, 11, 15)


@pytest.fixture
def lived(cast: Cast, clock_at: Any) -> Iterator[None]:
    """Some months of a neighborhood, so that every figure has something to count, and something taken back."""
    for month, theme in ((3, "pioneers"), (5, "neighbors"), (7, "neighbors")):
        clock_at(f"2023-{month:02}-06 09:30")
        cast.solved()
        cast.lapsed(cast.report(place="jinhua-1"))
        gate.do(matters.reopen, cast.supervisor, matter=cast.solved().number, reason="又堵了")
        cast.answered(cast.report(place="bzxc"))
        cast.report("同一张表要填三遍", place="daguan", kind="site.burden")
        cast.finished(cast.project(theme=theme))
        _late_and_back(cast, clock_at, month)
        _set_aside(cast)
    clock_at("2023-11-15 18:00")
    sealing.seal_all()
    tally.forget()
    yield
    tally.forget()


def _late_and_back(cast: Cast, clock_at: Any, month: int) -> None:
    """One matter that comes back, one that is overdue when its month ends, one about a person."""
    gate.do(voices.judge, (back := cast.answered()).voice, matter=back.number, verdict="no", words="又堵了")
    gate.do(matters.refuse_person, cast.desk, matter=cast.report("楼上那个人").number, competent="hotline")
    cast.working()
    clock_at(f"2023-{month:02}-27 09:30")
    daily.climb()


def _set_aside(cast: Cast) -> None:
    """What is set aside, withheld and withdrawn by the office, and an appeal that was right."""
    for because in (fair.INVALID, fair.WITHHELD, "written_twice"):
        fair.confirmed(cast, because)
    gate.do(
        fairness.decide_appeal, cast.supervisor, matter=fair.appealed(cast).number, judgment="upheld", sentence="对。",
    )  # fmt: skip


def every_row(name: str, entitled: bool) -> list[dict[str, Any]]:
    found, after = [], ""
    while after is not None:
        page, after = tally.rows(name, "", START, END, after=after or "", limit=3, entitled=entitled)
        found += page
    return found


def summed(figure: Figure, rows: list[dict[str, Any]]) -> float:
    """The figure's measure, reckoned here from its rows and nothing else."""
    if figure.measure == "quantity":
        return sum(row["quantity"] for row in rows)
    if figure.measure in ("count", "rows"):
        return len(rows)
    values, weights = [_fact(row, figure.fact) for row in rows], dict(figure.weights)
    if figure.measure == "weighted":
        return sum(weights[value] for value in values)
    if figure.measure == "share":
        return round(100 * sum(weights[value] for value in values) / len(values), 1)
    if figure.measure == "quantile":
        return int(sorted(values)[ceil(len(values) * figure.percent / 100) - 1])
    return len(set(values))


def _fact(row: dict[str, Any], name: str) -> Any:
    found = ledger.line(row["ledger"], row["entry"])
    assert found
    return ledger.body_value(found[1])["facts"].get(name)


@pytest.mark.parametrize("entitled", [True, False], ids=["entitled", "public"])
def test_every_figure_equals_its_rows(lived: None, entitled: bool) -> None:
    wrong = {}
    for figure in THERE:
        number, rows = tally.figure(figure.name, "", START, END, entitled=entitled), every_row(figure.name, entitled)
        own = summed(figure, rows)
        # A percentile may be no days at all, a share none of them.
        something = bool(rows) and (own > 0 or figure.measure in ("share", "quantile"))
        if not something or (number.rows, number.value) != (len(rows), own):
            wrong[figure.name] = (number.rows, number.value, len(rows), own)
    assert wrong == {}


def test_every_row_is_a_line_of_a_ledger_and_nothing_more(lived: None) -> None:
    for figure in THERE:
        for row in every_row(figure.name, entitled=False):
            found = ledger.line(row["ledger"], row["entry"])
            assert found
            leaf = found[0]
            assert row == {
                "ledger": leaf.ledger, "entry": leaf.entry, "kind": leaf.kind, "day": row["day"],
                "community": leaf.community, "quantity": leaf.quantity,
            }  # fmt: skip
            assert str(row["day"]) == str(leaf.day)
            assert leaf.kind in figure.counts


def test_another_organizations_lines_do_not_count_here(lived: None) -> None:
    for figure in THERE:
        ours = tally.rows(figure.name, "sujin", START, END, entitled=True)[0]
        theirs = tally.rows(figure.name, "huangqiao", START, END, entitled=True)[0]
        assert {row["ledger"] for row in ours} == {"sujin"}, figure.name
        assert {row["ledger"] for row in theirs} <= {"xcscjg8"}, figure.name
        value = tally.figure(figure.name, "huangqiao", START, END, entitled=True).value
        assert value == summed(figure, theirs) if theirs else not value, figure.name


def test_a_reopened_problem_no_longer_counts_as_solved(lived: None) -> None:
    """Three months, each with one solved, one lapsed, and one solved and taken back."""
    assert tally.figure("requests.problems_solved", "sujin", START, END, entitled=True).value == 6
    assert tally.figure("service_projects.projects", "sujin", START, END, entitled=True).value == 3
    assert tally.figure("service_projects.themes", "sujin", START, END, entitled=True).value == 2
