"""The calendar: a year's notice, a single day, a day on which the office is shut; open deadlines follow, none becomes late."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from haitang.commands import deferring, workdays
from haitang.engine import clock, gate, ledger, promise, recount, tally
from haitang.jobs import daily
from haitang.kernel.calendar import CalendarMissing
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.holiday_notice import read
from haitang.records.breach import Breach, Countdown, Redating
from haitang.records.office import WorkDay
from haitang.records.party import Organization
from tests.cast import Cast, Told

At = Callable[..., datetime]
#: An invented notice for 2027, in the wording of the real ones.
NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日至5日放假，共3天。"""


@pytest.fixture(autouse=True)
def _fresh_calendar() -> Iterator[None]:
    promise.forget()
    yield
    promise.forget()


def enter(cast: Cast, text: str = NOTICE, year: int = 2027) -> dict[str, object]:
    line = gate.do(
        workdays.enter_year, cast.founder, place="sujin", year=year, listed=text, source="国办发明电〔2026〕7 号"
    )
    facts = next(body.facts for body, _ in ledger.of_subject(str(year)) if body.entry == line.entry)
    found: dict[str, object] = json.loads(facts or "{}")
    return found


def day_of(told: Told) -> str:
    due = told.record().due_at
    assert due is not None
    return clock.local_day(due).isoformat()


def test_a_promise_into_a_year_without_notice_is_provisional_and_counts_the_known_festivals(
    cast: Cast, clock_at: At
) -> None:
    clock_at("2026-12-30 10:00")
    told = cast.report()
    assert (day_of(told), told.record().due_provisional) == ("2027-01-07", True)


def test_the_notice_moves_open_deadlines_and_says_how_many_in_one_line(cast: Cast, clock_at: At) -> None:
    clock_at("2026-12-30 10:00")
    earlier, settled = cast.report(), cast.report()
    clock_at("2026-12-28 10:00")
    untouched = cast.report()
    clock_at("2026-12-30 11:00")
    before = ledger.head("sujin").size
    facts = enter(cast)
    assert ledger.head("sujin").size == before + 1
    assert facts["moved"] == 0 and facts["settled"] == 3
    assert [day_of(told) for told in (earlier, settled, untouched)] == ["2027-01-07", "2027-01-07", "2027-01-05"]
    assert not earlier.record().due_provisional


def test_a_later_date_is_given_the_old_one_stays_and_the_clock_follows(cast: Cast, clock_at: At) -> None:
    clock_at("2027-01-28 10:00")
    told = cast.report()
    assert day_of(told) == "2027-02-04"
    shorter = NOTICE.replace("2月5日（周五）至11日", "2月3日至11日")
    facts = enter(cast, shorter)
    assert (facts["moved"], facts["later"], day_of(told)) == (1, 1, "2027-02-14")
    moved = Redating.objects.get(matter__number=told.number)
    assert (clock.local_day(moved.was), moved.cause) == (date(2027, 2, 4), "calendar")
    assert Countdown.objects.get(matter__number=told.number, clock="resolve").due_at == told.record().due_at
    assert clock.local_day(told.record().first_due_at or moved.now) == date(2027, 2, 4)


def test_a_date_moves_earlier_only_while_it_still_lies_ahead(cast: Cast, clock_at: At) -> None:
    with_saturday = NOTICE.replace("1月9日", "1月30日")
    clock_at("2027-01-25 10:00")
    told = cast.report()
    assert day_of(told) == "2027-02-01"
    clock_at("2027-01-29 17:00")
    enter(cast, with_saturday)
    assert day_of(told) == "2027-02-01", "the thirtieth would leave nobody any time"


def test_nothing_that_was_in_time_becomes_late(cast: Cast, clock_at: At) -> None:
    clock_at("2027-01-25 10:00")
    matters = [cast.report() for _ in range(3)]
    answered = cast.answered()
    clock_at("2027-01-28 16:00")
    now = clock.now()
    before = {told.number: told.record() for told in (*matters, answered)}
    enter(cast, NOTICE.replace("1月9日", "1月30日"))
    for number, was in before.items():
        due = next(told for told in (*matters, answered) if told.number == number).record().due_at
        assert due is not None and was.due_at is not None
        assert (due > now) or was.due_at <= now
    assert answered.record().due_at == before[answered.number].due_at, "what was answered is not judged again"


