"""`haitang learn`."""

from pathlib import Path

import pytest
from django.conf import settings

from haitang.commands import matters
from haitang.engine import gate, suggesting
from haitang.engine.categorizing import Model
from haitang.jobs.bench.sentences import sentences
from tests.cast import Cast
from tests.entrypoints.terminal.conftest import Run


def test_too_little_history_is_said_and_enough_of_it_is_learned(
    cast: Cast, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(suggesting, "FEWEST", 25)
    few = run("learn")
    assert few.exit_code == 1 and "不到 25 件" in few.stderr and not suggesting.model_file().exists()
    for words, code in sentences(30):
        told = cast.report(words)
        gate.do(matters.accept, cast.desk, matter=told.number, category=code)
    done = run("learn")
    assert done.exit_code == 0 and "学了 30 件" in done.stdout and "留出五分之一" in done.stdout
    assert Model.load(suggesting.model_file())
    assert "Learned from 30 matters" in run("--language", "en", "learn").stdout
