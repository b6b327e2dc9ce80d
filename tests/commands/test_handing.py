"""Handing back, deciding whose it is, and referring to another body (loop.md rows 4 and 7)."""

from collections.abc import Callable

import pytest

from haitang.commands import handing, matters
from haitang.engine import gate
from haitang.jobs import daily
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.voice import Answer
from tests.cast import Cast

ClockAt = Callable[[str], None]
BACK = {"reason": "not_ours", "note": "归市政"}


def test_an_owner_hands_back_with_a_reason_and_the_dispatcher_assigns_again(cast: Cast) -> None:
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, **BACK)
    assert (told.record().state, told.record().owner) == ("accepted", None)
    assert told.record().hand_backs.get().owner.code == "property"
    assert not told.record().tasks.filter(ended_at=None).exists()
    cast.assigned(told, "works")


def test_after_the_third_nobody_assigns_before_the_supervisor_decides(cast: Cast) -> None:
    told = cast.bounced()
    for hopeful in (cast.dispatcher, cast.desk):
        with pytest.raises(NotNow, match="supervisor decides"):
            gate.do(matters.assign, hopeful, matter=told.number, owner="works")
    with pytest.raises(Denied):
        gate.do(handing.adjudicate, cast.dispatcher, matter=told.number, owner="works", why="按路权")
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="按路权")
    assert (told.record().state, told.record().owner_basis) == ("assigned", "按路权")


def test_what_was_decided_is_binding(cast: Cast) -> None:
    told = cast.bounced()
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="按路权")
    with pytest.raises(NotNow):
        gate.do(handing.hand_back, cast.works, matter=told.number, **BACK)


def test_nothing_is_decided_before_the_third(cast: Cast) -> None:
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, **BACK)
    with pytest.raises(NotNow):
        gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="按路权")


def test_handing_back_never_moves_the_promised_date(cast: Cast) -> None:
    told = cast.accepted()
    first = told.record().due_at
    assert cast.bounced(told).record().due_at == first


def test_what_another_body_takes_is_answered_to_everybody(cast: Cast) -> None:
    told = cast.referred(cast.report(contact="13800001234"))
    gate.do(handing.taken, cast.desk, matter=told.number, sentence="供电公司，电话 95598。")
    answer = Answer.objects.get(voice=told.voice.voice)
    assert "对方已经接下" in answer.text and "95598" in answer.text
    assert (told.record().state, told.record().outcome) == ("answered", "handed_over")


def test_what_nobody_confirms_in_two_working_days_is_ours_again(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.referred()
    first = told.record().due_at
    clock_at("2023-11-15 17:00")
    assert daily.go_on() == 0
    clock_at("2023-11-15 18:00")
    assert daily.go_on() == 1
    assert (told.record().state, told.record().due_at) == ("received", first)


def test_a_person_who_takes_it_back_says_what_the_other_body_said(cast: Cast) -> None:
    told = cast.referred()
    with pytest.raises(Invalid):
        gate.do(handing.not_taken, cast.desk, matter=told.number)
    gate.do(handing.not_taken, cast.desk, matter=told.number, note="说不归他们")
