"""The tables are what the records say, and an installation can be set up twice without harm."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from haitang.engine import installation, ledger
from haitang.records import triggers
from haitang.records.office import WorkDay
from tests.databases import Committed
from tests.house.trees import SOURCE


def test_no_migration_is_missing(house: object) -> None:
    call_command("makemigrations", "haitang", check=True, dry_run=True, verbosity=0)


def test_a_missing_migration_is_found(house: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkDay._meta.get_field("name"), "max_length", 7)
    with pytest.raises(SystemExit):
        call_command("makemigrations", "haitang", check=True, dry_run=True, verbosity=0)


def test_migrations_touch_no_records_by_code() -> None:
    for path in (SOURCE / "migrations").glob("0*.py"):
        assert "RunPython" not in path.read_text(), path.name


def test_there_is_one_end_to_the_migrations(house: object) -> None:
    assert MigrationLoader(connection).detect_conflicts() == {}


def test_setting_up_again_changes_nothing_and_mends_the_triggers(committed: Committed) -> None:
    before, days = ledger.head("sujin"), WorkDay.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER haitang_body_update" + (" ON haitang_body" if connection.vendor == "postgresql" else "")
        )
    installation.migrate()
    assert (ledger.head("sujin"), WorkDay.objects.count()) == (before, days)
    assert triggers.missing() == []
