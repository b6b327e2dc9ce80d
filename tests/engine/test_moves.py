"""Moves: what a page offers is what the gate allows, for every state and every post."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from haitang.engine import clock, gate, moves, scope
from haitang.engine.authority import posts_of
from haitang.engine.binding import bind
from haitang.engine.promise import due
from haitang.kernel.errors import Denied, NotNow
from haitang.kernel.registry import commands
from haitang.records.matter import Matter
from haitang.records.voice import Voice
from tests.cast import Cast

WALKS = (
    "report", "accepted", "assigned", "working", "claimed", "checked", "answered", "solved",
    "bounced", "referred", "parked",
)  # fmt: skip
LOGINS = ("grid", "desk", "dispatcher", "property", "works", "checker", "supervisor", "chair", "reader", "other_desk")
GIVEN: dict[str, dict[str, Any]] = {
    "matters.accept": {"category": "drains"},
    "matters.assign": {"owner": "property"},
    "matters.start": {},
    "matters.claim": {"outcome": "solved", "evidence": "word", "note": "好了"},
    "matters.reject": {"note": "再看"},
    "matters.check": {},
    "matters.answer": {"sentence": "办好了"},
    "matters.refuse_person": {"competent": "police"},
    "matters.reopen": {"reason": "再看一次"},
    "asking.ask": {"words": "哪一层？"},
    "asking.reply": {"words": "三楼"},
    "handing.hand_back": {"reason": "not_ours", "note": "归市政"},
    "handing.adjudicate": {"owner": "works", "why": "按路权"},
    "handing.refer": {"agency": "供电公司", "reference": "工单 1"},
    "handing.taken": {"sentence": "供电公司接了"},
    "handing.not_taken": {"note": "说不归他们"},
    "deferring.ask_time": {"reason": "等配件"},
    "deferring.grant_time": {},
    "deferring.refuse_time": {"note": "不能再等"},
    "deferring.park": {"reason": "season", "note": "等开春"},
    "deferring.resume": {},
    "handling.take": {},
    "handling.consult": {"sentence": "照条例。", "source": "条例", "dated": "2023-01-01"},
    "joining.join": {},
    "together.involve": {"owner": "works", "why": "路面归市政"},
    "voices.judge_for": {"verdict": "half", "how": "paper"},
    "voices.withdraw_for": {"how": "paper"},
    "fairness.raise_up": {"concerns": "desk"},
    "fairness.set_aside": {"because": "advertising"},
    "fairness.confirm_aside": {},
    "fairness.refuse_aside": {"note": "看得出是哪里"},
    "fairness.decide_appeal": {"judgment": "upheld", "sentence": "确实是一件事"},
}


class Undone(Exception):
    """Takes a change back that was only tried."""


def dated(name: str, number: str) -> dict[str, Any]:
    """The dates some steps want, reckoned from the matter's own."""
    if name == "deferring.ask_time":
        return {"due": due(Matter.objects.get(number=number).due_at or clock.now(), 1).at}
    if name in ("voices.judge_for", "voices.withdraw_for"):
        return {"voice": Voice.objects.get(matter__number=number).pk}
    if name == "joining.join":
        return {"into": Matter.objects.exclude(number=number).get().number}
    return {"until": clock.today() + timedelta(days=30)} if name == "deferring.park" else {}


def allowed(cast: Cast, login: str, name: str, number: str) -> bool:
    """Whether the gate takes a command; nothing is left of it."""
    spec = commands[name]
    given = {"matter": number, **GIVEN[name], **dated(name, number)}
    try:
        with transaction.atomic():
            gate.ask(spec, cast.by_login[login], bind(spec, (), given))
            raise Undone
    except Undone:
        return True
    except (Denied, NotNow):
        return False


def offered(cast: Cast, login: str, number: str) -> set[str]:
    """The commands a page would offer, without those that have to wait."""
    actor = cast.by_login[login]
    posts = posts_of(actor)
    matter = Matter.objects.select_related("place", "organization", "owner").get(number=number)
    return {choice.command.name for choice in moves.choices(actor, posts, matter) if choice.barred is None}


@pytest.mark.parametrize("walk", WALKS)
def test_what_is_offered_is_what_the_gate_takes(cast: Cast, walk: str) -> None:
    cast.accepted()
    number = getattr(cast, walk)().number
    for login in LOGINS:
        taken = {name for name in GIVEN if allowed(cast, login, name, number)}
        assert offered(cast, login, number) == taken, (walk, login)


def test_whoever_claimed_reads_why_the_check_has_to_wait(cast: Cast) -> None:
    told = _claimed_by_desk(cast)
    posts = posts_of(cast.desk)
    matter = scope.find(posts, told)
    assert matter is not None
    barred = {c.command.name: c.barred for c in moves.choices(cast.desk, posts, matter) if c.barred}
    assert barred["matters.check"] == barred["matters.reject"] == moves.SOMEBODY_ELSE


def test_the_next_step_is_never_a_seldom_one(cast: Cast) -> None:
    told = cast.claimed()
    step = moves.next_of(cast.checker, posts_of(cast.checker), told.record())
    assert step is not None
    assert step.name == "check"
    assert moves.next_of(cast.reader, posts_of(cast.reader), told.record()) is None


def _claimed_by_desk(cast: Cast) -> str:
    told = cast.assigned(owner="desk")
    for name in ("matters.start", "matters.claim"):
        spec = commands[name]
        gate.ask(spec, cast.desk, bind(spec, (), {"matter": told.number, **GIVEN[name]}))
    return told.number
