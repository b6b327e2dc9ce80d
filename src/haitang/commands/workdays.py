"""Working days 工作日: the days of the State Council's yearly notice, entered by hand where the library has none.

The calendar is the country's and one for the whole installation. While several offices share a home, no office's
administrator may change it for the others: only the installation does.
"""

from typing import Annotated

from pydantic import Field

from haitang.engine import promise
from haitang.engine.change import Change, refuse_now
from haitang.engine.opening import organization_at
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied
from haitang.kernel.limits import FIRST_YEAR, LAST_YEAR, Code, Day, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.office import WorkDay
from haitang.records.party import Organization

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)
#: A notice names seven festivals; fewer days than these cannot be one.
LEAST = 7
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


@command("workdays.set", zh="登记一天", en="Enter a day", roles=ADMINISTRATORS, at="place")
def set_day(change: Change, place: Code, day: Day, work: bool, name: Code, source: Sentence) -> Fact:
    """A rest day on a weekday or a working day at a weekend. Its year stays “missing” until it is said to be complete."""
    organization = _calendar_keeper(change)
    official = WorkDay.objects.filter(day__year=day.year, official=True).exists()
    given = {"work": work, "name": name, "source": source, "official": official}
    WorkDay.objects.update_or_create(day=day, defaults=given)
    promise.forget()
    return Fact("workday.entered", organization.code, place, day.isoformat(), facts={"work": work})


@command("workdays.complete", zh="全年已登记", en="The year is complete", roles=ADMINISTRATORS, at="place")
def complete(change: Change, place: Code, year: Year, source: Sentence) -> Fact:
    """All days of the year's notice are entered: legal periods may be computed in it from now on."""
    organization = _calendar_keeper(change)
    days = WorkDay.objects.filter(day__year=year)
    if days.count() < LEAST:
        raise refuse_now(
            f"这一年登记的日子不到 {LEAST} 天，不像完整的放假安排",
            f"Fewer than {LEAST} days of this year are entered; that is no whole notice",
        )
    days.update(official=True, source=source)
    promise.forget()
    return Fact("workdays.completed", organization.code, place, str(year))


def _calendar_keeper(change: Change) -> Organization:
    organization = organization_at(change)
    if not change.by.system and Organization.objects.count() > 1:
        raise Denied(
            Words(
                zh="几个单位共用这份日历，请由系统的管理者登记",
                en="Several offices share this calendar; whoever runs the installation enters it",
            )
        )
    return organization


COMMANDS = (set_day, complete)
