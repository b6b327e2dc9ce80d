"""Whatever way a case takes to its end, every voice that has not withdrawn has its answer, in its own language.

The ways are drawn at random from the flow itself: any move that is possible where the matter stands, by who may make it.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from haitang.commands import asked, asking, deferring, handing, matters, voices
from haitang.engine import clock, gate, outbox
from haitang.engine.promise import due
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Delivery
from haitang.records.voice import Answer, Voice
from tests.cast import Cast

#: A mediation has two sides instead of many voices: tests/stories/test_mediation_at_random.py.
CASES = [kind for kind in kinds if kind.flow.voiced and not kind.confidential]
START = datetime(2023, 3, 1, 2, tzinfo=UTC)
drawn = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass
class Way:
    """One matter with three voices: one speaks Chinese, one English, one has withdrawn."""

    cast: Cast
    kind: Kind
    dice: Iterator[int]
    matter: Matter
    speaking: list[Voice]
    last_reopened: datetime

    @property
    def given(self) -> dict[str, Any]:
        return {"matter": self.matter.number}

    def speaker(self) -> Voice:
        """One of those who still speak; nobody's turn when all have withdrawn."""
        if not self.speaking:
            raise NotNow(Words(zh="没有人了", en="nobody is left"))
        found: Voice = self.choose(self.speaking)
        return found

    def choose(self, options: list[Any]) -> Any:
        return options[next(self.dice) % len(options)]


def begin(cast: Cast, kind: Kind, dice: Iterator[int]) -> Way:
    told = cast.report(kind=kind.name, words="路灯不亮", contact="13800001234")
    matter = told.record()
    with gate.upkeep():
        english = Voice.objects.create(matter=matter, words="dark", language="en", door="web", said_at=clock.now())
        Voice.objects.create(matter=matter, words="算了", door="web", said_at=clock.now(), withdrawn_at=clock.now())
    return Way(cast, kind, dice, matter, [matter.voices.get(pk=told.voice.voice), english], clock.now())


def judge(way: Way) -> None:
    verdict = way.choose(["yes", "yes", "yes", "yes", "half", "no", "cannot_tell"])
    voice = Actor("web", voice=way.speaker().pk)
    gate.do(voices.judge, voice, **way.given, verdict=verdict, words="还不行" if verdict == "no" else "")


def claim(way: Way) -> None:
    outcome = way.choose([option.code for option in way.kind.outcomes])
    evidence = way.choose([option.code for option in way.kind.evidence if option.code != "photos"])
    gate.do(matters.claim, way.cast.property, **way.given, outcome=outcome, evidence=evidence, note="办了")


def reply(way: Way) -> None:
    outcome = way.choose([option.code for option in way.kind.outcomes if option.code != asked.FROM_GUIDE])
    english = way.choose(["Done.", "Done.", "Done.", ""])
    gate.do(asked.reply, way.cast.desk, **way.given, outcome=outcome, sentence="这样办。", sentence_en=english)


def answer(way: Way) -> None:
    english = way.choose(["Done.", "Done.", "Done.", ""])
    gate.do(matters.answer, way.cast.desk, **way.given, sentence="办好了。", sentence_en=english)


def withdraw(way: Way) -> None:
    """Somebody needs it no longer; what is left of those who speak is what has to be answered."""
    voice = way.speaker()
    gate.do(voices.withdraw, Actor("web", voice=voice.pk), **way.given)
    way.speaking.remove(voice)


def ask_time(way: Way) -> None:
    first = Matter.objects.get(pk=way.matter.pk).due_at or clock.now()
    gate.do(deferring.ask_time, way.cast.property, **way.given, due=due(first, 1).at, reason="等配件")


