"""What the terminal says of backups, and of a home that is to face people."""

import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from haitang.engine.backups import log
from haitang.entrypoints.terminal import main
from tests.backups import lead
from tests.databases import Committed
from tests.entrypoints.terminal.conftest import Run

pytestmark = pytest.mark.once


def test_a_key_is_made_and_said_once(run: Run, tmp_path: Path) -> None:
    done = run("--language", "en", "backup", "--new-key", str(tmp_path / "k"))
    assert done.exit_code == 0 and "age1" in done.stdout and "AGE-SECRET" not in done.stdout
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
    assert run("backup", "--new-key", str(tmp_path / "k")).exit_code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["backup"], 2),
        (["backup", "{}/a", "--key", "{}/nothing"], 2),
        (["backup", "{}/a", "--with-vault-key"], 2),
        (["backup", "{}/a", "--keep", "0"], 2),
        (["backup", "{}/no/such/folder/a"], 1),
        (["restore"], 2),
    ],
)
def test_what_was_asked_wrongly_is_said_and_nothing_written(
    committed: Committed, settings: Any, tmp_path: Path, words: list[str], code: int
) -> None:
    lead(settings, committed.home)
    done = CliRunner().invoke(main, [word.format(tmp_path) for word in words])
    assert done.exit_code == code and "Traceback" not in done.output
    assert log.made() == []


def test_check_says_how_old_the_last_verified_backup_is(run: Run, settings: Any, tmp_path: Path) -> None:
    lead(settings, tmp_path)
    plain = run("--language", "en", "check")
    assert "There is no verified backup" in plain.stdout and plain.exit_code == 0
    strict = run("--language", "en", "check", "--deploy")
    assert strict.exit_code == 1 and "HTTPS" in strict.stdout
