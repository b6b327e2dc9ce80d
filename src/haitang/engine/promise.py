"""Promise 承诺时限: deadlines in working days, from the table of WorkDay and the days on which an office is shut."""

from datetime import datetime, timedelta
from functools import lru_cache

from haitang.engine import clock, rules
from haitang.kernel import festivals
from haitang.kernel.calendar import Due, WorkDays
from haitang.records.matter import Matter
from haitang.records.office import Closure, WorkDay
from haitang.records.party import Organization


@lru_cache(maxsize=64)
def workdays(organization: int | None = None) -> WorkDays:
    """The calendar as the table has it, for an organization (its id) with its own closures; `forget` after an edit.

    Legal clocks take the country's calendar: an office that is shut does not stop the law.
    """
    rows = list(WorkDay.objects.all())
    official = frozenset(row.day.year for row in rows if row.official)
    coming = (day for year in festivals.known() if year not in official for day in festivals.expected(year))
    closures = Closure.objects.filter(organization_id=organization) if organization else Closure.objects.none()
    shut = frozenset(closures.values_list("day", flat=True))
    return WorkDays(
        work=frozenset(row.day for row in rows if row.work) - shut,
        rest=frozenset(row.day for row in rows if not row.work and row.official) | shut,
        festivals=frozenset([*(row.day for row in rows if not row.work and not row.official), *coming]),
        official_years=official,
    )


def forget() -> None:
    """Read the table again at the next use."""
    workdays.cache_clear()


def due(start: datetime, days: int, *, legal: bool = False, organization: int | None = None) -> Due:
    """18:00 local of the n-th working day after `start`; a legal clock in an unknown year is refused."""
    return workdays(None if legal else organization).due(start, days, legal=legal)


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
