"""Holiday library 放假安排库: what the installed chinesecalendar knows of a year, as the list that a notice may be pasted as.

It is renewed each year around November, after the notice; for years it does not know there is nothing to take.
"""

from datetime import date, timedelta

import chinese_calendar

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def text_of(year: int) -> str:
    """The rest days and make-up working days of a year, one a line; empty where the library does not know it."""
    days = (date(year, 1, 1) + timedelta(days=step) for step in range(366))
    try:
        return "\n".join(line for day in days if day.year == year and (line := _line(day)))
    except NotImplementedError:
        return ""


def _line(day: date) -> str:
    rest, name = chinese_calendar.get_holiday_detail(day)
    work = not rest
    if name is None or (work and day.weekday() < 5):
        return ""
    return f"{day.isoformat()} {'上班' if work else '休'} {_NAMES.get(name, name)}"