LATER = NOTICE.replace("2月5日（周五）至11日", "2月3日至11日")
FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))


def judgements(told: Told) -> list[tuple[str, str, int]]:
    """What the ledger says of its dates: what was said, of which day, and how it counts."""
    found = []
    for body, leaf in ledger.of_subject(told.number):
        facts = json.loads(body.facts or "{}")
        if "judged" in facts:
            found.append((facts["judged"], facts["due"][:10], leaf.quantity))
    return found


def figures(*names: str) -> list[Any]:
    return [tally.figure(f"requests.{name}", "daguan", *FEBRUARY, entitled=True).value for name in names]


def overdue_before_the_notice(cast: Cast, clock_at: At) -> Told:
    """Promised by a provisional calendar for 4 February; the clock called it overdue that evening."""
    clock_at("2027-01-28 10:00")
    told = cast.working()
    clock_at("2027-02-04 18:00")
    daily.climb()
    assert judgements(told) == [("late", "2027-02-04", 1)]
    assert figures("due", "on_time", "open_overdue") == [1, 0.0, 1]
    clock_at("2027-02-05 09:00")
    return told


def test_a_notice_that_comes_late_takes_the_judgement_back_and_the_new_date_is_judged_by_itself(
    cast: Cast, clock_at: At
) -> None:
    told = overdue_before_the_notice(cast, clock_at)
    enter(cast, LATER)
    assert day_of(told) == "2027-02-14"
    assert judgements(told)[1:] == [("taken_back", "2027-02-04", -1)]
    corrected = next(body for body, leaf in ledger.of_subject(told.number) if leaf.quantity < 0)
    late = next(body for body, leaf in ledger.of_subject(told.number) if leaf.kind.endswith("overdue"))
    assert corrected.corrects == late.entry
    assert figures("due", "on_time", "open_overdue") == [0, None, 0]
    running = Countdown.objects.get(matter__number=told.number, clock="resolve", ended_at=None)
    assert (running.level, running.due_at) == (0, told.record().due_at), "nothing has been raised about the new date"
    clock_at("2027-02-12 10:00")
    cast.answered(cast.claimed(told))
    assert judgements(told)[2:] == [("on_time", "2027-02-14", 1)]
    assert figures("due", "on_time", "open_overdue") == [1, 100.0, 0]


def test_the_new_date_is_called_overdue_when_it_has_passed_too(cast: Cast, clock_at: At) -> None:
    told = overdue_before_the_notice(cast, clock_at)
    enter(cast, LATER)
    clock_at("2027-02-14 18:01")
    daily.climb()
    assert judgements(told)[2:] == [("late", "2027-02-14", 1)]
    assert Breach.objects.filter(matter__number=told.number, clock="resolve", level=3).count() == 2
    cast.answered(cast.claimed(told))
    assert [said for said, _, _ in judgements(told)][3:] == ["after_due"]
    assert figures("due", "on_time", "open_overdue") == [1, 0.0, 0]


def test_what_is_late_by_the_other_date_as_well_stays_late_and_counts_for_that_date(cast: Cast, clock_at: At) -> None:
    told = overdue_before_the_notice(cast, clock_at)
    clock_at("2027-02-20 09:00")
    daily.climb()
    enter(cast, LATER)
    assert judgements(told)[1:] == [("taken_back", "2027-02-04", -1), ("late", "2027-02-14", 1)]
    assert figures("due", "on_time", "open_overdue") == [1, 0.0, 1]
    cast.answered(cast.claimed(told))
    assert judgements(told)[3:] == [("after_due", "2027-02-14", 1)]
    assert figures("open_overdue") == [0]


def test_what_was_parked_while_it_was_called_late_goes_on_with_the_days_it_had_left(cast: Cast, clock_at: At) -> None:
    told = overdue_before_the_notice(cast, clock_at)
    given = {"reason": "season", "note": "雨季过后再铺", "until": date(2027, 3, 1)}
    gate.do(deferring.park, cast.dispatcher, matter=told.number, **given)
    enter(cast, LATER)
    assert judgements(told)[1:] == [("taken_back", "2027-02-04", -1)]
    clock_at("2027-03-01 09:00")
    gate.do(deferring.resume, cast.property, matter=told.number)
    assert day_of(told) == "2027-03-03", "12 and 14 February were left"
    clock_at("2027-03-03 18:00")
    daily.climb()
    assert judgements(told)[2:] == [("late", "2027-03-03", 1)]


