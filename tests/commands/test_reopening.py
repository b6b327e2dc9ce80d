"""The second wish, its refusal in words, one level up, and the return as a new matter (loop.md rows 16 to 18, 20)."""

from datetime import timedelta

import pytest

from haitang.commands import matters, reopening, voices
from haitang.engine import clock, gate, outbox
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.role import Role
from haitang.records.matter import Link, Matter
from haitang.records.office import Delivery, Message
from haitang.records.voice import Answer, Voice
from tests.cast import Cast, Told
from tests.commands.test_matrix import colleague


def refuse(by: Actor, told: Told, **more: str) -> None:
    gate.do(reopening.refuse, by, matter=told.number, reason="看过，是好的", **more)


def last_answer(told: Told) -> Answer:
    return Answer.objects.filter(voice=told.voice.voice).latest("id")


def again(cast: Cast, told: Told) -> None:
    """From reopened through work to the next answer."""
    gate.do(matters.start, cast.property, matter=told.number)
    cast.claimed(told)


def test_the_supervisor_grants_it_and_the_same_owner_starts_again(cast: Cast) -> None:
    told = cast.wished()
    t0 = told.record().received_at
    gate.do(reopening.grant, cast.supervisor, matter=told.number)
    record = told.record()
    assert (record.state, record.owner.code if record.owner else "", record.received_at) == ("reopened", "property", t0)


def test_a_refusal_is_sent_to_the_voice_with_its_reason_and_what_is_left(cast: Cast) -> None:
    told = cast.wished(cast.report(contact="13800001234"))
    refuse(cast.supervisor, told)
    answer = last_answer(told)
    assert (answer.outcome, "看过，是好的" in answer.text, "上一级" in answer.text) == ("again_refused", True, True)
    outbox.drain()
    assert Delivery.objects.filter(consumer="answers", target=str(answer.pk)).exists()
    assert told.record().state == "answered"


def test_who_speaks_english_is_refused_in_english(cast: Cast) -> None:
    told = cast.wished(cast.report(language="en"))
    with pytest.raises(Invalid) as refused:
        refuse(cast.supervisor, told)
    assert refused.value.problems[0].field == "reason_en"
    refuse(cast.supervisor, told, reason_en="We looked; it is dry.")
    assert "dry" in last_answer(told).text and last_answer(told).text.isascii()


def test_one_level_up_is_somebody_else_and_once(cast: Cast) -> None:
    told = cast.wished()
    with pytest.raises(NotNow):
        gate.do(reopening.appeal, told.voice, matter=told.number)
    refuse(cast.supervisor, told)
    gate.do(reopening.appeal, told.voice, matter=told.number, words="请再看")
    with pytest.raises(Denied):
        gate.do(reopening.grant, cast.supervisor, matter=told.number)
    refuse(colleague(Role.SUPERVISOR), told)
    assert "12345" in last_answer(told).text
    for once_more in (reopening.appeal, voices.judge):
        with pytest.raises(NotNow):
            given = {"verdict": "no", "words": "还是"} if once_more is voices.judge else {}
            gate.do(once_more, told.voice, matter=told.number, **given)


def test_whoever_handled_it_never_decides(cast: Cast) -> None:
    told = cast.wished()
    handler = Actor("web", account=cast.property.account)
    with pytest.raises(Denied):
        gate.do(reopening.grant, handler, matter=told.number)


def test_nobody_asked_so_nobody_grants(cast: Cast) -> None:
    told = cast.answered()
    with pytest.raises(NotNow, match="Nobody"):
        gate.do(reopening.grant, cast.supervisor, matter=told.number)


def test_an_undecided_wish_keeps_it_from_closing_and_the_supervisor_is_told(cast: Cast) -> None:
    told = cast.wished()
    outbox.drain()
    assert Message.objects.filter(post__code="supervisor", template="case.again_asked").exists()
    with clock.at(clock.now() + timedelta(days=30)), pytest.raises(NotNow, match="decision"):
        gate.do(matters.close, cast.system, matter=told.number)


def test_after_the_second_reopening_another_person_checks(cast: Cast) -> None:
    told = cast.wished()
    gate.do(reopening.grant, cast.supervisor, matter=told.number)
    again(cast, told)
    with pytest.raises(NotNow, match="check"):
        gate.do(matters.answer, cast.desk, matter=told.number, sentence="好了")
    with pytest.raises(Denied, match="before"):
        gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.check, colleague(Role.CHECKER), matter=told.number)
    assert told.record().state == "checked"


def test_the_third_reopening_is_for_the_joint_meeting(cast: Cast) -> None:
    told = cast.wished()
    gate.do(reopening.grant, cast.supervisor, matter=told.number)
    assert "joint_meeting" not in told.record().details
    again(cast, told)
    gate.do(matters.check, cast.desk, matter=told.number)
    cast.answered(told)
    gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="还是漏")
    gate.do(reopening.grant, cast.supervisor, matter=told.number)
    assert told.record().details["joint_meeting"] == "reopened"


def test_whoever_withdraws_asks_for_nothing_any_more(cast: Cast) -> None:
    told = cast.reopened()
    gate.do(voices.withdraw, told.voice, matter=told.number)
    assert told.record().state == "closed"


def test_a_return_after_thirty_days_is_a_new_matter_that_names_the_old_one(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        told = cast.solved()
    made = gate.do(reopening.recur, told.voice, matter=told.number).values
    new = Matter.objects.get(number=made["number"])
    assert (new.state, new.place_id, new.category) == ("received", told.record().place_id, "")
    assert new.received_at > told.record().received_at
    assert Link.objects.get(source=new).type == "recurrence-of"
    assert Voice.objects.get(pk=made["voice"]).words == "3幢楼下的下水道堵了"
    assert told.record().state == "closed"


def test_within_thirty_days_it_is_said_to_be_not_solved(cast: Cast) -> None:
    told = cast.solved()
    with pytest.raises(NotNow, match="thirty"):
        gate.do(reopening.recur, told.voice, matter=told.number)
