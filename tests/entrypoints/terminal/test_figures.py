"""`haitang figures` and `haitang brief`: the object others rely on, and what is refused with exit 2."""

import json

import pytest

from haitang.engine import tally
from haitang.kernel.registry import figures
from tests.cast import Cast
from tests.entrypoints.terminal.conftest import Run


def test_json_is_the_list_that_others_rely_on(cast: Cast, run: Run) -> None:
    cast.solved()
    done = run("figures", "--format", "json", "--place", "sujin", "requests.problems_solved")
    number = tally.figure("requests.problems_solved", "sujin", entitled=True)
    assert done.exit_code == 0
    assert json.loads(done.stdout) == [tally.plain(number, "zh-hans")]
    assert (number.value, number.rows) == (1, 1)


def test_the_live_ledger_is_read_without_any_seal(cast: Cast, run: Run) -> None:
    cast.solved()
    assert json.loads(run("figures", "--format", "json", "requests.problems_solved").stdout)[0]["value"] == 1


def test_without_a_name_every_figure_is_printed(run: Run) -> None:
    said = json.loads(run("figures", "--format", "json").stdout)
    assert [each["figure"] for each in said] == [figure.name for figure in figures]
    empty = {
        figure.name for figure in figures if figure.measure in ("share", "quantile")
    }  # of no lines: nothing to say
    assert all(("not_yet" in each) == (each["value"] is None) for each in said if each["figure"] not in empty)


def test_days_and_place_are_taken(run: Run) -> None:
    said = json.loads(
        run("figures", "--format", "json", "--place", "jinhua", "--from", "2023-01-01", "--to", "2023-11-15").stdout
    )
    assert {(each["place"], each["from"], each["to"]) for each in said} == {("jinhua", "2023-01-01", "2023-11-15")}


def test_the_table_has_a_line_for_each(cast: Cast, run: Run) -> None:
    cast.solved()
    lines = run("--language", "en", "figures").stdout.splitlines()
    assert len(lines) == len(figures)
    assert any(line.split() == ["requests.problems_solved", "1", "problems", "(1)"] for line in lines)


def test_an_unknown_name_is_refused_and_its_neighbors_named(run: Run) -> None:
    done = run("figures", "requests.problem_solved")
    assert done.exit_code == 2 and "requests.problems_solved" in done.stderr and not done.stdout


@pytest.mark.parametrize(
    "wrong", [("--place", "nowhere"), ("--place", "dgmy"), ("--from", "2023-02-30"), ("--to", "today"),
              ("--from", "2023-05-02", "--to", "2023-05-01"), ("--format", "xml")],
)  # fmt: skip
def test_what_is_asked_wrongly_is_exit_2(run: Run, wrong: tuple[str, ...]) -> None:
    for command in ("figures", "brief"):
        done = run(command, *wrong)
        assert done.exit_code == 2 and done.stderr


def test_a_brief_names_the_figure_of_every_number(cast: Cast, run: Run) -> None:
    cast.solved()
    text = run("brief", "--place", "sujin").stdout
    told = [figure for figure in figures if not (figure.measure in ("share", "quantile") and "due" in figure.dated_by)]
    assert all(f"[{figure.name}]" in text for figure in told)
    assert "解决民生问题1件[requests.problems_solved]" in text and "台账 sujin" in text
    assert "Ledger sujin" in run("--language", "en", "brief", "--place", "sujin").stdout


def test_a_brief_for_machines(cast: Cast, run: Run) -> None:
    cast.solved()
    said = json.loads(run("brief", "--place", "sujin", "--format", "json").stdout)
    assert {each["figure"]: each["value"] for each in said["sentences"]}["requests.problems_solved"] == 1
