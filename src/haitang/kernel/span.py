"""Span 时长: how long something may take, in working days, office hours or hours of any day; written short, `5w`.

`w` are working days after the day on which it begins (0: that working day itself), `h` and `m` hours and minutes in
which the office is open, and with `*` hours and minutes of day and night (24×7, for what threatens life).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from haitang.kernel.calendar import Due, WorkDays
from haitang.kernel.office_time import after, worked
from haitang.kernel.words import Words

_WRITTEN = re.compile(r"(\d{1,3})([whm])(\*?)")
#: By unit the most that a term may have: a hundred working days, a week of hours, a day of minutes.
MOST = {"w": 100, "h": 168, "m": 1_440}
_UNITS = {
    "w": (Words(zh="个工作日", en="working days"), Words(zh="个工作日", en="working day")),
    "h": (Words(zh="小时", en="hours"), Words(zh="小时", en="hour")),
    "m": (Words(zh="分钟", en="minutes"), Words(zh="分钟", en="minute")),
}
_ROUND_THE_CLOCK = Words(zh="（全天候）", en=" (day and night)")
_OFFICE_HOURS = Words(zh="（办公时间）", en=" (office hours)")
_SAME_DAY = Words(zh="当个工作日", en="the same working day")
#: What comes in the last hours before closing belongs to the next working day: nobody is late after ten minutes.
LATE_IN_THE_DAY = timedelta(hours=2)
#: The calendar's name where no calendar is asked.
NO_CALENDAR = "24x7"


@dataclass(frozen=True, slots=True)
class Span:
    """时长: an amount of one unit; `always` counts day and night, on every day."""

    amount: int
    unit: str = "w"
    always: bool = False

    def __post_init__(self) -> None:
        least = 0 if self.unit == "w" else 1
        if self.unit not in MOST or not least <= self.amount <= MOST[self.unit] or (self.always and self.unit == "w"):
            raise ValueError("no such span")

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}{'*' if self.always else ''}"

    @classmethod
    def read(cls, text: str) -> "Span":
        """A span from its short form; ValueError when it is none."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise ValueError("no such span")
        return cls(int(found[1]), found[2], bool(found[3]))

    @property
    def words(self) -> Words:
        """How people say it."""
        if self.unit == "w" and not self.amount:
            return _SAME_DAY
        unit = _UNITS[self.unit][self.amount == 1]
        said = Words(zh=f"{self.amount} {unit.zh}", en=f"{self.amount} {unit.en}")
        if self.unit == "w":
            return said
        hours = _ROUND_THE_CLOCK if self.always else _OFFICE_HOURS
        return Words(zh=f"{said.zh}{hours.zh}", en=f"{said.en}{hours.en}")

    @property
    def length(self) -> timedelta:
        """The hours or minutes of it; nothing for working days."""
        return {"w": timedelta(), "h": timedelta(hours=self.amount), "m": timedelta(minutes=self.amount)}[self.unit]

    @property
    def half(self) -> "Span":
        """Half of it, rounded down, at least one."""
        return Span(max(1, self.amount // 2), self.unit, self.always) if self.amount else self

    def due(self, calendar: WorkDays, start: datetime, legal: bool = False) -> Due:
        """When it is over; ValueError for a naive start, CalendarMissing for a legal clock in an unknown year."""
        if self.always:
            return Due(start + self.length, False, NO_CALENDAR)
        if self.unit != "w":
            return calendar.ending(start, after(calendar, start, self.length))
        if not self.amount:
            return calendar.same_working_day(start + LATE_IN_THE_DAY)
        return calendar.due(start, self.amount, legal=legal)

    def left(self, calendar: WorkDays, now: datetime, due: datetime) -> "Rest":
        """What remains of it at `now`, to go on with after a pause."""
        if self.always:
            return Rest(self, max(due - now, timedelta()))
        if self.unit != "w":
            return Rest(self, worked(calendar, now, due) if due > now else timedelta())
        return Rest(self, timedelta(), calendar.elapsed_workdays(now, due) if due > now else 0)


@dataclass(frozen=True, slots=True)
class Rest:
    """剩余: what is left of a span; time for hours and minutes, days for working days."""

    of: Span
    time: timedelta
    days: int = 0

    def due(self, calendar: WorkDays, start: datetime) -> Due:
        """When it is over, counted from `start`: at least one working day, or whatever time was left."""
        if self.of.always:
            return Due(start + self.time, False, NO_CALENDAR)
        if self.of.unit != "w":
            return calendar.ending(start, after(calendar, start, self.time))
        return calendar.due(start, max(1, self.days))
