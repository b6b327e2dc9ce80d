"""This week, this weekend, this season: whatever anybody may come to, day by day, and as a calendar others can read."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from haitang.commands import meetings
from haitang.engine import clock, gate, week
from haitang.engine.gate import upkeep
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.web.residents import phone, text_of


@pytest.mark.parametrize(
    ("today", "name", "first", "last"),
    [
        ("2023-11-15", "week", "2023-11-15", "2023-11-19"),
        ("2023-11-15", "weekend", "2023-11-18", "2023-11-19"),
        ("2023-11-19", "weekend", "2023-11-19", "2023-11-19"),
        ("2023-11-15", "season", "2023-11-15", "2023-12-31"),
        ("2024-02-29", "season", "2024-02-29", "2024-03-31"),
        ("2023-06-30", "season", "2023-06-30", "2023-06-30"),
        ("2023-07-01", "season", "2023-07-01", "2023-09-30"),
    ],
)
def test_a_week_a_weekend_and_a_season_end_where_the_calendar_says(
    today: str, name: str, first: str, last: str
) -> None:
    assert week.span(name, date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(week.SPANS))
def test_a_span_begins_today_or_later_and_ends_after_it_began(today: date, name: str) -> None:
    first, last = week.span(name, today)
    assert today <= first <= last <= today + timedelta(days=92)


def at(cast: Cast, moment: str, **given: Any) -> str:
    starts = datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE)
    return cast.session(starts=starts, ends=starts + timedelta(hours=2), **given)


def test_days_are_those_of_china_and_only_those_asked_for(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-15 08:00")
    at(cast, "2023-11-19 23:30", title="周日深夜")
    at(cast, "2023-11-20 00:00", title="下周一")
    at(cast, "2023-11-15 00:10", title="今天凌晨")
    page = text_of(phone().get("/week"))
    assert "周日深夜" in page and "今天凌晨" in page and "下周一" not in page
    assert "下周一" in text_of(phone().get("/week?span=season"))
    weekend = text_of(phone().get("/week?span=weekend"))
    assert "周日深夜" in weekend and "今天凌晨" not in weekend


def test_a_place_shows_what_is_on_there_and_below(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-15 08:00")
    at(cast, "2023-11-16 19:00")
    assert "逢四说事" in text_of(phone().get("/week?place=daguan"))
    assert "逢四说事" not in text_of(phone().get("/week?place=jinhua"))


@pytest.mark.parametrize("hidden", [{"private": True}, {"screened": False}])
def test_only_what_is_public_is_on(cast: Cast, clock_at: Any, hidden: dict[str, bool]) -> None:
    clock_at("2023-11-15 08:00")
    number = at(cast, "2023-11-16 19:00", title="不公开的会")
    with upkeep():
        Matter.objects.filter(number=number).update(**hidden)
    for url in ("/week", "/p/daguan/week.ics"):
        assert "不公开的会" not in phone().get(url).content.decode()


def test_an_empty_week_says_what_stands_here(cast: Cast) -> None:
    page = text_of(phone().get("/week?span=nonsense"))
    assert ("这几天还没有安排" in page and "我要说" in page) or "说一件事" in page


def test_a_calendar_can_be_read_by_others(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-15 08:00")
    at(cast, "2023-11-16 19:00", title="换行\n，逗号, 分号; 很长" + "长" * 60)
    off = at(cast, "2023-11-17 19:00", title="取消的会")
    gate.do(meetings.cancel, cast.chair, meeting=off, reason="下雨")
    answer = phone().get("/p/daguan/week.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    read = Calendar.from_ical(answer.content)
    assert read["version"] == "2.0" and read["prodid"]
    events = read.walk("VEVENT")
    assert [event["status"] for event in events] == ["CONFIRMED", "CANCELLED"]
    assert [not event.errors for event in events] == [True, True]
    first = events[0]
    assert first["summary"].startswith("换行\n，逗号, 分号; ")
    assert first.decoded("dtstart").astimezone(clock.ZONE).isoformat() == "2023-11-16T19:00:00+08:00"
    assert {"uid", "dtstamp", "dtend", "location", "url"} <= {name.lower() for name in first}
    assert len({event["uid"] for event in events}) == 2
    assert phone().get("/p/daguan/week.ics", headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_a_calendar_says_nothing_about_who_comes(cast: Cast) -> None:
    cast.held(_tabled(cast))
    text = phone().get("/p/daguan/week.ics").content.decode()
    assert "ATTENDEE" not in text and "ORGANIZER" not in text


def _tabled(cast: Cast) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    return session
