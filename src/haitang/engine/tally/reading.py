"""Reading 读数: what comes out when a figure is read, and the plain object every door shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from haitang.kernel.errors import Invalid
from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

By = Literal["day", "month", "year"]
#: The longest series one answer holds: a leap year of days.
CELLS = 366
#: A public value about people below this is not shown (decisions.md A4).
SMALL = 5


@dataclass(frozen=True, slots=True)
class Number:
    """数字: one figure for one place and period. `rows` is how many ledger lines stand behind it.

    `value` is None when it is not there yet (`not_yet` says what will bring it) or is not shown (`closed` says why).
    """

    figure: Figure
    place: str
    start: date
    end: date
    value: int | float | None
    rows: int
    not_yet: Words | None
    closed: Words | None
    as_recorded_until: date | None

    @property
    def unit(self) -> Words:
        """What is counted."""
        return self.figure.unit

    @property
    def definition(self) -> Words:
        """The sentence that says what the number means."""
        return self.figure.definition


@dataclass(frozen=True, slots=True)
class Point:
    """One cell of a series, its days inclusive; `value` None when it is not shown."""

    start: date
    end: date
    value: int | float | None
    rows: int


@dataclass(frozen=True, slots=True)
class Compared:
    """同比: a count and the count of the same days a year before, with the rows (n) behind each.

    `percent` is the change; None when there was nothing a year before or when a count is not shown.
    """

    figure: Figure
    now: Point
    before: Point
    percent: int | float | None


def plain(number: Number, language: str) -> dict[str, Any]:
    """The object that page, API and terminal show: fixed names, words in the reader's language."""
    said: dict[str, Any] = {
        "figure": number.figure.name,
        "place": number.place,
        "from": number.start.isoformat(),
        "to": number.end.isoformat(),
        "value": number.value,
        "unit": number.unit.say(language),
        "definition": number.definition.say(language),
        "rows": number.rows,
    }
    if number.not_yet:
        said["not_yet"] = number.not_yet.say(language)
    elif number.value is None and number.closed:
        said["closed"] = number.closed.say(language)
    return said


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February stands for 29."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def percent(now: int | float | None, before: int | float | None) -> int | float | None:
    """The change from `before` to `now` in percent, to one decimal; None without both or from nothing."""
    if now is None or not before:
        return None
    exact = round((now - before) * 100 / before, 1)
    return int(exact) if exact.is_integer() else exact


def split(start: date, end: date, by: By) -> list[tuple[date, date]]:
    """The days, months or years of a period, the first and last cut to it; Invalid when there are too many."""
    cells: list[tuple[date, date]] = []
    while start <= end:
        last = min(_last(start, by), end)
        cells.append((start, last))
        if last == date.max:
            break
        start = last + timedelta(days=1)
        if len(cells) > CELLS:
            raise Invalid.of(
                "from", f"一次最多 {CELLS} 格，请选短一点的时段", f"At most {CELLS} cells; choose a shorter period"
            )
    return cells


def _last(day: date, by: By) -> date:
    """The last day of the cell in which `day` lies."""
    if by == "day":
        return day
    month = day.month if by == "month" else 12
    return date(day.year, 12, 31) if month == 12 else date(day.year, month + 1, 1) - timedelta(days=1)
