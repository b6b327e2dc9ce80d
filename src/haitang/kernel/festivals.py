"""Festivals 法定节假日: the days that are known before the yearly notice, for promises into a year without one.

Regulation on Public Holidays for National Festivals (全国年节及纪念日放假办法, State Council, as of 2025-01-01): New Year's
Day 1, Spring Festival 4 with its eve, Tomb-Sweeping 1, Labor Day 2, Dragon Boat 1, Mid-Autumn 1, National Day 3. What
the notice adds (make-up days, longer weeks) is not guessed; a legal period still waits for it.
The days of the moon's calendar were compared with the Python library `holidays` (China, 2027 to 2036).
"""

from collections.abc import Iterator
from datetime import date, timedelta

#: Year: first day of the Spring Festival, Tomb-Sweeping Day, Dragon Boat, Mid-Autumn; each as month and day.
_MOVABLE: dict[int, tuple[tuple[int, int], ...]] = {
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
    2036: ((1, 28), (4, 4), (5, 30), (10, 4)),
}
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
_DAY = timedelta(days=1)


def expected(year: int) -> frozenset[date]:
    """The festival days of a year; of years beyond the table the fixed ones only."""
    return frozenset(_days(year))


def known() -> range:
    """The years of which every festival is known."""
    return range(min(_MOVABLE), max(_MOVABLE) + 1)


def _days(year: int) -> Iterator[date]:
    yield from (date(year, month, day) for month, day in _FIXED)
    if year in _MOVABLE:
        spring, *others = (date(year, month, day) for month, day in _MOVABLE[year])
        yield from (spring + step * _DAY for step in range(-1, 3))
        yield from others
