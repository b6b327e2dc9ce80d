"""`haitang do` goes through the same gate as every door; `haitang work` lists what is due; `haitang check` looks."""

import json
import os
from typing import Any

import pytest

from haitang.engine import ledger, tokens
from haitang.records.office import Delivery
from tests.cast import Cast
from tests.entrypoints.terminal.conftest import Run


def test_a_change_is_made_and_its_outcome_printed(cast: Cast, run: Run) -> None:
    told = cast.report()
    done = run("do", "matters.accept", "--as", "desk", f"matter={told.number}", "category=drains", "severity=1")
    outcome = json.loads(done.stdout)
    assert done.exit_code == 0 and outcome["subject"] == told.number and outcome["version"] == 2
    _leaf, body = ledger.line("sujin", outcome["entry"]) or (None, None)
    assert body is not None and body.door == "terminal" and told.record().severity == 1


def test_input_may_come_as_json(cast: Cast, run: Run) -> None:
    told = cast.report()
    given = json.dumps({"matter": told.number, "category": "drains"})
    assert run("do", "matters.accept", "--as", "desk", "--json", "-", given=given).exit_code == 0
    assert told.record().state == "accepted"


def test_the_same_key_makes_it_once(cast: Cast, run: Run) -> None:
    told = cast.report()
    asked = ("do", "matters.accept", "--as", "desk", "--key", "k", f"matter={told.number}", "category=drains")
    assert run(*asked).stdout == run(*asked).stdout


def test_refusals_are_said_in_words(cast: Cast, run: Run) -> None:
    told = cast.report()
    accept = ("do", "matters.accept", f"matter={told.number}", "category=drains", "--as")
    for login, says in (("grid", None), ("checker", "您的岗位不能做这一步")):
        done = run(*accept, login)
        assert (done.exit_code == 0) if says is None else (done.exit_code == 1 and says in done.stderr)
    again = run("--language", "en", *accept, "desk")
    assert again.exit_code == 1 and "cannot be taken now" in again.stderr and not again.stdout


def test_a_version_that_is_not_the_present_one_is_a_conflict(cast: Cast, run: Run) -> None:
    told = cast.accepted()
    asked = ("do", "matters.assign", "--as", "dispatcher", f"matter={told.number}", "owner=property", "--expect")
    assert run(*asked, "1").exit_code == 1
    assert run(*asked, "2").exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("matters.nothing", "--as", "desk"), 2),
        (("matters.accept", "--as", "desk", "no-equals"), 2),
        (("matters.accept", "--as", "desk", "matter=x", "nonsense=1"), 2),
        (("matters.accept", "--as", "nobody", "matter=x"), 1),
        (("matters.accept", "--as", "desk", "--json", "-"), 2),
        (("matters.accept", "--as", "desk", "--key", "k" * 201, "matter=x"), 2),
        (("matters.accept",), 2),
    ],
)
def test_what_is_asked_wrongly_is_refused(run: Run, wrong: tuple[str, ...], code: int) -> None:
    done = run("do", *wrong, given="[1]")
    assert done.exit_code == code and done.stderr


def test_only_the_owner_of_the_home_may_use_this_door(cast: Cast, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told = cast.report()
    monkeypatch.setattr(os, "geteuid", lambda: 4_711)
    done = run("do", "matters.accept", "--as", "desk", f"matter={told.number}", "category=drains")
    assert done.exit_code == 1 and told.record().state == "received"


def test_work_lists_what_is_due_once_each(cast: Cast, run: Run) -> None:
    new, assigned = cast.report(), cast.assigned()
    text = run("work", "--as", "desk").stdout
    assert text.count(new.number) == 1
    assert run("--language", "en", "work", "--as", "property").stdout.count(assigned.number) == 1
    assert run("work", "--as", "other_desk").stdout.count(new.number) == 0


def test_work_once_delivers_what_waits(cast: Cast, run: Run) -> None:
    cast.report()
    assert int(run("work", "--once").stdout) > 0
    assert not Delivery.objects.filter(state="waiting").exists()
    assert int(run("work", "--once").stdout) == 0


def test_work_wants_to_know_whose(run: Run) -> None:
    assert run("work").exit_code == 2
    assert run("work", "--as", "nobody").exit_code == 1


def test_check_says_one_sentence_for_each_thing(run: Run) -> None:
    done = run("check")
    assert done.exit_code == 0 and len(done.stdout.splitlines()) >= 10
    assert "The tables are up to date" in run("--language", "en", "check").stdout


def test_check_ends_with_1_on_an_error(run: Run, settings: Any) -> None:
    settings.DEBUG, settings.PUBLIC_URL = True, "https://haitang.example"
    assert run("check").exit_code == 1


def test_a_token_made_on_the_machine_is_printed_once(cast: Cast, run: Run) -> None:
    given = json.dumps({"place": "daguan", "name": "热线系统", "scopes": ["matters.report"]})
    asked = ("do", "tokens.make", "--as", "administrator", "--key", "t1", "--json", "-")
    token = json.loads(run(*asked, given=given).stdout)["token"]
    assert tokens.prove(token, "api", "en").bearer is not None
    assert "token" not in json.loads(run(*asked, given=given).stdout)