def test_a_day_on_which_the_office_was_shut_takes_back_what_was_judged_at_that_office_only(
    cast: Cast, clock_at: At
) -> None:
    clock_at("2027-01-25 10:00")
    told = cast.working()
    clock_at("2027-02-01 18:00")
    daily.climb()
    gate.do(workdays.shut, cast.administrator, place="sujin", day=date(2027, 1, 29), reason="台风停工")
    assert (day_of(told), [said for said, _, _ in judgements(told)]) == ("2027-02-02", ["late", "taken_back"])
    clock_at("2027-02-01 18:05")
    gate.do(workdays.unshut, cast.administrator, place="sujin", day=date(2027, 1, 29))
    assert day_of(told) == "2027-02-02", "nothing in time becomes late"
    assert [said for said, _, _ in judgements(told)] == ["late", "taken_back"]


def test_a_legal_period_into_an_unknown_year_is_refused_until_the_notice_is_there(cast: Cast, clock_at: At) -> None:
    clock_at("2026-12-30 10:00")
    with pytest.raises(CalendarMissing):
        promise.due(clock.now(), 5, legal=True)
    enter(cast)
    assert clock.local_day(promise.due(clock.now(), 5, legal=True).at) == date(2027, 1, 7)


def test_what_would_move_can_be_seen_before_and_nothing_is_written(cast: Cast, clock_at: At) -> None:
    clock_at("2027-01-28 10:00")
    told = cast.report()
    days = read(NOTICE.replace("2月5日（周五）至11日", "2月3日至11日"), 2027)
    seen = recount.preview(
        date(2027, 1, 1), date(2027, 12, 31), lambda number: recount.with_notice(promise.workdays(number), 2027, days)
    )
    assert (seen.later, [move.number for move in seen.shown]) == (1, [told.number])
    assert day_of(told) == "2027-02-04" and not WorkDay.objects.filter(day__year=2027).exists()


def test_a_day_on_which_the_office_is_shut_moves_its_own_promises_and_no_legal_period(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    told = cast.report()
    gate.do(workdays.shut, cast.administrator, place="sujin", day=date(2026, 3, 4), reason="台风停工")
    assert day_of(told) == "2026-03-10"
    own = Organization.objects.get(code="sujin").pk
    other = Organization.objects.get(code="xcscjg8").pk
    days = [
        promise.due(clock.now(), 5, organization=one, legal=legal).at.day
        for one, legal in ((own, False), (own, True), (other, False))
    ]
    assert days == [10, 9, 9]
    gate.do(workdays.unshut, cast.administrator, place="sujin", day=date(2026, 3, 4))
    assert day_of(told) == "2026-03-09"


def test_whatever_is_no_notice_is_refused_and_nothing_changes(cast: Cast) -> None:
    days = WorkDay.objects.count()
    with pytest.raises(Invalid) as unread:
        enter(cast, "请各单位做好值班。")
    assert "看不懂" in unread.value.problems[0].words.zh
    with pytest.raises(NotNow):
        enter(cast, "2027-01-01 休 元旦")
    with pytest.raises(Invalid):
        enter(cast, NOTICE + "\n2029-05-01 休")
    assert WorkDay.objects.count() == days


def test_one_of_several_offices_does_not_change_the_countrys_calendar(cast: Cast) -> None:
    with pytest.raises(Denied):
        gate.do(workdays.enter_year, cast.administrator, place="sujin", year=2027, listed=NOTICE, source="国办")


def test_a_tick_with_nothing_due_is_one_query_however_many_are_open(
    cast: Cast, clock_at: At, django_assert_num_queries: Any
) -> None:
    clock_at("2026-03-02 10:00")
    for _ in range(12):
        cast.report()
    clock_at("2026-03-02 10:01")
    with django_assert_num_queries(1):
        assert daily.climb() == 0
