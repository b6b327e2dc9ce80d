"""Nothing is written outside the gate: every way of writing that Django knows is refused at the connection."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from haitang.engine import gate
from haitang.records.guard import OUTSIDE, Unguarded, table_written
from haitang.records.matter import Matter
from haitang.records.office import Refusal, Setting
from haitang.records.place import Place
from tests.cast import Cast
from tests.databases import Committed

MODELS = sorted(apps.get_app_config("haitang").get_models(), key=lambda model: model.__name__)


def a_place() -> Place:
    return Place.objects.get(code="dgmy")


def save_anew() -> None:
    Place(code="new", name="新", name_en="new", kind="spot", path="/new/").save()


def save_changed() -> None:
    place = a_place()
    place.name = "改了"
    place.save()


def delete_one() -> None:
    Place.objects.get(code="dgmy-15").delete()


def bulk_update() -> None:
    place = a_place()
    place.name = "改了"
    Place.objects.bulk_update([place], ["name"])


def raw(sql: str, many: bool = False) -> None:
    with connection.cursor() as cursor:
        if many:
            cursor.executemany(sql, [("a",), ("b",)])
        else:
            cursor.execute(sql)


WRITES: dict[str, Callable[[], object]] = {
    "save of a new record": save_anew,
    "save of a changed record": save_changed,
    "create": lambda: Setting.objects.create(name="a", value=1),
    "bulk_create": lambda: Setting.objects.bulk_create([Setting(name="a", value=1)]),
    "bulk_create over what is there": lambda: Setting.objects.bulk_create(
        [Setting(name="a", value=1)], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    ),
    "update": lambda: Place.objects.update(name="改了"),
    "bulk_update": bulk_update,
    "delete of one": delete_one,
    "delete of a queryset": lambda: Place.objects.filter(code="dgmy-15").delete(),
    "get_or_create": lambda: Setting.objects.get_or_create(name="a", defaults={"value": 1}),
    "update_or_create": lambda: Place.objects.update_or_create(code="dgmy", defaults={"name": "改了"}),
    "raw SQL": lambda: raw("UPDATE haitang_place SET name = 'x'"),
    "raw SQL, many": lambda: raw("DELETE FROM haitang_place WHERE code = %s", many=True),
    "raw SQL after a comment": lambda: raw("/* harmless */ DELETE FROM haitang_place"),
    "raw SQL behind a WITH": lambda: raw("WITH a AS (SELECT 1) DELETE FROM haitang_place"),
    "raw SQL behind an EXPLAIN": lambda: raw("EXPLAIN DELETE FROM haitang_place"),
    "a second statement": lambda: raw("SELECT 1; DELETE FROM haitang_place"),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_write_without_the_key_is_refused(house: Cast, write: Callable[[], object]) -> None:
    before = list(Place.objects.order_by("id").values())
    with pytest.raises(Unguarded, match="only through the gate"), transaction.atomic():
        write()
    assert list(Place.objects.order_by("id").values()) == before
    assert not Setting.objects.exists()


@pytest.mark.parametrize("write", [save_changed, bulk_update, WRITES["update_or_create"]])
def test_the_same_write_with_the_key_is_made(house: Cast, write: Callable[[], object]) -> None:
    with gate.upkeep():
        write()
    assert a_place().name == "改了"


def test_fixtures_do_not_slip_in(house: Cast, tmp_path: Path) -> None:
    rows = [{"model": "haitang.setting", "pk": 1, "fields": {"name": "a", "value": 1}}]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    with pytest.raises(Unguarded):
        call_command("loaddata", str(tmp_path / "rows.json"), verbosity=0)
    assert not Setting.objects.exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_of_ours_is_guarded_or_stands_on_the_written_list(house: Cast, model: type[Model]) -> None:
    table = model._meta.db_table
    if table in OUTSIDE:
        assert OUTSIDE[table], "with its reason"
        return
    with pytest.raises(Unguarded):
        model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


def test_nothing_stands_on_the_list_that_is_no_table() -> None:
    assert set(OUTSIDE) <= {model._meta.db_table for model in MODELS}


def test_a_table_outside_is_written_freely(house: Cast) -> None:
    Refusal.objects.create(at=timezone.now(), command="a", actor="b", door="web", refusal="Denied")


def test_the_key_is_not_handed_to_other_threads(committed: Committed) -> None:
    with gate.upkeep():
        [refused] = committed.at_once(lambda _: Setting.objects.create(name="a", value=1), threads=1)
    assert isinstance(refused, Unguarded)


def test_the_key_is_given_back_after_a_refusal(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), gate.upkeep():
        raise ZeroDivisionError
    with pytest.raises(Unguarded):
        Matter.objects.update(title="改了")


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "haitang_leaf" ("id") VALUES (1)', "haitang_leaf"),
        ("insert or replace into haitang_leaf values (1)", "haitang_leaf"),
        ("REPLACE INTO haitang_leaf VALUES (1)", "haitang_leaf"),
        ("UPDATE OR REPLACE haitang_leaf SET id = 1", "haitang_leaf"),
        ('UPDATE ONLY "public"."haitang_leaf" SET id = 1', "haitang_leaf"),
        ("UPDATE [haitang_leaf] SET id = 1", "haitang_leaf"),
        ("UPDATE `haitang_leaf` SET id = 1", "haitang_leaf"),
        ("DELETE\nFROM main.haitang_leaf", "haitang_leaf"),
        ("TRUNCATE haitang_leaf", "haitang_leaf"),
        ("TRUNCATE TABLE ONLY auth_group, haitang_leaf CASCADE", "haitang_leaf"),
        ("MERGE INTO haitang_leaf USING x ON true WHEN MATCHED THEN DELETE", "haitang_leaf"),
        ("COPY haitang_leaf FROM STDIN", "haitang_leaf"),
        ("WITH x AS (SELECT 1) INSERT OR REPLACE INTO haitang_leaf SELECT 1", "haitang_leaf"),
        ("-- a remark\nUPDATE haitang_leaf SET id = 1", "haitang_leaf"),
        ("EXPLAIN ANALYZE UPDATE haitang_leaf SET id = 1", "haitang_leaf"),
        ('SELECT 1 FROM "haitang_leaf" FOR UPDATE OF "haitang_leaf"', None),
        ('SELECT "haitang_leaf"."id" FROM "haitang_leaf"', None),
        ("COPY haitang_leaf TO STDOUT", None),
        ("UPDATE django_session SET expire_date = now()", None),
        ("CREATE TRIGGER haitang_leaf_update BEFORE UPDATE ON haitang_leaf BEGIN SELECT 1; END", None),
        ("CREATE TRIGGER a BEFORE TRUNCATE ON haitang_leaf FOR EACH STATEMENT EXECUTE FUNCTION b()", None),
        ('INSERT INTO "new__haitang_leaf" SELECT * FROM "haitang_leaf"', None),
        ("SAVEPOINT s1", None),
    ],
)  # fmt: skip
def test_the_guard_reads_sql(sql: str, table: str | None) -> None:
    assert table_written(sql) == table
