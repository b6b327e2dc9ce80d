"""Disputes 调解: the printed count, each told to its end and nothing of it said; what fails does so in the invented compound."""

import io
from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from haitang.commands import agreements, mediation
from haitang.engine import clock, sealed_files
from haitang.engine.gate import Outcome
from haitang.jobs.demonstration.days import on, read, spread, workday
from haitang.jobs.demonstration.founding import ORGANIZATION, Staff
from haitang.jobs.demonstration.papers import FACTS, paper
from haitang.jobs.demonstration.replay import Act, Step, Story
from haitang.jobs.demonstration.tale import Acts
from haitang.kernel.actor import Actor
from haitang.records.party import Organization

FIGURE = "requests.disputes_mediated"
FIRST, LAST = date(2023, 1, 10), date(2023, 9, 12)

Told = Generator[Step, Outcome, Outcome]


class Case:
    """One dispute and everybody's acts on it; the two sides are known once they are noted."""

    def __init__(self, staff: Staff, words: str, place: str) -> None:
        self.staff, self.words, self.place = staff, words, place
        self.number = ""
        self.sides: list[Actor] = []

    def request(self, at: datetime, counter: bool = False) -> Acts:
        """One side asks: on the page, or at the counter, where the desk writes it down."""
        by = self.staff["desk"] if counter else Actor("web")
        given = {"words": self.words, "place": self.place, "for_somebody": counter}
        outcome = yield Act(at, by, mediation.request, given)
        self.number = outcome.subject
        self.sides.append(Actor("web", voice=outcome.values["voice"]))

    def act(self, at: datetime, command: Any, by: Actor | None = None, **given: Any) -> Told:
        """One act of the mediator, or of a side."""
        return (yield Act(at, by or self.staff["mediator"], command, {"matter": self.number, **given}))

    def take(self, at: datetime) -> Acts:
        """The mediator takes it on."""
        yield from self.act(at, mediation.take, unconcerned=True)

    def invite(self, at: datetime) -> Acts:
        """The other side is asked."""
        outcome = yield from self.act(at, mediation.invite)
        self.sides.append(Actor("web", voice=outcome.values["voice"]))

    def first(self, at: datetime) -> Acts:
        """Who asked agrees, on the page."""
        yield from self.act(at, mediation.consent, by=self.sides[0])

    def second(self, at: datetime) -> Acts:
        """The other side agrees, on paper."""
        yield from self.act(at, mediation.consent, side="second", how="paper")

    def decline(self, at: datetime) -> Acts:
        """The other side does not want it."""
        yield from self.act(at, mediation.decline, side="second")

    def sit(self, at: datetime) -> Acts:
        """Both are heard."""
        given = {"venue": _community(self.place), "record": paper("disputes")["minutes"]}
        yield from self.act(at, agreements.sit, day=clock.local_day(at), **given)

    def end(self, at: datetime) -> Acts:
        """They do not come to terms."""
        yield from self.act(at, agreements.end, outcome="not_reached")

    def sign(self, at: datetime, number: int) -> Acts:
        """Both sign."""
        kept = sealed_files.keep(_picture(number), Organization.objects.get(code=ORGANIZATION))
        yield from self.act(at, agreements.sign, day=clock.local_day(at), paper=kept)


def stories(staff: Staff) -> Iterator[Story]:
    """The printed count, and what is invented."""
    count = next(figure["value"] for figure in paper(FACTS)["figures"] if figure["figure"] == FIGURE)
    for number, day in enumerate(spread(FIRST, LAST, count), 1):
        yield _settled(staff, number, workday(day))
    yield from (_invented(staff, entry) for entry in paper("disputes")["example"])


def _settled(staff: Staff, number: int, day: date) -> Story:
    """From the first word to the visit afterwards; every third pair asks the court to confirm."""
    texts = paper("disputes")
    case = Case(staff, texts["words"].format(number=number), ("daguan", "jinhua")[number % 2])
    signed = workday(day, 7)
    yield from case.request(on(day, 9, number * 4), counter=number % 4 == 1)
    yield from case.take(on(workday(day, 1), 9, number))
    yield from case.invite(on(workday(day, 1), 10, number))
    yield from case.first(on(workday(day, 1), 19, number))
    yield from case.second(on(workday(day, 2), 15, number))
    yield from case.sit(on(workday(day, 5), 14, number))
    yield from case.sign(on(signed, 10, number), number)
    if number % 3 == 0:
        yield from _confirmed(case, signed, number)
    visited = workday(signed + timedelta(days=30))
    venue = _community(case.place)
    yield from case.act(on(visited, 10, number), agreements.visit, day=visited, venue=venue, record=texts["visited"])
    yield from case.act(on(visited, 11, number), agreements.close)


def _confirmed(case: Case, signed: date, number: int) -> Acts:
    asked, ruled = workday(signed, 3), workday(signed, 9)
    yield from case.act(on(asked, 16, number), agreements.apply, day=asked)
    yield from case.act(on(ruled, 16, number), agreements.ruling, day=ruled, ruled="confirmed")


def _invented(staff: Staff, entry: dict[str, Any]) -> Story:
    case = Case(staff, entry["words"], entry["place"])
    for step, at in entry["steps"]:
        yield from getattr(case, step)(read(at))


def _community(place: str) -> str:
    return {"shili": "shili-community"}.get(place, place)


def _picture(number: int) -> bytes:
    """A sheet that says what it is: no agreement of anybody's."""
    sheet, out = Image.new("RGB", (420, 300), "white"), io.BytesIO()
    ImageDraw.Draw(sheet).multiline_text((40, 60), paper("disputes")["paper"].format(number=number), fill="black")
    sheet.save(out, "PNG")
    return out.getvalue()
