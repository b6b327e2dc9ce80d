"""好了吗: what those who spoke may say of the answer, and what follows from it (loop.md rows 15 and 16)."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from haitang.commands import matters, voices
from haitang.engine import clock, gate, ledger
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.voice import Answer, Verdict, Voice
from tests.cast import Cast, Told

Stop = Callable[[str], datetime]


def judge(told: Told, verdict: str, words: str = "", by: Actor | None = None) -> gate.Outcome:
    return gate.do(voices.judge, by or told.voice, matter=told.number, verdict=verdict, words=words)


def second_voice(told: Told) -> Actor:
    """Somebody else who stands behind the same matter."""
    with gate.upkeep():
        voice = Voice.objects.create(matter=told.record(), words="我家也堵", door="web", said_at=clock.now())
    return Actor("web", voice=voice.pk)


def last(told: Told) -> tuple[str, int]:
    _, leaf = ledger.of_subject(told.number)[-1]
    return leaf.kind, leaf.quantity


def test_yes_from_the_only_voice_closes_the_matter(cast: Cast) -> None:
    told = cast.answered()
    judge(told, "yes")
    matter = told.record()
    assert (matter.state, matter.basis) == ("closed", "resident")
    assert matter.closed_at is not None
    assert last(told) == ("request.closed.solved", 1)
    body, _ = ledger.of_subject(told.number)[-1]
    assert json.loads(body.facts or "")["ended"] == "resident"


def test_yes_from_one_of_two_waits_for_the_other(cast: Cast) -> None:
    told = cast.claimed()
    other = second_voice(told)
    cast.answered(told)
    judge(told, "yes")
    assert (told.record().state, last(told)) == ("answered", ("request.judged.yes", 1))
    judge(told, "yes", by=other)
    assert told.record().state == "closed"


def test_a_voice_that_has_withdrawn_is_not_waited_for(cast: Cast) -> None:
    told = cast.claimed()
    other = second_voice(told)
    with gate.upkeep():
        Voice.objects.filter(pk=other.voice).update(withdrawn_at=clock.now())
    cast.answered(told)
    judge(told, "yes")
    assert told.record().state == "closed"


@pytest.mark.parametrize("verdict", ["half", "cannot_tell"])
def test_half_and_cannot_tell_are_kept_and_decide_nothing(cast: Cast, verdict: str) -> None:
    told = cast.answered()
    judge(told, verdict, "还差一点")
    assert (told.record().state, last(told)) == ("answered", (f"request.judged.{verdict}", 1))
    assert Verdict.objects.get().words == "还差一点"


def test_a_voice_may_change_its_mind(cast: Cast) -> None:
    told = cast.answered()
    judge(told, "half")
    judge(told, "yes")
    assert told.record().state == "closed"
    judge(told, "half")
    assert (told.record().state, Verdict.objects.count()) == ("closed", 3)


def test_no_needs_words(cast: Cast) -> None:
    told = cast.answered()
    with pytest.raises(Invalid) as refused:
        judge(told, "no")
    assert refused.value.problems[0].field == "words"
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(("ready", "line"), [
    (Cast.answered, ("request.reopened", 1)), (Cast.solved, ("request.reopened.solved", -1)),
])  # fmt: skip
def test_the_first_no_reopens_as_of_right(cast: Cast, ready: Callable[[Cast], Told], line: tuple[str, int]) -> None:
    told = ready(cast)
    judge(told, "no", "还在漏")
    assert (told.record().state, last(told)) == ("reopened", line)


def test_the_second_no_is_for_the_supervisor(cast: Cast) -> None:
    told = cast.wished()
    assert (told.record().state, last(told)) == ("answered", ("request.again_asked", 1))
    with pytest.raises(NotNow, match="supervisor"):
        judge(told, "no", "还在漏")
    assert Verdict.objects.count() == 2


@pytest.mark.parametrize(("day", "possible"), [("2023-12-14 09:30", True), ("2023-12-14 09:31", False)])
def test_thirty_days_after_the_answer_or_the_end(cast: Cast, clock_at: Stop, day: str, possible: bool) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.answered()
    clock_at(day)
    if possible:
        judge(told, "no", "还在漏")
    else:
        with pytest.raises(NotNow, match="anew"):
            judge(told, "no", "还在漏")
    assert (told.record().state == "reopened") is possible


def test_content_with_an_earlier_answer_is_not_content_with_the_next(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.claimed()
    other = second_voice(told)
    cast.answered(told)
    judge(told, "yes")
    judge(told, "no", "还在漏", by=other)
    clock_at("2023-11-15 09:30")
    gate.do(matters.start, cast.property, matter=told.number)
    cast.answered(told)
    judge(told, "yes", by=other)
    assert told.record().state == "answered", "the first voice has not said what it makes of the second answer"
    judge(told, "yes")
    assert told.record().state == "closed"


@pytest.mark.parametrize("ready", [Cast.report, Cast.working, Cast.checked])
def test_before_the_answer_there_is_nothing_to_judge(cast: Cast, ready: Callable[[Cast], Told]) -> None:
    told = ready(cast)
    with pytest.raises(NotNow):
        judge(told, "yes")


def test_the_last_voice_that_withdraws_closes_the_matter_and_is_told(cast: Cast) -> None:
    told = cast.working()
    gate.do(voices.withdraw, told.voice, matter=told.number)
    matter = told.record()
    assert (matter.state, matter.outcome) == ("closed", "withdrawn")
    assert "就此结案" in Answer.objects.get(voice=told.voice.voice).text
    assert not matter.tasks.filter(ended_at=None).exists()


def test_as_long_as_somebody_still_needs_it_the_matter_goes_on(cast: Cast) -> None:
    told = cast.accepted()
    second = gate.do(voices.me_too, cast.anyone, matter=told.number, words="我家也堵").values
    gate.do(voices.withdraw, told.voice, matter=told.number)
    assert told.record().state == "accepted"
    cast.answered(told)
    assert Answer.objects.filter(voice=second["voice"], outcome="solved").exists()
    assert not Answer.objects.filter(voice=told.voice.voice, outcome="solved").exists()


def test_a_hazard_is_handled_although_whoever_reported_it_withdraws(cast: Cast) -> None:
    told = cast.accepted(severity=0)
    gate.do(voices.withdraw, told.voice, matter=told.number)
    assert told.record().state == "accepted"


def test_whoever_withdrew_can_do_nothing_more_in_it(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(voices.me_too, cast.anyone, matter=told.number)
    gate.do(voices.withdraw, told.voice, matter=told.number)
    with pytest.raises(Denied):
        gate.do(voices.withdraw, told.voice, matter=told.number)


def test_me_too_is_said_only_to_what_everybody_may_see_and_nobody_has_answered(cast: Cast) -> None:
    for unseen in (cast.report().number, cast.accepted(screened=False).number, "SJ23-09999-1"):
        with pytest.raises(Denied):
            gate.do(voices.me_too, cast.anyone, matter=unseen)
    with pytest.raises(NotNow):
        gate.do(voices.me_too, cast.anyone, matter=cast.answered().number)
