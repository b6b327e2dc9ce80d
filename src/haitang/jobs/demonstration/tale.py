"""Tale 一件事: the acts on one request, each a small generator, so that a story reads like what happened."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from haitang.commands import matters, voices
from haitang.engine import promise, steps
from haitang.engine.gate import Outcome
from haitang.jobs.demonstration.founding import CLOCK, Staff, holder
from haitang.jobs.demonstration.replay import Act, Step, Wait
from haitang.kernel.actor import Actor
from haitang.records.matter import Matter

Acts = Generator[Step, Outcome, None]


@dataclass
class Board:
    """What stories know of each other: matters in hand by community, and matters that have a name."""

    in_hand: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def take(self, community: str, number: str) -> None:
        """A matter is being worked on."""
        self.in_hand.setdefault(community, []).append(number)

    def drop(self, community: str, number: str) -> None:
        """It is not any more."""
        if number in self.in_hand.get(community, []):
            self.in_hand[community].remove(number)


@dataclass(frozen=True)
class Request:
    """What is said, where, and what the staff will make of it."""

    said: datetime
    words: str
    place: str
    title: str
    category: str
    owner: str
    why: str
    place_words: str = ""
    language: str = "zh-hans"
    contact: str = ""
    for_somebody: bool = False
    severity: int = 2


class Tale:
    """One request and everybody's acts on it; `number` and `voice` are known once it has been said."""

    def __init__(self, request: Request, staff: Staff) -> None:
        self.request = request
        self.staff = staff
        self.number = ""
        self.voice = Actor("web")

    def _act(self, at: datetime, login: str, command: Any, **given: Any) -> Acts:
        yield Act(at, self.staff[login], command, {"matter": self.number, **given})

    def told(self) -> Acts:
        """Somebody says it, or the neighborhood worker writes it down for them."""
        told = self.request
        by = self.staff["grid"] if told.for_somebody else Actor("web", language=told.language)
        outcome = yield Act(
            told.said,
            by,
            matters.report,
            {
                "words": told.words,
                "place": told.place,
                "place_words": told.place_words,
                "contact": told.contact,
                "language": told.language,
                "for_somebody": told.for_somebody,
            },
        )
        self.number = outcome.subject
        self.voice = Actor("web", voice=outcome.values["voice"], language=told.language)

    def accept(self, at: datetime) -> Acts:
        """The desk says what it is."""
        told = self.request
        given = {"category": told.category, "title": told.title, "severity": told.severity, "screened": True}
        yield from self._act(at, "desk", matters.accept, **given)

    def assign(self, at: datetime) -> Acts:
        """The dispatcher gives it to its owner, with the basis."""
        yield from self._act(at, "dispatcher", matters.assign, owner=self.request.owner, why=self.request.why)

    def start(self, at: datetime) -> Acts:
        """The owner begins."""
        yield from self._act(at, holder(self.request.owner), matters.start)

    def claim(self, at: datetime, note: str, outcome: str = "solved", evidence: str = "second_look") -> Acts:
        """The owner says it is done."""
        given = {"outcome": outcome, "evidence": evidence, "note": note}
        yield from self._act(at, holder(self.request.owner), matters.claim, **given)

    def reject(self, at: datetime, note: str) -> Acts:
        """The checker looked and sends it back."""
        yield from self._act(at, "checker", matters.reject, note=note)

    def check(self, at: datetime) -> Acts:
        """The checker looked and agrees."""
        yield from self._act(at, "checker", matters.check)

    def check_if_drawn(self, at: datetime, always: bool = False) -> Acts:
        """The checker looks at what is drawn for a look, and at what is chosen here."""
        if always or steps.must_be_checked(self.record()):
            yield from self.check(at)

    def answer(self, at: datetime, sentence: str, sentence_en: str = "") -> Acts:
        """The desk tells whoever spoke."""
        yield from self._act(at, "desk", matters.answer, sentence=sentence, sentence_en=sentence_en)

    def judge(self, at: datetime, verdict: str, words: str = "") -> Acts:
        """Whoever spoke says whether it is solved."""
        yield Act(at, self.voice, voices.judge, {"matter": self.number, "verdict": verdict, "words": words})

    def lapse(self) -> Acts:
        """Nobody objects for ten working days: the clock closes it."""
        answered = self.record().answered_at
        if answered is None:
            raise ValueError(f"{self.number} has not been answered")
        at = promise.due(answered, matters.LAPSE_WORKDAYS).at
        yield Wait(at)
        yield Act(at, CLOCK, matters.close, {"matter": self.number})

    def record(self) -> Matter:
        """The matter as it stands."""
        return Matter.objects.get(number=self.number)
