"""`haitang deadline`: working days by the calendar, with its offset; naive instants and unknown years are refused."""

import json

import pytest

from tests.entrypoints.terminal.conftest import Run

#: From the calendars of 2023 and 2024: the day itself is not counted, a term ends at 18:00.
KNOWN = [
    ("2023-11-15T09:30:00+08:00", 5, "2023-11-22T18:00:00+08:00"),
    ("2023-11-15T23:59:59+08:00", 1, "2023-11-16T18:00:00+08:00"),
    ("2023-11-15T16:30:00Z", 1, "2023-11-17T18:00:00+08:00"),  # 00:30 of the 16th in China
    ("2023-09-28T10:00:00+08:00", 1, "2023-10-07T18:00:00+08:00"),  # mid-autumn and National Day, 7 October worked
    ("2024-02-08T10:00:00+08:00", 2, "2024-02-18T18:00:00+08:00"),  # 9 February worked, 18 February made up
]


@pytest.mark.parametrize(("instant", "workdays", "due"), KNOWN)
def test_known_deadlines(run: Run, instant: str, workdays: int, due: str) -> None:
    done = run("deadline", instant, "--workdays", str(workdays), "--legal", "--format", "json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0 and found["due"] == due and found["provisional"] is False and found["calendar"]


def test_an_unknown_year_is_provisional_for_a_promise_and_refused_for_the_law(run: Run) -> None:
    asked = ("deadline", "2035-05-08T09:00:00+08:00", "--workdays", "3", "--format", "json")
    found = json.loads(run(*asked).stdout)
    assert found["provisional"] is True and found["due"] == "2035-05-11T18:00:00+08:00"
    legal = run(*asked, "--legal")
    assert legal.exit_code == 1 and "2035" in legal.stderr and not legal.stdout


@pytest.mark.parametrize("instant", ["2023-11-15T09:30:00", "2023-11-15", "tomorrow", ""])
def test_an_instant_without_its_offset_is_refused(run: Run, instant: str) -> None:
    assert run("deadline", instant, "--workdays", "5", "--format", "json").exit_code == 2


@pytest.mark.parametrize("workdays", ["0", "-1", "3661", "x"])
def test_a_term_that_is_none_is_refused(run: Run, workdays: str) -> None:
    assert run("deadline", "2023-11-15T09:30:00Z", "--workdays", workdays).exit_code == 2


def test_the_end_of_time_is_refused(run: Run) -> None:
    assert run("deadline", "9999-12-30T09:30:00Z", "--workdays", "500").exit_code == 2


def test_for_people_it_is_one_line(run: Run) -> None:
    assert run("deadline", "2023-11-15T09:30:00Z", "--workdays", "5").stdout.startswith("2023-11-22T18:00:00+08:00")
