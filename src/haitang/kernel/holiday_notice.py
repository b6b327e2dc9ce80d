"""Holiday notice 放假通知: the State Council's yearly notice read from its own words, or from a plain list of days.

二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
2026-05-09 上班 劳动节
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from haitang.kernel.words import Words

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_FESTIVAL = "元旦|春节|清明节|劳动节|端午节|中秋节|国庆节"
_HEAD = re.compile(rf"^\s*[一二三四五六七八九十]*[、.．]?\s*(?:{_FESTIVAL})(?:、(?:{_FESTIVAL}))*\s*[:：]")
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日")
_LISTED = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})\s+(休|放假|rest|班|上班|work)(?:\s+(\S.*))?$")
_WORK = frozenset({"班", "上班", "work"})
#: A rest longer than this is a slip of the pen.
_LONGEST = 15
_DAY = timedelta(days=1)


class Unreadable(ValueError):
    """读不懂: which line of the text is no line of a notice."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.words = Words(zh=f"这一行看不懂：{line[:60]}", en=f"This line cannot be read: {line[:60]}")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day of the notice: a rest day or a make-up working day, and of which festival."""

    day: date
    work: bool
    name: str


def read(text: str, year: int) -> list[NoticeDay]:
    """The days of a notice in their order; Unreadable for a line that says something else, or the same day twice."""
    found: dict[date, NoticeDay] = {}
    for line in text.splitlines():
        for one in _line(line.strip(), year):
            if one.day in found and found[one.day].work != one.work:
                raise Unreadable(line)
            found[one.day] = one
    return [found[day] for day in sorted(found)]


def _line(line: str, year: int) -> Iterator[NoticeDay]:
    if not line:
        return
    if listed := _LISTED.match(line):
        yield NoticeDay(_of_list(listed[1], line), listed[2] in _WORK, (listed[3] or "").strip()[:20])
        return
    head = _HEAD.match(line)
    if head is None:
        raise Unreadable(line)
    name = line[: head.end()].strip(" :：").lstrip("一二三四五六七八九十、.． ")
    for sentence in _BRACKETS.sub("", line[head.end() :]).split("。"):
        yield from _sentence(sentence, year, name, line)


def _of_list(text: str, line: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(line) from None


def _sentence(sentence: str, year: int, name: str, line: str) -> Iterator[NoticeDay]:
    if "上班" in sentence:
        yield from (NoticeDay(day, True, name) for day in _dates(sentence, year, line))
    elif "放假" in sentence or "休" in sentence:
        for stretch in sentence.split("放假")[0].split("、"):
            days = _dates(stretch, year, line)
            if len(days) == 2 and not timedelta() < days[1] - days[0] <= _LONGEST * _DAY:
                raise Unreadable(line)
            yield from (NoticeDay(day, False, name) for day in _between(days))


def _between(days: list[date]) -> Iterator[date]:
    if days:
        yield from (days[0] + step * _DAY for step in range((days[-1] - days[0]).days + 1))


def _dates(text: str, year: int, line: str) -> list[date]:
    """The dates of a stretch; a day without its month is of the month before it."""
    found: list[date] = []
    for said_year, said_month, day in _DATE.findall(text):
        before = found[-1] if found else None
        month = int(said_month) if said_month else before.month if before else 0
        try:
            found.append(date(int(said_year) if said_year else _year(before, year), month, int(day)))
        except ValueError:
            raise Unreadable(line) from None
    return found


def _year(before: date | None, year: int) -> int:
    """Without a year said: that of the notice, also after a last day of the year before."""
    return max(before.year, year) if before else year
