"""The ledger only grows: the database itself refuses, even to those who hold the key."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from haitang.engine import gate, ledger
from haitang.records import triggers
from tests.cast import Cast
from tests.databases import Committed

TABLES = (*triggers.APPEND_ONLY, triggers.BODY)


def run(sql: str) -> None:
    with gate.upkeep(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def value(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return [connection.ops.quote_name(column.name) for column in found]


@pytest.fixture
def sealed(cast: Cast) -> Iterator[None]:
    with gate.upkeep():
        ledger.seal("sujin")
    yield


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {0} SET ledger = 'other'", "DELETE FROM {0}", "UPDATE {0} SET id = id"])
def test_lines_are_neither_changed_nor_deleted(sealed: None, table: str, sql: str) -> None:
    before = value(f"SELECT count(*) FROM {table}")
    assert before
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql.format(table))
    assert value(f"SELECT count(*) FROM {table} WHERE ledger <> 'other'") == before


@pytest.mark.parametrize("table", TABLES)
def test_a_line_is_not_written_over_another(sealed: None, table: str) -> None:
    whole, but_the_id = ", ".join(columns(table)), ", ".join(columns(table)[1:])
    first = f"FROM {table} ORDER BY id LIMIT 1"
    if connection.vendor == "sqlite":
        over = [
            f"INSERT OR REPLACE INTO {table} ({whole}) SELECT {whole} {first}",
            f"REPLACE INTO {table} ({but_the_id}) SELECT {but_the_id} {first}",
            f"INSERT INTO {table} ({whole}) SELECT {whole} {first} WHERE true ON CONFLICT DO UPDATE SET ledger = 'other'",
        ]
    else:
        over = [f"INSERT INTO {table} ({whole}) SELECT {whole} {first} ON CONFLICT (id) DO UPDATE SET ledger = 'other'"]
    for sql in over:
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql.replace(f"{first} WHERE true", f"FROM {table} WHERE id = (SELECT min(id) FROM {table})"))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", TABLES)
def test_tables_are_not_emptied(sealed: None, table: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table} CASCADE")


def test_a_body_may_only_be_erased_as_a_whole(cast: Cast) -> None:
    erase = "UPDATE haitang_body SET actor = NULL, place = NULL, facts = NULL, salt = NULL"
    for change in (
        "UPDATE haitang_body SET actor = NULL",
        "UPDATE haitang_body SET actor = 'somebody else'",
        f"{erase}, subject = 'other'",
        f"{erase}, occurred_at = recorded_at, entry = entry + 1",
        f"{erase}, corrects = 1",
        f"{erase}, id = id + 1000000",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            run(change)
    run(f"{erase} WHERE ledger = 'sujin' AND entry = 1")
    assert value("SELECT count(*) FROM haitang_body WHERE salt IS NULL") == 1


def test_every_trigger_is_there_and_a_missing_one_is_named(committed: Committed) -> None:
    assert triggers.missing() == []
    on = " ON haitang_leaf" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER haitang_leaf_delete{on}")
    assert triggers.missing() == ["haitang_leaf_delete"]
    triggers.install()
    assert triggers.missing() == []


@pytest.mark.postgresql
def test_a_trigger_that_is_switched_off_counts_as_missing(committed: Committed) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE haitang_leaf DISABLE TRIGGER haitang_leaf_update")
    assert triggers.missing() == ["haitang_leaf_update"]


def test_a_flush_is_refused(committed: Committed) -> None:
    before = value("SELECT count(*) FROM haitang_leaf")
    with pytest.raises(Exception, match=r"only through the gate|append-only|couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert value("SELECT count(*) FROM haitang_leaf") == before