MOVES: dict[str, Callable[[Way], Any]] = {
    "ask": lambda way: gate.do(asking.ask, way.cast.desk, **way.given, words="哪一层？"),
    "respond": lambda way: gate.do(asking.reply, Actor("web", voice=way.speaker().pk), **way.given, words="三"),
    "unreplied": lambda way: gate.do(asking.unreplied, way.cast.system, **way.given),
    "refer": lambda way: gate.do(handing.refer, way.cast.desk, **way.given, agency="供电公司", reference="1"),
    "taken": lambda way: gate.do(
        handing.taken, way.cast.desk, **way.given, sentence="接了。", sentence_en=way.choose(["Taken.", "Taken.", ""])
    ),
    "not_taken": lambda way: gate.do(handing.not_taken, way.cast.desk, **way.given, note="没接"),
    "hand_back": lambda way: gate.do(handing.hand_back, way.cast.property, **way.given, reason="not_ours", note="不归"),
    "adjudicate": lambda way: gate.do(handing.adjudicate, way.cast.supervisor, **way.given, owner="property", why="定"),
    "ask_time": ask_time,
    "grant_time": lambda way: gate.do(deferring.grant_time, way.cast.supervisor, **way.given),
    "refuse_time": lambda way: gate.do(deferring.refuse_time, way.cast.supervisor, **way.given, note="不能"),
    "park": lambda way: gate.do(
        deferring.park, way.cast.dispatcher, **way.given, reason="season", note="等", until=clock.today() + timedelta(days=9)
    ),
    "resume": lambda way: gate.do(deferring.resume, way.cast.property, **way.given),
    "withdraw": withdraw,
    "accept": lambda way: gate.do(
        matters.accept, way.cast.desk, **way.given, category=way.choose(list(way.kind.categories)).code,
        severity=way.choose([0, 2, 2, 2]),
    ),
    "assign": lambda way: gate.do(matters.assign, way.cast.dispatcher, **way.given, owner="property"),
    "start": lambda way: gate.do(matters.start, way.cast.property, **way.given),
    "claim": claim,
    "reject": lambda way: gate.do(matters.reject, way.cast.checker, **way.given, note="没好"),
    "check": lambda way: gate.do(matters.check, way.cast.checker, **way.given),
    "answer": answer,
    "reply": reply,
    "judge": judge,
    "close": lambda way: gate.do(matters.close, way.cast.system, **way.given),
    "refuse": lambda way: gate.do(
        matters.refuse_person, way.cast.desk, **way.given, competent=way.choose(["police", "hotline", "mediation"])
    ),
    "reopen": lambda way: gate.do(matters.reopen, way.cast.supervisor, **way.given, reason="没好"),
}  # fmt: skip


#: Moves that lead back; drawn less often, or few would see the end.
BACK = (
    "reject", "reopen", "ask", "refer", "not_taken", "hand_back", "ask_time", "grant_time", "refuse_time", "park",
    "withdraw",
)  # fmt: skip


def answered_since(way: Way, voice: Voice) -> list[Answer]:
    return list(Answer.objects.filter(voice=voice, at__gte=way.last_reopened))


def assert_answered(way: Way) -> None:
    for voice in way.speaking:
        answers = answered_since(way, voice)
        assert len(answers) == 1
        assert answers[0].text.strip() and answers[0].language == voice.language
        assert answers[0].text.isascii() is (voice.language == "en") or "“" in answers[0].text
    assert not Answer.objects.filter(voice__matter=way.matter, at__gt=F("voice__withdrawn_at")).exists()


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.name)
@drawn
@given(thrown=st.lists(st.integers(0, 10_000), min_size=60, max_size=120))
def test_no_way_leads_to_the_end_past_the_answer(cast: Cast, kind: Kind, thrown: list[int]) -> None:
    """Thrown beforehand: which claims are looked at depends on ids, and ids are others at every try."""
    with transaction.atomic(), clock.at(START):
        way = begin(cast, kind, itertools.cycle(thrown))
        for step in range(len(thrown) // 4):
            ahead = [move.name for move in kind.flow.from_state(way.matter.state)]
            if not ahead:
                break
            with clock.at(START + timedelta(days=16 * step)), suppress(NotNow, Invalid, Denied):
                MOVES[way.choose(ahead + 4 * [name for name in ahead if name not in BACK])](way)
                was, way.matter = way.matter.state, Matter.objects.get(pk=way.matter.pk)
                if way.matter.state == "reopened" != was:
                    way.last_reopened = clock.now()
            if way.matter.state in {"answered", "closed"}:
                assert_answered(way)
        event(f"ends {way.matter.state}")
        transaction.set_rollback(True)


def test_every_answer_has_a_state_of_delivery(cast: Cast) -> None:
    told = cast.checked(cast.report(contact="13800001234"))
    cast.answered(told)
    outbox.drain()
    answers = Answer.objects.filter(voice__matter__number=told.number)
    assert answers
    for one in answers:
        assert Delivery.objects.get(consumer="answers", target=str(one.pk)).state in {
            "waiting", "delivered", "unknown", "failed",
        }  # fmt: skip
