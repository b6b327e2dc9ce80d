"""Working days 工作日: the days of the State Council's yearly notice, entered by hand where the library has none.

The calendar is the country's and one for the whole installation. While several offices share a home, no office's
administrator may change it for the others: only the installation does.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from haitang.engine import clock, recount
from haitang.engine.change import Change, refuse_now
from haitang.engine.opening import organization_at
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.holiday_notice import NoticeDay, Unreadable, read
from haitang.kernel.limits import FIRST_YEAR, LAST_YEAR, Code, Day, Sentence, Text
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.office import Closure, WorkDay
from haitang.records.party import Organization

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)
#: A notice names seven festivals; fewer days than these cannot be one.
LEAST = 7
#: How far from today an office may say that it is shut: what was forgotten, and what is planned.
CLOSURE_DAYS = 366
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


@command("workdays.set", zh="登记一天", en="Enter a day", roles=ADMINISTRATORS, at="place")
def set_day(change: Change, place: Code, day: Day, work: bool, name: Code, source: Sentence) -> Fact:
    """A rest day on a weekday or a working day at a weekend. Its year stays “missing” until it is said to be complete."""
    organization = _calendar_keeper(change)
    official = WorkDay.objects.filter(day__year=day.year, official=True).exists()
    given = {"work": work, "name": name, "source": source, "official": official}
    WorkDay.objects.update_or_create(day=day, defaults=given)
    moved = recount.apply(day, day, source)
    facts = {"work": work, **moved.facts()}
    return Fact("workday.entered", organization.code, place, day.isoformat(), facts=facts, also=tuple(moved.lines))


@command("workdays.complete", zh="全年已登记", en="The year is complete", roles=ADMINISTRATORS, at="place")
def complete(change: Change, place: Code, year: Year, source: Sentence) -> Fact:
    """All days of the year's notice are entered: legal periods may be computed in it, and open deadlines follow."""
    organization = _calendar_keeper(change)
    days = WorkDay.objects.filter(day__year=year)
    if days.count() < LEAST:
        raise _no_whole_notice()
    days.update(official=True, source=source)
    moved = recount.apply(date(year, 1, 1), date(year, 12, 31), source)
    return Fact("workdays.completed", organization.code, place, str(year), facts=moved.facts(), also=tuple(moved.lines))


@command("workdays.enter_year", zh="登记一年的放假通知", en="Enter a year's notice", roles=ADMINISTRATORS, at="place")
def enter_year(change: Change, place: Code, year: Year, listed: Text, source: Sentence) -> Fact:
    """The whole notice at once, in its own words or as a list. Open deadlines move with it: one line says how many."""
    organization = _calendar_keeper(change)
    notice = notice_of(listed, year)
    WorkDay.objects.filter(day__year=year).delete()
    WorkDay.objects.filter(day__in=[one.day for one in notice]).delete()
    WorkDay.objects.bulk_create(
        WorkDay(day=one.day, work=one.work, name=one.name, source=source, official=True) for one in notice
    )
    moved = recount.apply(min(notice[0].day, date(year, 1, 1)), date(year, 12, 31), source)
    return Fact("workdays.completed", organization.code, place, str(year), facts=moved.facts(), also=tuple(moved.lines))


@command("workdays.shut", zh="登记本单位休息日", en="The office is shut on a day", roles=ADMINISTRATORS, at="place")
def shut(change: Change, place: Code, day: Day, reason: Sentence) -> Fact:
    """A flood, a move: promises of this office wait for it, and everybody sees why. Legal clocks do not stop."""
    organization = organization_at(change)
    if abs(day - clock.today()) > timedelta(days=CLOSURE_DAYS):
        raise Invalid.of("day", "只能登记前后一年内的日子", "Only days within a year of today can be entered")
    Closure.objects.update_or_create(organization=organization, day=day, defaults={"reason": reason})
    moved = recount.apply(day, day, reason, organization.pk)
    return Fact("office.shut", organization.code, place, day.isoformat(), facts=moved.facts(), also=tuple(moved.lines))


@command("workdays.unshut", zh="取消本单位休息日", en="The office is open after all", roles=ADMINISTRATORS, at="place")
def unshut(change: Change, place: Code, day: Day) -> Fact:
    """The day is a day like others again; a date that would be too near by it stays."""
    organization = organization_at(change)
    if not Closure.objects.filter(organization=organization, day=day).delete()[0]:
        raise refuse_now("这一天没有登记过休息", "The office was not shut on that day")
    moved = recount.apply(day, day, "", organization.pk)
    return Fact(
        "office.unshut", organization.code, place, day.isoformat(), facts=moved.facts(), also=tuple(moved.lines)
    )


def notice_of(text: str, year: int) -> list[NoticeDay]:
    """The days of a notice; Invalid when it cannot be read, is too short, or is of another year."""
    try:
        found = read(text, year)
    except Unreadable as line:
        raise Invalid.of("listed", line.words.zh, line.words.en) from None
    if sum(one.day.year == year for one in found) < LEAST:
        raise _no_whole_notice()
    if found[0].day < date(year - 1, 12, 25) or found[-1].day.year != year:
        raise Invalid.of("listed", f"里面有不是 {year} 年的日子", f"There are days in it that are not of {year}")
    return found


def _no_whole_notice() -> Exception:
    return refuse_now(
        f"这一年登记的日子不到 {LEAST} 天，不像完整的放假安排",
        f"Fewer than {LEAST} days of this year are entered; that is no whole notice",
    )


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


COMMANDS = (set_day, complete, enter_year, shut, unshut)
