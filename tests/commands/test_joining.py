"""Two matters about the same go on as one; nobody loses number, code or answer (loop.md row 5)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from haitang.commands import joining, matters, voices
from haitang.engine import clock, gate, joined, ledger, outbox
from haitang.engine.proving import prove
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.matter import Link, Matter
from haitang.records.office import Delivery
from haitang.records.voice import Answer
from tests.cast import Cast, Told

Stop = Callable[[str], datetime]


def two(cast: Cast) -> tuple[Told, Told]:
    """Somebody says it, then another one the same; the second is joined into the first."""
    first = cast.accepted(cast.report(contact="13800001234"))
    second = cast.joined(cast.report("又是下水道", contact="13900001234", language="en"), first)
    return first, second


def answers(told: Told) -> list[str]:
    return list(Answer.objects.filter(voice=told.voice.voice).order_by("id").values_list("outcome", flat=True))


def lines(told: Told) -> list[tuple[str, int]]:
    return [(leaf.kind, leaf.quantity) for _, leaf in ledger.of_subject(told.number)]


def test_the_joined_voice_keeps_number_and_code_and_is_told(cast: Cast) -> None:
    first, second = two(cast)
    assert second.record().state == "joined"
    assert prove(second.number, second.secret, "web").pk == second.voice.voice
    told = Answer.objects.get(voice=second.voice.voice)
    assert (told.outcome, told.language, first.number in told.text) == ("joined", "en", True)
    assert lines(second)[-1] == ("request.joined", 1)
    assert lines(first)[-1] == ("request.taken_in", 1)


def test_everybody_is_answered_together_each_under_their_own_number(cast: Cast) -> None:
    first, second = two(cast)
    cast.answered(first)
    assert (answers(first), answers(second)) == (["solved"], ["joined", "solved"])
    last = Answer.objects.filter(voice=second.voice.voice).latest("id")
    assert (last.language, "Cleared" in last.text) == ("en", True)
    outbox.drain()
    given = Answer.objects.filter(voice__in=[first.voice.voice, second.voice.voice])
    assert Delivery.objects.filter(consumer="answers", target__in=[str(one.pk) for one in given]).count() == 3


def test_an_english_voice_behind_a_joined_matter_needs_an_english_sentence(cast: Cast) -> None:
    first, _ = two(cast)
    cast.checked(first)
    with pytest.raises(Invalid) as refused:
        gate.do(matters.answer, cast.desk, matter=first.number, sentence="好了")
    assert refused.value.problems[0].field == "sentence_en"


def test_it_closes_when_all_of_them_say_yes_and_both_end_alike(cast: Cast) -> None:
    first, second = two(cast)
    cast.answered(first)
    gate.do(voices.judge, first.voice, matter=first.number, verdict="yes")
    assert first.record().state == "answered"
    gate.do(voices.judge, second.voice, matter=second.number, verdict="yes")
    ended, alias = first.record(), second.record()
    assert (ended.state, ended.basis, alias.state) == ("closed", "resident", "joined")
    assert (alias.outcome, alias.basis, alias.closed_at) == ("solved", "resident", ended.closed_at)


def test_a_no_of_the_joined_voice_opens_the_other_matter_again(cast: Cast) -> None:
    first, second = two(cast)
    cast.answered(first)
    gate.do(voices.judge, second.voice, matter=second.number, verdict="no", words="我这边没好")
    assert (first.record().state, second.record().state) == ("reopened", "joined")
    assert (second.record().outcome, second.record().answered_at) == ("", None)


def test_the_earlier_t0_and_the_earlier_date_count(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-14 09:30")
    early = cast.report()
    clock_at("2023-11-16 09:30")
    late = cast.accepted()
    due = early.record().due_at
    cast.joined(early, late)
    assert (late.record().received_at, late.record().due_at) == (early.record().received_at, due)
    assert early.record().received_at < clock.now() - timedelta(days=1)


def test_the_reporter_may_object_once_and_then_it_stands_alone_for_good(cast: Cast) -> None:
    first, second = two(cast)
    own = second.record().received_at
    gate.do(joining.part, second.voice, matter=second.number)
    alone = second.record()
    assert (alone.state, alone.received_at, alone.outcome) == ("received", own, "")
    assert lines(first)[-1] == ("request.let_go", 1)
    cast.answered(first)
    assert answers(second) == ["joined"]
    with pytest.raises(NotNow, match="by itself"):
        cast.joined(second, first)
    assert Link.objects.get(source=alone).type == joined.PARTED


def test_nobody_but_the_reporter_objects(cast: Cast) -> None:
    first, second = two(cast)
    for other in (first.voice, cast.desk, cast.supervisor):
        with pytest.raises(Denied):
            gate.do(joining.part, other, matter=second.number)


@pytest.mark.parametrize(("days", "possible"), [(90, True), (91, False)])
def test_a_closed_matter_takes_in_another_for_ninety_days_and_opens_again(
    cast: Cast, clock_at: Stop, days: int, possible: bool
) -> None:
    clock_at("2023-11-14 09:30")
    closed = cast.solved()
    with clock.at(clock.now() + timedelta(days=days)):
        again = cast.report()
        if not possible:
            with pytest.raises(Invalid) as refused:
                cast.joined(again, closed)
            assert "90" in refused.value.problems[0].words.en
            return
        cast.joined(again, closed)
    assert closed.record().state == "reopened"
    assert lines(closed)[-1] == ("request.reopened.solved", -1)
    assert [task.owner.code for task in closed.record().tasks.filter(ended_at=None)] == ["property"]


def test_an_answered_matter_takes_in_another_and_owes_everybody_an_answer_again(cast: Cast) -> None:
    first = cast.answered()
    second = cast.joined(cast.report(), first)
    assert first.record().state == "reopened"
    gate.do(matters.start, cast.property, matter=first.number)
    cast.answered(first)
    assert (answers(first), answers(second)) == (["solved", "solved"], ["joined", "solved"])


def test_the_last_of_all_who_spoke_closes_it_by_withdrawing(cast: Cast) -> None:
    first, second = two(cast)
    gate.do(voices.withdraw, first.voice, matter=first.number)
    assert first.record().state == "accepted"
    gate.do(voices.withdraw, second.voice, matter=second.number)
    assert (first.record().state, first.record().outcome) == ("closed", "withdrawn")
    assert (answers(first), answers(second)) == (["withdrawn"], ["joined", "withdrawn"])
    assert second.record().closed_at == first.record().closed_at


def test_a_refusal_as_about_a_person_reaches_the_joined_voice_and_destroys_its_words(cast: Cast) -> None:
    first, second = two(cast)
    gate.do(matters.refuse_person, cast.desk, matter=first.number, competent="hotline")
    assert answers(second) == ["joined", "about_person"]
    assert [voice.words for voice in Matter.objects.get(number=second.number).voices.all()] == [""]
    with pytest.raises(NotNow):
        gate.do(joining.part, second.voice, matter=second.number)


@pytest.mark.parametrize("place", ["jinhua", "bzxc"])
def test_what_lies_beyond_the_desk_is_not_there(cast: Cast, place: str) -> None:
    other = cast.report(place=place)
    with pytest.raises(Invalid) as refused:
        cast.joined(cast.report(), other)
    assert refused.value.problems[0].field == "into"


def test_no_chains_and_no_circles(cast: Cast) -> None:
    first, second = two(cast)
    third = cast.report()
    with pytest.raises(Invalid):
        cast.joined(third, second)
    with pytest.raises(NotNow, match="Others"):
        cast.joined(first, third)
    with pytest.raises(Invalid):
        cast.joined(third, third)
