"""Daily work: closing after silence, sealing the days that are over, sweeping."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from haitang.commands import matters, voices
from haitang.engine import clock, gate, ledger, sealing
from haitang.jobs import daily
from tests.cast import Cast
from tests.databases import Committed

At = Callable[..., datetime]


def test_silence_for_ten_working_days_closes_as_lapsed_never_as_satisfied(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    told = cast.answered()
    clock_at("2026-03-16 17:59")
    assert daily.close_lapsed() == 0
    clock_at("2026-03-16 18:00")
    assert daily.close_lapsed() == 1
    matter = told.record()
    assert (matter.state, matter.basis) == ("closed", "check")
    lines = [(leaf.kind, body.facts) for body, leaf in ledger.of_subject(told.number)]
    assert lines[-1][0] == "request.closed.solved"
    assert '"ended":"lapsed"' in (lines[-1][1] or "")


def test_a_long_holiday_counts_for_nothing(cast: Cast, clock_at: At) -> None:
    clock_at("2025-09-26 10:00")
    cast.answered()
    clock_at("2025-10-13 18:00")
    assert daily.close_lapsed() == 0
    clock_at("2025-10-17 18:00")
    assert daily.close_lapsed() == 1


def test_closing_again_closes_nothing_again(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.answered()
    clock_at("2026-04-02 10:00")
    assert [daily.close_lapsed(), daily.close_lapsed()] == [1, 0]


def test_a_matter_reopened_and_answered_again_has_its_ten_days_again(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    told = cast.answered()
    clock_at("2026-03-10 10:00")
    gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="还堵")
    gate.do(matters.start, cast.property, matter=told.number)
    given = {"outcome": "solved", "evidence": "word", "note": "又疏通一次"}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="又疏通一次")
    clock_at("2026-03-20 10:00")
    assert daily.close_lapsed() == 0
    clock_at("2026-03-24 18:00")
    assert daily.close_lapsed() == 1


def test_a_voice_that_speaks_in_the_same_moment_wins(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    told = cast.answered()
    clock_at("2026-03-20 10:00")
    seen_by_the_clock = told.record()
    gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="还堵")
    assert daily._close(seen_by_the_clock) == 0
    assert told.record().state == "reopened"


def test_the_day_that_is_running_stays_unsealed(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.report()
    sealing.seal_past_days()
    before = ledger.sealed("sujin").size
    clock_at("2026-03-02 23:59")
    cast.report()
    assert sealing.seal_past_days() == 0
    assert ledger.head("sujin").size == before + 2


def test_midnight_seals_the_day_that_is_over_and_no_line_of_the_new_one(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.report()
    yesterday = ledger.head("sujin")
    clock_at("2026-03-03 09:00")
    cast.report()
    sealing.seal_past_days()
    public = ledger.sealed("sujin")
    assert (public.size, public.root, public.day) == (yesterday.size, yesterday.root, date(2026, 3, 2))


def test_sealing_happens_once_a_day(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.report()
    clock_at("2026-03-03 00:00")
    assert sealing.seal_past_days() > 0
    cast.report()
    clock_at("2026-03-03 18:00")
    assert sealing.seal_past_days() == 0
    clock_at("2026-03-04 00:01")
    assert sealing.seal_past_days() == 1


def test_a_seal_by_hand_in_between_does_not_go_back(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.report()
    with gate.upkeep():
        ledger.seal("sujin")
    size = ledger.sealed("sujin").size
    clock_at("2026-03-03 00:01")
    sealing.seal_past_days()
    assert ledger.sealed("sujin").size == size


def test_everything_due_is_done_in_one_call_and_then_nothing(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 10:00")
    cast.answered()
    clock_at("2026-03-20 10:00")
    assert daily.run_due() >= 2
    assert daily.run_due() == 0


def test_processes_that_work_together_close_once(committed: Committed) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        told = [committed.cast.answered() for _ in range(5)]
    results = committed.at_once(lambda _: daily.close_lapsed(), threads=4)
    assert sum(results) >= 5
    for one in told:
        commands = [body.command for body, _ in ledger.of_subject(one.number)]
        assert commands.count("matters.close") == 1
