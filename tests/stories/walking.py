"""Walking 走法: one step of each move of a case, by somebody who may make it; for tests that try every way there is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from haitang.commands import (
    asked,
    asking,
    deferring,
    fairness,
    handing,
    handling,
    joining,
    joint,
    matters,
    reopening,
    together,
    voices,
)  # fmt: skip
from haitang.engine import clock, gate
from haitang.engine.promise import due
from haitang.kernel.actor import Actor
from haitang.kernel.errors import NotNow
from haitang.kernel.kind import Kind
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.voice import Voice
from tests.cast import Cast


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
    by = way.choose([way.cast.property, way.cast.property, way.cast.works, way.cast.grid, way.cast.desk])
    gate.do(matters.claim, by, **way.given, outcome=outcome, evidence=evidence, note="办了")


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


def withdraw_for(way: Way) -> None:
    """The same, said on paper and entered by somebody else."""
    voice = way.speaker()
    gate.do(voices.withdraw_for, way.cast.recorder, **way.given, voice=voice.pk, how="paper")
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
    "join": lambda way: gate.do(
        joining.join, way.cast.desk, **way.given, into=way.cast.report(kind=way.kind.name).number
    ),
    "part": lambda way: gate.do(joining.part, Actor("web", voice=way.speaker().pk), **way.given),
    "consult": lambda way: gate.do(
        handling.consult, way.cast.desk, **way.given, sentence="带身份证", source="Guide 3", dated="2022-01-01",
        sentence_en=way.choose(["Bring your card.", ""]),
    ),
    "take": lambda way: gate.do(handling.take, way.choose([way.cast.grid, way.cast.desk]), **way.given),
    "involve": lambda way: gate.do(together.involve, way.cast.dispatcher, **way.given, owner="works", why="会办"),
    "release": lambda way: gate.do(together.release, way.cast.dispatcher, **way.given, owner="works", reason="不用"),
    "grant_again": lambda way: gate.do(reopening.grant, way.cast.supervisor, **way.given),
    "refuse_again": lambda way: gate.do(
        reopening.refuse, way.cast.supervisor, **way.given, reason="看过", reason_en="We looked."
    ),
    "appeal": lambda way: gate.do(reopening.appeal, Actor("web", voice=way.speaker().pk), **way.given),
    "accept": lambda way: gate.do(
        matters.accept, way.cast.desk, **way.given, category=way.choose(list(way.kind.categories)).code,
        severity=way.choose([0, 2, 2, 4]),
    ),
    "assign": lambda way: gate.do(matters.assign, way.cast.dispatcher, **way.given, owner="property"),
    "start": lambda way: gate.do(matters.start, way.choose([way.cast.property, way.cast.grid]), **way.given),
    "claim": claim,
    "reject": lambda way: gate.do(matters.reject, way.cast.checker, **way.given, note="没好"),
    "check": lambda way: gate.do(matters.check, way.choose([way.cast.checker, way.cast.desk]), **way.given),
    "answer": answer,
    "reply": reply,
    "judge": judge,
    "close": lambda way: gate.do(matters.close, way.cast.system, **way.given),
    "refuse": lambda way: gate.do(
        matters.refuse_person, way.cast.desk, **way.given, competent=way.choose(["police", "hotline", "mediation"])
    ),
    "reopen": lambda way: gate.do(matters.reopen, way.cast.supervisor, **way.given, reason="没好"),
    "settle": lambda way: gate.do(joint.settle, way.cast.system, **way.given, motion=1),
    "judge_for": lambda way: gate.do(
        voices.judge_for, way.cast.recorder, **way.given, voice=way.speaker().pk, verdict=way.choose(["yes", "half"]), how="paper"
    ),
    "withdraw_for": withdraw_for,
    "raise_up": lambda way: gate.do(fairness.raise_up, way.cast.desk, **way.given, concerns="chair"),
    "propose_aside": lambda way: gate.do(
        fairness.set_aside, way.cast.desk, **way.given, because=way.choose(["machine", "written_twice"])
    ),
    "confirm_aside": lambda way: gate.do(fairness.confirm_aside, way.cast.auditor, **way.given),
    "refuse_aside": lambda way: gate.do(fairness.refuse_aside, way.cast.auditor, **way.given, note="接着办"),
    "decide_appeal": lambda way: gate.do(
        fairness.decide_appeal, way.cast.auditor, **way.given, judgment="upheld", sentence="对。", sentence_en="Right."
    ),
}  # fmt: skip


#: Moves that lead back; drawn less often, or few would see the end.
BACK = (
    "reject", "reopen", "ask", "refer", "not_taken", "hand_back", "ask_time", "grant_time", "refuse_time", "park",
    "withdraw", "join", "part", "involve", "grant_again", "refuse_again", "appeal", "settle", "withdraw_for", "raise_up",
    "propose_aside", "confirm_aside", "refuse_aside", "decide_appeal",
)  # fmt: skip
