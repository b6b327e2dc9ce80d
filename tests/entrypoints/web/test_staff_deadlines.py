"""Deadlines as the desk reads them: a shape, a word, and how much of the time has gone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from haitang.engine import clock
from haitang.entrypoints.web.staff.deadlines import Deadline, deadline

NOW = datetime(2023, 11, 15, 10, tzinfo=clock.ZONE)
RECEIVED = NOW - timedelta(days=5)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_ten(clock_at: Callable[[datetime], datetime]) -> None:
    clock_at(NOW)
    clock.forget_offset()


def stands(due: datetime | None, state: str = "working", closed: datetime | None = None) -> Deadline:
    with translation.override("zh-hans"):
        return deadline(state, RECEIVED, due, closed)


@pytest.mark.parametrize(
    ("ahead", "due", "word"),
    [
        (-10 * 60, "late", "刚超期"),
        (-60 * 60, "late", "超 1 小时"),
        (-23 * 60 * 60, "late", "超 23 小时"),
        (-24 * 60 * 60, "late", "超 1 天"),
        (-9 * 24 * 60 * 60, "late", "超 9 天"),
        (20 * 60, "soon", "剩不到 1 小时"),
        (2 * 60 * 60, "soon", "剩 2 小时"),
        (8 * 60 * 60, "soon", "今天 18:00"),
        (14 * 60 * 60, "later", "明天"),
        (9 * 24 * 60 * 60, "later", "11 月 24 日"),
    ],
)
def test_the_word_says_how_late_or_how_near(ahead: int, due: str, word: str) -> None:
    found = stands(NOW + timedelta(seconds=ahead))
    assert (found.due, found.word) == (due, word)


def test_an_answered_matter_is_never_late() -> None:
    assert stands(NOW - DAY, "answered") == Deadline("wait", "等评价", NOW - DAY, 1, 1)


def test_a_closed_matter_says_when() -> None:
    assert stands(NOW - DAY, "closed", NOW - HOUR).word == "11 月 15 日结案"


def test_a_matter_without_a_promise_says_so() -> None:
    assert stands(None).word == "没有期限"


def test_english_counts_one_and_many() -> None:
    with translation.override("en"):
        words = [deadline("working", RECEIVED, NOW - n * DAY, None).word for n in (1, 2)]
    assert words == ["1 day late", "2 days late"]


@given(st.timedeltas(min_value=timedelta(days=-60), max_value=timedelta(days=60)))
def test_what_has_gone_is_never_more_than_the_whole(ahead: timedelta) -> None:
    with clock.at(NOW):
        found = stands(NOW + ahead)
    assert 0 <= found.part <= found.whole
    assert (found.due == "late") == (ahead < timedelta())
