"""Promise 承诺时限: deadlines in working days, from the table of WorkDay."""

from datetime import datetime, timedelta
from functools import lru_cache

from haitang.engine import clock, rules
from haitang.kernel.calendar import Due, WorkDays
from haitang.records.matter import Matter
from haitang.records.office import WorkDay
from haitang.records.party import Organization


@lru_cache(maxsize=1)
def workdays() -> WorkDays:
    """The calendar as the table has it; read once a process, `forget` after an edit."""
    rows = list(WorkDay.objects.all())
    return WorkDays(
        work=frozenset(row.day for row in rows if row.work),
        rest=frozenset(row.day for row in rows if not row.work and row.official),
        festivals=frozenset(row.day for row in rows if not row.work and not row.official),
        official_years=frozenset(row.day.year for row in rows if row.official),
    )


def forget() -> None:
    """Read the table again at the next use."""
    workdays.cache_clear()


def due(start: datetime, days: int, *, legal: bool = False) -> Due:
    """18:00 local of the n-th working day after `start`; a legal clock in an unknown year is refused."""
    return workdays().due(start, days, legal=legal)


def promise(matter: Matter, days: int) -> None:
    """Put the promised instant on a matter, with the mark that its calendar is provisional."""
    term = due(matter.received_at, days)
    matter.due_at, matter.due_provisional = term.at, term.provisional


def promised_days(organization: Organization, default: int) -> int:
    """Working days in which an office promises its answers: its own rule, else the kind's default."""
    line = rules.of(organization)["promise_workdays"]
    return default if line.value == line.rule.default else int(line.value)


def lapse_days(organization: Organization) -> int:
    """Working days of silence after which an answered matter closes."""
    return int(rules.of(organization)["lapse_workdays"].value)


def lapsed(matter: Matter, days: int) -> bool:
    """Whether `days` working days have gone by since the matter was answered."""
    return matter.answered_at is not None and due(matter.answered_at, days).at <= clock.now()


def within_days(start: datetime, days: int) -> bool:
    """Whether fewer than `days` calendar days have gone by since `start`."""
    return clock.now() - start <= timedelta(days=days)
