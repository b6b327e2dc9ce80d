"""Append-only triggers 只增触发器 on the ledger's tables; made again after every migration by this one function.

SQLite drops a table's triggers silently when a migration remakes it, so nothing else may create them.
SQLite's REPLACE deletes the old row without asking the DELETE trigger; a trigger of its own refuses that.
"""

from django.db import connection

APPEND_ONLY = ("haitang_leaf", "haitang_node", "haitang_seal")
BODY = "haitang_body"
_FIXED = ("id", "ledger", "entry", "subject", "command", "door", "occurred_at", "recorded_at", "corrects")
_ERASABLE = ("actor", "place", "facts", "salt")
#: What makes a row of each table unique beside its id.
_SPOTS = {
    "haitang_leaf": ("ledger", "entry"),
    "haitang_node": ("ledger", "level", '"index"'),
    "haitang_seal": ("ledger", "size"),
    "haitang_body": ("ledger", "entry"),
}


def _names() -> list[str]:
    """Every trigger that must exist on this database."""
    third = "truncate" if connection.vendor == "postgresql" else "replace"
    return [f"{table}_{verb}" for table in (*APPEND_ONLY, BODY) for verb in ("update", "delete", third)]


def missing() -> list[str]:
    """The triggers that are not there; empty when the ledger is protected."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _names() if name not in there]


def install() -> None:
    """Drop and create all triggers."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _erasing(distinct: str) -> str:
    """SQL: the update nulls the erasable columns and touches nothing else."""
    same = " AND ".join(f"NEW.{column} {distinct} OLD.{column}" for column in _FIXED)
    gone = " AND ".join(f"NEW.{column} IS NULL" for column in _ERASABLE)
    return f"({same} AND {gone})"


def _sqlite() -> list[str]:
    made = []
    for table in (*APPEND_ONLY, BODY):
        erasing = f"WHEN NOT {_erasing('IS')}" if table == BODY else ""
        made += _sqlite_trigger(f"{table}_update", f"UPDATE ON {table} {erasing}")
        made += _sqlite_trigger(f"{table}_delete", f"DELETE ON {table}")
        made += _sqlite_trigger(f"{table}_replace", f"INSERT ON {table} WHEN {_taken(table)}")
    return made


def _taken(table: str) -> str:
    """SQL: a row is there already under the new row's id or in its spot."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in _SPOTS[table])
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 (our own names)


def _sqlite_trigger(name: str, event: str) -> list[str]:
    refusal = "SELECT RAISE(ABORT, 'the ledger is append-only')"
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} BEFORE {event} BEGIN {refusal}; END"]


def _postgresql() -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION haitang_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$",
    ]
    for table in (*APPEND_ONLY, BODY):
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            name, each = f"{table}_{verb.lower()}", "STATEMENT" if verb == "TRUNCATE" else "ROW"
            when = f" WHEN (NOT {_erasing('IS NOT DISTINCT FROM')})" if table == BODY and verb == "UPDATE" else ""
            made += [
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each}{when} "
                f"EXECUTE FUNCTION haitang_append_only()",
            ]
    return made
