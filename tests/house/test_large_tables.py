"""Migrations after the first must not shut a large table: none rewrites or scans it under a lock that readers wait for.

Until 0.1 there is one migration, made anew with each change, and nothing to hold against the rule but planted ones.
PostgreSQL's documentation, ALTER TABLE: what rewrites, and what scans under ACCESS EXCLUSIVE.
"""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.cast import Cast

#: The ledger's tables are never altered at all, only joined by new ones.
LEDGER = {"leaf", "body", "node", "seal"}


def dangers(operations: list[Operation], state: ProjectState) -> list[str]:
    """What is wrong with a migration that starts from this state."""
    found = []
    for operation in operations:
        before = state.clone()
        operation.state_forwards("haitang", state)
        words = _danger(operation, before, state)
        found += [f"{operation.describe()}: {words}"] if words else []
    return found


def _danger(operation: Any, before: ProjectState, after: ProjectState) -> str:
    model = getattr(operation, "model_name_lower", "")
    if model in LEDGER:
        return "the ledger's tables are not altered"
    if isinstance(operation, migrations.RunPython | migrations.RunSQL):
        return "records are changed by commands in batches"
    if isinstance(operation, migrations.AddField):
        return _added(operation.field)
    if isinstance(operation, migrations.AlterField):
        fields = [state.apps.get_model("haitang", model)._meta.get_field(operation.name) for state in (before, after)]
        return _altered(*fields)
    if isinstance(operation, migrations.AddConstraint) and isinstance(operation.constraint, models.CheckConstraint):
        return "a check scans the table under a lock: NOT VALID first, then VALIDATE"
    if isinstance(operation, migrations.DeleteModel | migrations.RemoveField | migrations.RenameField):
        return "" if getattr(operation, "announced", False) else "the release before still reads it: remove one later"
    return ""


def _added(field: Any) -> str:
    if field.unique:
        return "a unique column is filled and indexed under a lock: add it plain, then its constraint"
    if (field.has_default() and callable(field.default)) or (
        not field.null and not field.has_default() and not field.has_db_default()
    ):
        return "a column needs a constant default or may be empty"
    return ""


def _altered(before: Any, after: Any) -> str:
    if before.db_type(connection) != after.db_type(connection) and not _wider(before, after):
        return "another type rewrites the table: a new column, filled in batches, takes its place"
    if before.null and not after.null:
        return "NOT NULL scans the table under a lock"
    return ""


def _wider(before: Any, after: Any) -> bool:
    """A longer varchar is only a word in the catalogue."""
    both = isinstance(before, models.CharField) and isinstance(after, models.CharField | models.TextField)
    return both and (after.max_length is None or after.max_length >= (before.max_length or 0))


def the_first(loader: MigrationLoader) -> ProjectState:
    return loader.project_state(("haitang", "0001_initial"))


def test_no_migration_after_the_first_shuts_a_large_table(cast: Cast) -> None:
    loader = MigrationLoader(connection)
    state = the_first(loader)
    later = sorted(name for app, name in loader.disk_migrations if app == "haitang" and name != "0001_initial")
    wrong = {name: dangers(loader.disk_migrations["haitang", name].operations, state) for name in later}
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize(
    ("operation", "word"),
    [
        (migrations.AlterField("matter", "version", models.TextField()), "rewrites"),
        (migrations.AlterField("matter", "number", models.CharField(max_length=2)), "rewrites"),
        (migrations.AlterField("matter", "answered_at", models.DateTimeField()), "NOT NULL"),
        (migrations.AddField("matter", "more", models.CharField(max_length=9)), "constant default"),
        (migrations.AddField("matter", "more", models.UUIDField(default=dict)), "constant default"),
        (migrations.AddField("matter", "more", models.CharField(max_length=9, unique=True, null=True)), "unique"),
        (migrations.AddField("leaf", "more", models.IntegerField(null=True)), "ledger"),
        (migrations.RemoveField("matter", "version"), "one later"),
        (migrations.RunSQL("UPDATE haitang_matter SET version = 1"), "batches"),
        (
            migrations.AddConstraint("matter", models.CheckConstraint(condition=models.Q(version__gt=0), name="c")),
            "NOT VALID",
        ),
    ],
)  # fmt: skip
def test_a_migration_that_would_shut_one_is_found(cast: Cast, operation: Operation, word: str) -> None:
    [found] = dangers([operation], the_first(MigrationLoader(connection)))
    assert word in found


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("matter", "more", models.CharField(max_length=9, default="")),
        migrations.AddField("matter", "more", models.IntegerField(null=True)),
        migrations.AlterField("matter", "number", models.CharField(max_length=900)),
        migrations.AddIndex("matter", models.Index(fields=["version"], name="more")),
        migrations.CreateModel("more", [("id", models.BigAutoField(primary_key=True))]),
    ],
)  # fmt: skip
def test_what_shuts_nothing_is_let_through(cast: Cast, operation: Operation) -> None:
    assert dangers([operation], the_first(MigrationLoader(connection))) == []
