"""What a resident says on paper, by telephone or at the counter: entered for them, as of their day, never by the handler."""

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest

from haitang.commands import behalf, matters, voices
from haitang.engine import gate, ledger, verify
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.matter import Matter
from haitang.records.voice import Verdict, Voice
from tests.cast import Cast, Told

WORDS = "三单元门口的灯坏了"


def _facts(number: str) -> dict[str, object]:
    body, _ = ledger.of_subject(number)[-1]
    found: dict[str, object] = json.loads(body.facts or "{}")
    return found


def test_the_date_on_the_paper_is_when_it_occurred_and_ours_when_it_was_recorded(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-17 09:30")
    number = gate.do(behalf.report, cast.recorder, words=WORDS, place="dgmy", said_on=date(2023, 11, 14)).subject
    told, (body, leaf) = Matter.objects.get(number=number), ledger.of_subject(number)[0]
    assert f"{told.received_at.astimezone():%m-%d}" == "11-14" and leaf.day == date(2023, 11, 14)
    assert (f"{body.occurred_at:%d}", f"{body.recorded_at:%d}") == ("14", "17")
    assert told.due_at is not None and f"{told.due_at:%m-%d}" == "11-21"
    voice = Voice.objects.get(matter=told)
    assert (voice.words, voice.for_somebody, _facts(number)["on_behalf"]) == (WORDS, True, "paper")
    assert verify.verify("sujin").size == ledger.of_subject(number)[-1][1].entry


@pytest.mark.parametrize("day", [date(2023, 11, 18), date(2023, 9, 1)])
def test_a_day_ahead_or_long_past_is_no_date_of_a_paper(
    day: date, cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-17 09:30")
    with pytest.raises(Invalid) as refusal:
        gate.do(behalf.report, cast.recorder, words=WORDS, place="dgmy", said_on=day)
    assert [problem.field for problem in refusal.value.problems] == ["said_on"]


def _judge(cast: Cast, told: Told, verdict: str = "yes", words: str = "", by: str = "desk") -> None:
    gate.do(
        voices.judge_for, cast.by_login[by], matter=told.number, voice=told.voice.voice or 0, verdict=verdict,
        how="paper", words=words,
    )  # fmt: skip


def test_a_verdict_on_paper_counts_as_theirs_and_says_that_it_was_entered_for_them(cast: Cast) -> None:
    told = cast.answered()
    _judge(cast, told)
    assert (told.record().state, told.record().basis) == ("closed", "resident")
    assert _facts(told.number)["on_behalf"] == "paper"
    assert Verdict.objects.get(voice=told.voice.voice).verdict == "yes"


def test_a_no_on_paper_reopens_as_of_right(cast: Cast) -> None:
    told = cast.answered()
    with pytest.raises(Invalid):
        _judge(cast, told, "no")
    _judge(cast, told, "no", "还是不亮", by="recorder")
    assert (told.record().state, _facts(told.number)["on_behalf"]) == ("reopened", "paper")


def test_whoever_handled_it_enters_nothing_for_those_who_spoke(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(matters.assign, cast.desk, matter=told.number, owner="desk", why="自办")
    gate.do(matters.start, cast.desk, matter=told.number)
    with pytest.raises(Denied):
        gate.do(voices.withdraw_for, cast.desk, matter=told.number, voice=told.voice.voice or 0, how="by_phone")
    gate.do(voices.withdraw_for, cast.recorder, matter=told.number, voice=told.voice.voice or 0, how="by_phone")
    assert (told.record().state, told.record().outcome) == ("closed", "withdrawn")
    assert _facts(told.number)["on_behalf"] == "by_phone"


def test_only_a_voice_of_this_matter_that_still_stands_can_be_spoken_for(cast: Cast) -> None:
    told, other = cast.answered(), cast.report()
    with pytest.raises(Invalid):
        _judge(cast, Told(told.number, told.matter, other.voice))
    with pytest.raises((NotNow, Denied)):
        _judge(cast, other)


def test_the_desk_of_another_community_enters_nothing(cast: Cast) -> None:
    with pytest.raises(Denied):
        _judge(cast, cast.answered(), by="jinhua_desk")
