"""Installation 安装: tables, triggers, working-day calendar; what has to be there before the first change."""

from datetime import date, timedelta

import chinese_calendar
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from haitang.engine import promise, reindexing
from haitang.engine.gate import upkeep
from haitang.records import searched, triggers
from haitang.records.office import WorkDay

SOURCE = "国务院办公厅放假通知 (chinesecalendar 1.11.0)"
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)


def migrate() -> None:
    """Bring the database to the present shape, protect the ledger, make the index, seed the calendar. Safe to repeat."""
    call_command("migrate", verbosity=0, interactive=False)
    triggers.install()
    if searched.install():
        for _ in reindexing.rebuild():
            pass
    if not WorkDay.objects.exists():
        seed_workdays()


def is_current() -> bool:
    """Whether tables, triggers, index and calendar are all there; asks without changing anything."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return not triggers.missing() and not searched.missing() and WorkDay.objects.exists()


def seed_workdays() -> None:
    """The official rest days and make-up working days of the years the library knows; the table is editable."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    with upkeep():
        WorkDay.objects.bulk_create(row for day in days if (row := _exception(day)) is not None)
    promise.forget()


def _exception(day: date) -> WorkDay | None:
    work = chinese_calendar.is_workday(day)
    _, name = chinese_calendar.get_holiday_detail(day)
    if work == (day.weekday() < 5) and not (name and not work):
        return None
    return WorkDay(day=day, work=work, name=name or "", source=SOURCE, official=True)
