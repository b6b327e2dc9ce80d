"""Cells 单元格: what stands in a cell as people type it, read as words, codes, days, moments and numbers.

Full-width digits and letters (１２３ＡＢ) count as plain ones in codes, numbers and dates; running text stays as it is.
"""

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from haitang.kernel.limits import FIRST_YEAR, LAST_YEAR
from haitang.kernel.words import Words


class NotComputed:
    """A formula of which the spreadsheet kept no value."""


NOT_COMPUTED: Final = NotComputed()
Cell = str | datetime | date | time | timedelta | float | int | bool | NotComputed | None


class Wrong(Exception):
    """What is wrong with a cell, in words. What stands in it is not repeated: it may be anything, and reports are kept."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh=zh, en=en)


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x00A0: 0x20}
_EMPTY = frozenset({"", "-", "--", "—", "/", "无", "n/a", "null", "none", "#n/a"})
#: How spreadsheets count days: number 1 is 1 January 1900, and there is a 29 February 1900 that never was.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's day has no zone)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_DAY = re.compile(
    r"(?P<y>\d{4})\s*[年/.\-]\s*(?P<m>\d{1,2})\s*[月/.\-]\s*(?P<d>\d{1,2})\s*[日号]?|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2})"
)
_TIME = re.compile(
    r"(?P<half>上午|下午|中午|晚上|凌晨|AM|PM)?\s*(?P<h>\d{1,2})\s*[:时点]\s*((?P<n>\d{1,2})\s*[:分]?\s*((?P<s>\d{1,2})(\.\d+)?\s*秒?)?)?\s*(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_ZONED = re.compile(r"[Zz]|[+\-]\d{2}:?\d{2}")


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as plain ones."""
    return text.translate(_WIDE).strip()


def text(cell: Cell) -> str:
    """What a cell says, as running text; Wrong for a formula without a value."""
    if cell is None:
        return ""
    if isinstance(cell, NotComputed):
        raise Wrong(
            "是公式，没有算好的值；请把这一格粘贴成数值",
            "is a formula without a kept value; paste this cell as a value",
        )
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time() else "%Y-%m-%d %H:%M:%S")
    return str(cell).strip()


def blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def code(cell: Cell) -> str:
    """A code or a number people count by; empty where the cell only says that there is none."""
    said = narrow(text(cell))
    return "" if said.lower() in _EMPTY else said


def number(cell: Cell) -> float | None:
    """A number; None where there is none, Wrong for what is no number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    said = code(cell).replace(",", "")
    if not said:
        return None
    try:
        found = float(said)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Wrong("不是数", "is no number")
    return found


def moment(cell: Cell, zone: ZoneInfo, patterns: Sequence[str] = ()) -> datetime | None:
    """An instant in UTC, from a cell whose clock is that of `zone`; midnight where only a day is given.

    `patterns` are the ways a known layout writes it (03/24/2025 11:33:07 PM); without one such a date is refused, because
    nobody can tell day and month apart. None where there is none.
    """
    found = _moment(cell, patterns)
    if found is None:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(f"年份 {found.year} 不对", f"the year {found.year} cannot be")
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def has_time(cell: Cell) -> bool:
    """Whether a cell says the time of day beside the day."""
    if isinstance(cell, datetime):
        return cell.time() != time()
    if isinstance(cell, int | float):
        return float(cell) % 1 > 0
    said = code(cell)
    if _SERIAL.fullmatch(said):
        return "." in said
    return bool(_TIME.search(_DAY.sub(" ", said, count=1)))


def _moment(cell: Cell, patterns: Sequence[str]) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell))
    said = code(cell)
    if not said:
        return None
    for pattern in patterns:
        try:
            return datetime.strptime(said, pattern)  # noqa: DTZ007 (the zone is the layout's, see `moment`)
        except ValueError:
            continue
    if _SERIAL.fullmatch(said):
        return _serial(float(said))
    return _written(said)


def _serial(number: float) -> datetime:
    if not 30_000 <= number < 80_000:
        raise Wrong("不是日期", "is no date")
    return _EPOCH + timedelta(seconds=round(number * 86_400))


def _written(said: str) -> datetime:
    """2024年3月5日, 2024/3/5 14:30, 2024-03-05T14:30:00+08:00, 20240305, 2024.3.5 下午2点."""
    found = _DAY.match(said)
    rest = said[found.end() :].strip().lstrip("T").strip() if found else ""
    rest = re.sub(r"^[（(]?(星期|周)[一二三四五六日天][）)]?", "", rest).strip()
    if found is None:
        raise _no_date()
    try:
        day = date(*(int(found[name] or found[f"{name}8"]) for name in ("y", "m", "d")))
        if not rest:
            return datetime.combine(day, time())
        if rest[:1].isdigit() and _ZONED.search(rest):
            return datetime.fromisoformat(f"{day.isoformat()}T{rest}")
        return datetime.combine(day, _clock(rest))
    except ValueError:
        raise _no_date() from None


def _clock(said: str) -> time:
    found = _TIME.fullmatch(said)
    if found is None:
        raise ValueError(said)
    hour, half = int(found["h"]), (found["half"] or found["after"] or "").upper()
    if half in ("下午", "晚上", "PM", "中午") and 1 <= hour < 12 and not (half == "中午" and hour > 10):
        hour += 12
    if half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    return time(hour, int(found["n"] or 0), int(found["s"] or 0))


def _no_date() -> Wrong:
    return Wrong(
        "看不出是哪一天；请写成 2024-03-05 或 2024年3月5日",
        "is no date that can be told; write it as 2024-03-05",
    )
