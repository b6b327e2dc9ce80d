"""The ladder (loop.md row 20): half, nearly, over, still over; each once, whoever runs it and after whatever standstill."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import asking, deferring, handing, matters, reopening, terming, voices
from haitang.engine import clock, gate, ledger, outbox
from haitang.jobs import daily
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, NotNow
from haitang.kernel.ladder import HALF, NEARLY, TOP, UP
from haitang.records.breach import Breach, Countdown
from haitang.records.office import Message
from haitang.records.reopening import Reopening
from tests.cast import Cast, Told
from tests.databases import Committed

At = Callable[..., datetime]
MONDAY = "2026-03-02 09:00"


def steps_of(told: Told, name: str) -> list[tuple[int, str]]:
    rows = Breach.objects.filter(matter__number=told.number, clock=name).select_related("post").order_by("id")
    return [(row.level, row.post.code if row.post else "") for row in rows]


def lines_of(told: Told) -> list[str]:
    return [leaf.kind for _, leaf in ledger.of_subject(told.number)]


def ticks(clock_at: At, *moments: str) -> None:
    for moment in moments:
        clock_at(moment)
        daily.climb()


def assigned(cast: Cast) -> Told:
    return cast.assigned(cast.accepted(cast.report()))


def test_half_and_four_fifths_remind_the_owner_then_the_dispatcher_then_the_supervisor(
    cast: Cast, clock_at: At
) -> None:
    clock_at(MONDAY)
    told = cast.working()
    # promised for Monday 9 March, 18:00: fifty-four office hours from Monday 2 March, 9:00
    ticks(clock_at, "2026-03-04 17:59", "2026-03-04 18:01", "2026-03-04 18:02")
    assert steps_of(told, "resolve") == [(HALF, "property")]
    ticks(clock_at, "2026-03-06 16:11", "2026-03-06 16:13", "2026-03-09 17:59")
    assert steps_of(told, "resolve")[1:] == [(NEARLY, "property")]
    ticks(clock_at, "2026-03-09 18:00", "2026-03-10 17:59")
    assert steps_of(told, "resolve")[2:] == [(UP, "dispatcher")]
    ticks(clock_at, "2026-03-10 18:00", "2026-04-10 18:00")
    assert steps_of(told, "resolve")[3:] == [(TOP, "supervisor")]
    assert [line for line in lines_of(told) if "reminded" in line or "raised" in line] == [
        "request.reminded", "request.reminded", "request.raised", "request.raised",
    ]  # fmt: skip


def test_after_a_standstill_the_highest_step_is_taken_once_and_no_storm_comes(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    ticks(clock_at, "2026-04-20 10:00", "2026-04-20 10:01")
    assert steps_of(told, "resolve") == [(TOP, "supervisor")]
    assert daily.climb() == 0


def test_what_has_been_assigned_is_to_be_taken_on_in_one_working_day_whether_anybody_signs_in_or_not(
    cast: Cast, clock_at: At
) -> None:
    clock_at("2026-09-30 10:00")
    told = assigned(cast)
    ticks(clock_at, "2026-10-08 17:59")
    assert UP not in [level for level, _ in steps_of(told, "take")], "the week of National Day counts for nothing"
    ticks(clock_at, "2026-10-08 18:00")
    assert steps_of(told, "take")[-1] == (UP, "dispatcher")


def test_each_time_it_is_assigned_the_clock_begins_anew(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = assigned(cast)
    ticks(clock_at, "2026-03-03 18:00")
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="是市政的管")
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="works")
    ticks(clock_at, "2026-03-04 18:00")
    assert [step for step in steps_of(told, "take") if step[0] == UP] == [(UP, "dispatcher"), (UP, "dispatcher")]


def test_a_matter_that_waits_for_others_is_not_raised(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    asked, parked = cast.report(), cast.working()
    gate.do(asking.ask, cast.desk, matter=asked.number, words="是哪个门口？")
    given: dict[str, Any] = {"reason": "season", "note": "雨季过后再铺", "until": clock.today().replace(month=5)}
    gate.do(deferring.park, cast.dispatcher, matter=parked.number, **given)
    ticks(clock_at, "2026-03-20 10:00", "2026-04-30 10:00")
    assert steps_of(asked, "resolve") + steps_of(asked, "accept") + steps_of(parked, "resolve") == []


def test_what_was_said_before_a_pause_is_not_said_again_after_it(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    ticks(clock_at, "2026-03-05 09:30")
    clock_at("2026-03-05 10:00")
    until = clock.today().replace(month=4)
    gate.do(deferring.park, cast.dispatcher, matter=told.number, reason="season", note="雨季过后再铺", until=until)
    clock_at("2026-04-06 10:00")
    gate.do(deferring.resume, cast.property, matter=told.number)
    ticks(clock_at, "2026-04-07 10:00")
    assert steps_of(told, "resolve") == [(HALF, "property")]
    ticks(clock_at, "2026-04-08 18:00")
    assert steps_of(told, "resolve")[-1] == (UP, "dispatcher")


def test_more_time_begins_another_countdown_to_the_new_date(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    until = datetime(2026, 3, 16, 18, tzinfo=clock.ZONE)
    gate.do(deferring.ask_time, cast.property, matter=told.number, due=until, reason="等配件")
    gate.do(deferring.grant_time, cast.dispatcher, matter=told.number)
    ticks(clock_at, "2026-03-09 18:00")
    assert UP not in [level for level, _ in steps_of(told, "resolve")]
    ticks(clock_at, "2026-03-16 18:00")
    assert steps_of(told, "resolve")[-1] == (UP, "dispatcher")


def test_a_rejected_claim_goes_on_as_if_the_clock_had_never_stopped(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    ticks(clock_at, "2026-03-05 10:00")
    cast.claimed(told)
    gate.do(matters.reject, cast.checker, matter=told.number, note="还堵着")
    ticks(clock_at, "2026-03-05 10:01")
    assert steps_of(told, "resolve") == [(HALF, "property")], "the same deadline is not reminded of twice"
    ticks(clock_at, "2026-03-09 18:00")
    assert steps_of(told, "resolve")[-1] == (UP, "dispatcher")


def test_a_claim_waits_two_working_days_for_its_check_and_the_answer_is_owed_by_the_promised_day(
    cast: Cast, clock_at: At
) -> None:
    clock_at(MONDAY)
    told = cast.claimed(cast.working(cast.accepted(cast.report(), severity=3)))
    running = {row.clock: row.due_at for row in Countdown.objects.filter(matter__number=told.number, ended_at=None)}
    assert clock.local_day(running["answer"]).isoformat() == "2026-03-09"
    if "check" in running:
        assert clock.local_day(running["check"]).isoformat() == "2026-03-04"


def test_danger_to_life_is_to_be_accepted_within_a_quarter_of_an_hour_at_night_too(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-01 02:00")
    told = cast.accepted(severity=0)
    row = Countdown.objects.get(matter__number=told.number, clock="resolve", ended_at=None)
    assert (row.span, row.due_at - row.since) == ("4h*", row.due_at - told.record().received_at)
    ticks(clock_at, "2026-03-01 06:00")
    assert steps_of(told, "resolve")[-1] == (UP, "dispatcher")


def test_nobody_is_reminded_at_night_of_what_counts_in_working_days(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 16:30")
    cast.working(), cast.report(), assigned(cast)
    rows = Countdown.objects.filter(ended_at=None, next_at__isnull=False)
    hours = [row.next_at.astimezone(clock.ZONE) for row in rows if row.next_at]
    assert hours and all(9 <= hour.hour <= 18 for hour in hours)


def test_the_step_reaches_the_inbox_of_whom_it_concerns(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    ticks(clock_at, "2026-03-05 10:00", "2026-03-09 18:00", "2026-03-10 18:00")
    outbox.drain()
    found = Message.objects.filter(matter__number=told.number, template__in=("case.reminded", "case.raised"))
    assert [(one.post.code, one.template) for one in found.order_by("id")] == [
        ("property", "case.reminded"), ("dispatcher", "case.raised"), ("supervisor", "case.raised"),
    ]  # fmt: skip


def test_a_step_is_no_change_of_the_matter(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    seen = told.record().version
    ticks(clock_at, "2026-03-05 10:00")
    given = {"outcome": "solved", "evidence": "word", "note": "疏通了"}
    gate.do(matters.claim, cast.property, expect=seen, matter=told.number, **given)
    assert told.record().state == "claimed_done"


def test_when_it_is_answered_no_clock_runs_any_more(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.answered()
    assert not Countdown.objects.filter(matter__number=told.number, ended_at=None).exists()
    ticks(clock_at, "2026-03-30 10:00")
    assert Breach.objects.filter(matter__number=told.number).count() == 0


def test_nobody_but_the_clock_climbs_and_not_before_its_time(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.report()
    row = Countdown.objects.filter(matter__number=told.number).earliest("id")
    climb: Any = daily.ladder.climb
    with pytest.raises(Denied):
        gate.do(climb, cast.supervisor, place="dgmy", countdown=row.pk)
    with pytest.raises(NotNow):
        gate.do(climb, Actor("clock", system="clock"), place="dgmy", countdown=row.pk)
    assert steps_of(told, row.clock) == []


def test_a_tick_that_breaks_off_leaves_nothing_and_is_made_up_for_once(
    cast: Cast, clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_at(MONDAY)
    told = cast.working()
    clock_at("2026-03-09 18:00")
    with monkeypatch.context() as broken:
        broken.setattr(gate.ledger, "append", _pulled_plug)
        with pytest.raises(OSError, match="the plug"):
            daily.climb()
    assert steps_of(told, "resolve") == []
    assert daily.climb() == 1 and steps_of(told, "resolve") == [(UP, "dispatcher")]


def _pulled_plug(*_: object) -> int:
    raise OSError("the plug was pulled")


def test_eight_at_once_take_each_step_once(committed: Committed, clock_at: At) -> None:
    clock_at(MONDAY)
    told = committed.cast.working()
    clock_at("2026-03-09 18:00")
    at = clock.now()

    def tick(_: int) -> int:
        with clock.at(at):
            return daily.climb()

    committed.at_once(tick, threads=8)
    assert [level for level, _ in steps_of(told, "resolve")] == [UP]
    assert lines_of(told).count("request.raised") == len(Breach.objects.filter(matter__number=told.number, level=UP))


def wished(cast: Cast, clock_at: At) -> Told:
    """Reopened once in the week before; answered and asked for again on Monday morning."""
    clock_at("2026-02-25 09:00")
    told = cast.reopened()
    gate.do(matters.start, cast.property, matter=told.number)
    clock_at(MONDAY)
    cast.answered(told)
    gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="又漏了")
    return told


def test_a_wish_for_another_reopening_runs_against_a_clock_although_the_matter_is_answered(
    cast: Cast, clock_at: At
) -> None:
    clock_at(MONDAY)
    told = wished(cast, clock_at)
    ticks(clock_at, "2026-03-04 17:59")
    assert [level for level, _ in steps_of(told, "again")] == [NEARLY]
    ticks(clock_at, "2026-03-04 18:00", "2026-03-05 18:00", "2026-03-06 18:00")
    assert steps_of(told, "again")[1:] == [(UP, "supervisor"), (TOP, "supervisor")]
    assert not any(line.endswith("overdue") for line in lines_of(told)), "the answer was in time; the decision is not"


def test_the_clock_of_a_wish_ends_with_the_decision_and_begins_anew_one_level_up(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = wished(cast, clock_at)
    gate.do(reopening.refuse, cast.supervisor, matter=told.number, reason="看过，是好的")
    assert not Countdown.objects.filter(matter__number=told.number, ended_at=None).exists()
    clock_at("2026-03-03 09:00")
    gate.do(reopening.appeal, told.voice, matter=told.number)
    row = Countdown.objects.get(matter__number=told.number, ended_at=None)
    until = Reopening.objects.get(matter__number=told.number, level=2).until
    assert (row.clock, row.due_at) == ("again", until)
    assert clock.local_day(row.due_at).isoformat() == "2026-03-05"


def test_the_clock_of_the_first_of_two_wishes_runs_first(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = wished(cast, clock_at)
    first = Reopening.objects.get(matter__number=told.number, granted=None)
    clock_at("2026-03-03 09:00")
    until = datetime(2026, 3, 5, 18, tzinfo=clock.ZONE)
    with gate.upkeep():
        other = Reopening.objects.create(matter=first.matter, voice=first.voice, asked_at=clock.now(), until=until)
    gate.do(reopening.refuse, cast.supervisor, matter=told.number, reason="看过，是好的")
    row = Countdown.objects.get(matter__number=told.number, ended_at=None)
    assert (row.since, row.due_at) == (other.asked_at, other.until)


def test_how_long_others_are_waited_for_is_a_line_of_the_office(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    for name, days in (("reply", 3), ("confirm", 1), ("again", 4)):
        given: dict[str, Any] = {"clock": name, "amount": days, "unit": "workdays", "source": "街道办法"}
        gate.do(terming.set_term, cast.supervisor, place="sujin", **given)
    again = wished(cast, clock_at)
    asked, referred = cast.report(), cast.referred()
    gate.do(asking.ask, cast.desk, matter=asked.number, words="是哪个门口？")
    until = [
        asked.record().questions.get().until,
        referred.record().referrals.get().until,
        again.record().reopenings.get(granted=None).until,
    ]
    assert [clock.local_day(one).day for one in until] == [5, 3, 6]
    ticks(clock_at, "2026-03-03 18:00", "2026-03-05 18:00")
    assert daily.go_on() == 2
    assert steps_of(asked, "reply") == [], "nobody at the office is reminded of what others owe"
