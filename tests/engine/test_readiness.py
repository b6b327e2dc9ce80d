"""What has to be there before the house may serve: each lack is one sentence and an error or a note."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from haitang.engine import readiness
from tests.cast import Cast


def _weights() -> dict[str, str]:
    return {condition.name: condition.weight for condition in readiness.everything()}


def test_a_good_home_has_no_error(cast: Cast) -> None:
    assert "error" not in _weights().values()
    assert [condition.name for condition in readiness.serving()] == ["database", "migrations", "triggers", "heads"]


def test_every_sentence_is_there_in_both_languages(cast: Cast) -> None:
    for condition in readiness.everything():
        assert condition.words.zh != condition.words.en


def test_a_database_that_does_not_answer_is_an_error(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_given: Any) -> None:
        raise OperationalError("unable to open database file")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        found = readiness.serving()
    assert [(condition.name, condition.weight) for condition in found] == [("database", "error")]


def test_missing_tables_are_an_error_and_nothing_behind_is_asked(cast: Cast) -> None:
    MigrationRecorder(connection).record_unapplied("haitang", "0001_initial")
    found = readiness.serving()
    assert (found[-1].name, found[-1].weight) == ("migrations", "error") and "haitang.0001" in found[-1].words.en


def test_a_missing_trigger_is_an_error(cast: Cast) -> None:
    with connection.cursor() as cursor:
        on = " ON haitang_leaf" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER haitang_leaf_update{on}")
    assert _weights()["triggers"] == "error"


def test_a_year_without_calendar_is_a_note(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2024-05-01 09:00")
    assert _weights()["calendar"] == "good"
    clock_at("2031-05-01 09:00")
    assert _weights()["calendar"] == "note"


def test_a_key_that_others_can_read_is_an_error(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    assert _weights()["vault"] == "good"
    settings.VAULT_KEY_FILE.write_text("k1 " + "00" * 32 + "\n")
    settings.VAULT_KEY_FILE.chmod(0o644)
    assert _weights()["vault"] == "error"
    settings.VAULT_KEY_FILE.chmod(0o600)
    assert _weights()["vault"] == "good"
    settings.VAULT_KEY_FILE.write_text("what is this")
    assert _weights()["vault"] == "error"


def test_a_public_address_without_tls_is_a_note(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_URL = "http://haitang.example"
    assert _weights()["address"] == "note"
    settings.PUBLIC_URL = "https://haitang.example"
    assert _weights()["address"] == "good"


def test_debugging_on_a_public_address_is_an_error(cast: Cast, settings: Any) -> None:
    settings.DEBUG = True
    assert _weights()["debug"] == "note"
    settings.PUBLIC_URL = "https://haitang.example"
    assert _weights()["debug"] == "error"
