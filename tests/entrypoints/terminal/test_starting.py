"""`haitang` as a program: the home is chosen before Django starts, help starts nothing, a missing database is said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from haitang.entrypoints.terminal import COMMANDS
from tests.databases import Committed

HAITANG = Path(sys.executable).parent / "haitang"


def _run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([HAITANG, *arguments], env=environment, capture_output=True, text=True)


def test_help_names_every_command_and_makes_nothing(tmp_path: Path) -> None:
    done = _run({"PATH": "", "HAITANG_HOME": str(tmp_path / "none")}, "--help")
    assert done.returncode == 0 and all(name in done.stdout for name in COMMANDS)
    assert not (tmp_path / "none").exists()


def test_figures_and_verify_of_a_real_home(committed: Committed) -> None:
    committed.cast.solved()
    said = _run(committed.environ(), "figures", "--format", "json", "requests.problems_solved")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)[0]["value"] == 1
    assert _run(committed.environ(), "verify").returncode == 0


@pytest.mark.parametrize("spelled", [["--home", "{}"], ["--home={}"]])
def test_the_home_may_be_named_on_the_command(committed: Committed, spelled: list[str]) -> None:
    committed.cast.solved()
    environment = {**committed.environ(), "HAITANG_HOME": "/nowhere/at/all"}
    named = [part.format(committed.home) for part in spelled]
    said = _run(environment, "figures", "--format", "json", *named, "requests.problems_solved")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)[0]["value"] == 1


@pytest.mark.embedded
def test_a_home_without_a_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = _run({"PATH": "", "HAITANG_HOME": str(tmp_path / "empty")}, "figures")
    assert done.returncode == 1 and "haitang demo" in done.stderr and "Traceback" not in done.stderr
    assert _run({"PATH": "", "HAITANG_HOME": str(tmp_path / "empty")}, "check").returncode == 1
