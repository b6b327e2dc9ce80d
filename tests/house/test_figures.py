"""Every figure of the registry is its rows plus a sum, and every row names a line of a ledger."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from haitang.commands import matters
from haitang.engine import gate, ledger, sealing, tally
from haitang.kernel.figure import Figure
from haitang.kernel.registry import figures
from tests.cast import Cast

#: A figure that opens to a count only has no rows to compare with: tests/commands/test_mediation.py reckons it.
THERE = sorted(
    (figure for figure in figures if not figure.not_yet and not figure.count_only), key=lambda figure: figure.name
)
each_figure = pytest.mark.parametrize("figure", THERE, ids=lambda figure: figure.name)
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
    clock_at("2023-11-15 18:00")
    sealing.seal_all()
    tally.forget()
    yield
    tally.forget()


def every_row(name: str, entitled: bool) -> list[dict[str, Any]]:
    found, after = [], ""
    while after is not None:
        page, after = tally.rows(name, "", START, END, after=after or "", limit=3, entitled=entitled)
        found += page
    return found


def summed(figure: Figure, rows: list[dict[str, Any]]) -> int:
    """The figure's measure, reckoned here from its rows and nothing else."""
    if figure.measure == "quantity":
        return sum(row["quantity"] for row in rows)
    if figure.measure == "count":
        return len(rows)
    values = set()
    for row in rows:
        found = ledger.line(row["ledger"], row["entry"])
        assert found
        values.add(ledger.body_value(found[1])["facts"].get(figure.fact))
    return len(values)


@each_figure
@pytest.mark.parametrize("entitled", [True, False], ids=["entitled", "public"])
def test_a_figure_equals_its_rows(lived: None, figure: Figure, entitled: bool) -> None:
    number = tally.figure(figure.name, "", START, END, entitled=entitled)
    rows = every_row(figure.name, entitled)
    assert number.rows == len(rows) > 0
    assert number.value == summed(figure, rows) > 0


@each_figure
def test_every_row_is_a_line_of_a_ledger_and_nothing_more(lived: None, figure: Figure) -> None:
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


@each_figure
def test_another_organizations_lines_do_not_count_here(lived: None, figure: Figure) -> None:
    ledgers = {row["ledger"] for row in tally.rows(figure.name, "sujin", START, END, entitled=True)[0]}
    assert ledgers == {"sujin"}
    assert tally.figure(figure.name, "huangqiao", START, END, entitled=True).value == 0


def test_a_reopened_problem_no_longer_counts_as_solved(lived: None) -> None:
    """Three months, each with one solved, one lapsed, and one solved and taken back."""
    assert tally.figure("requests.problems_solved", "sujin", START, END, entitled=True).value == 6
    assert tally.figure("service_projects.projects", "sujin", START, END, entitled=True).value == 3
    assert tally.figure("service_projects.themes", "sujin", START, END, entitled=True).value == 2
