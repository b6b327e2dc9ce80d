"""Append-only triggers 只增触发器 on the ledger's tables; made again after every migration by this one function.

SQLite drops a table's triggers silently when a migration remakes it, so nothing else may create them.
"""

from django.db import connection

APPEND_ONLY = ("haitang_leaf", "haitang_node", "haitang_seal")
BODY = "haitang_body"
_FIXED = ("ledger", "entry", "subject", "command", "door", "occurred_at", "recorded_at")
_ERASABLE = ("actor", "place", "facts", "salt")


def _names() -> list[str]:
    """Every trigger that must exist on this database."""
    names = [f"{table}_{verb}" for table in (*APPEND_ONLY, BODY) for verb in ("update", "delete")]
    if connection.vendor == "postgresql":
        names += [f"{table}_truncate" for table in (*APPEND_ONLY, BODY)]
    return names


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
        for verb in ("UPDATE", "DELETE"):
            when = f" WHEN NOT {_erasing('IS')}" if table == BODY and verb == "UPDATE" else ""
            name = f"{table}_{verb.lower()}"
            made += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table}{when} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
            ]
    return made


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
