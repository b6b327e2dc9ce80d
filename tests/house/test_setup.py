"""What a newcomer runs: `make setup` says what is missing in one line, and the lock is what pyproject.toml asks for."""

import os
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.trees import ROOT

LOCKED = dict(re.findall(r"^([a-z0-9.-]+)==(\S+)$", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
NEEDED = ("bash", "dirname", "cat", "grep", "head", "rm", "sha256sum", "env")


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = (
        project["project"]["dependencies"],
        project["dependency-groups"]["dev"],
        project["build-system"]["requires"],
    )
    return [Requirement(each) for group in groups for each in group]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout on a machine where `bin` holds all programs there are; no Python yet."""
    (tmp_path / "bin").mkdir()
    for name in NEEDED:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or pytest.fail(name))
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "setup", tmp_path / "tools")
    shutil.copy(ROOT / "requirements.lock", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def program(machine: Path, name: str, body: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def setup(machine: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": str(machine / "bin"), "HOME": str(machine)}
    return subprocess.run([machine / "tools" / "setup"], env=surroundings, capture_output=True, text=True, timeout=60)


def test_without_venv_and_without_uv_one_line_says_what_to_install(machine: Path) -> None:
    program(machine, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    done = setup(machine)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "Python cannot make a virtual environment here. Please run:  apt install python3-venv"
    ]
    assert not (machine / ".venv").exists(), "nothing half made is left behind"


def test_without_python_one_line_says_what_to_install(machine: Path) -> None:
    done = setup(machine)
    assert (done.returncode, done.stderr.strip().count("\n")) == (2, 0)
    assert "apt install python3 python3-venv" in done.stderr


def test_an_old_python_is_no_python(machine: Path) -> None:
    program(machine, "python3", 'case "$2" in *version_info*) exit 1 ;; *) exit 0 ;; esac')
    assert setup(machine).returncode == 2


def test_where_venv_is_missing_uv_serves(machine: Path) -> None:
    program(machine, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *) exit 0 ;; esac')
    program(machine, "uv", f'echo "$@" >{machine}/asked; exit 3')
    assert setup(machine).returncode == 3
    assert (machine / "asked").read_text().split() == ["venv", "--quiet", "--seed", "--python", "python3", ".venv"]


def test_everything_asked_for_is_locked_at_a_version_that_serves() -> None:
    for requirement in asked_for():
        name = requirement.name.lower().replace("_", "-")
        assert requirement.specifier.contains(LOCKED[name]), requirement


def test_every_program_of_the_readme_is_installed() -> None:
    for name in ("haitang", "lint-imports", "pytest"):
        assert os.access(ROOT / ".venv" / "bin" / name, os.X_OK), name


@pytest.mark.parametrize("target", ["setup", "demo", "test", "check", "bench"])
def test_the_fixed_targets_are_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_build_machine_runs_make_test_where_nothing_may_be_missing() -> None:
    run = (ROOT / ".ci" / "run").read_text()
    assert "export CI=true" in run and run.rstrip().endswith("exec make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_a_missing_browser_is_one_line_here_and_a_failure_there(machine: Path, ci: str, status: int) -> None:
    shutil.copy(ROOT / "tools" / "test_needs", machine / "tools")
    program(machine, "id", "echo 1000")
    program(machine, "ls", "exit 2")
    program(machine, "fc-list", "echo noto")
    surroundings = {"PATH": str(machine / "bin"), "CI": ci}
    done = subprocess.run(
        [machine / "tools" / "test_needs"], env=surroundings, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == status
    assert [line.partition(",")[0] for line in done.stdout.splitlines()] == [
        "Skipped: no Chromium", "Skipped: no PostgreSQL", "Skipped: no ClamAV",
    ]  # fmt: skip
