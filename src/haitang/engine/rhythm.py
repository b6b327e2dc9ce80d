"""Rhythm 会期: on which days sessions are proposed. A rule that is a setting, because the source does not explain 逢四."""

from collections.abc import Iterator
from datetime import date, timedelta

from haitang.engine import clock
from haitang.kernel.words import Words
from haitang.records.office import Setting
from haitang.records.party import Organization

SETTING = "sessions.rule"
FOURS = "fours"
RULES: dict[str, Words] = {
    FOURS: Words(zh="每月逢四：4、14、24 日", en="days with a four: the 4th, 14th and 24th"),
    "thursdays": Words(zh="每周四", en="every Thursday"),
    "own": Words(zh="不定，每次自己选日子", en="no rule: the day is chosen each time"),
}
#: No rule proposes days further ahead than this.
AHEAD = 62
_THURSDAY = 3


def rule_of(organization: Organization) -> str:
    """The rule an organization has chosen; days with a four until it chooses."""
    setting = Setting.objects.filter(organization=organization, name=SETTING).first()
    return setting.value if setting and setting.value in RULES else FOURS


def upcoming(rule: str, count: int = 3) -> list[date]:
    """The next days of a rule after today."""
    first = clock.today() + timedelta(days=1)
    days = (first + timedelta(days=n) for n in range(AHEAD))
    return list(_taken(days, rule))[:count]


def _taken(days: Iterator[date], rule: str) -> Iterator[date]:
    for day in days:
        if (rule == FOURS and day.day % 10 == 4) or (rule == "thursdays" and day.weekday() == _THURSDAY):
            yield day
