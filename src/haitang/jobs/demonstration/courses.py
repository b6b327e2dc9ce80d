"""Courses 别的走法: what may happen to a request besides the straight way, each told once, all in the invented compound.

Joined into another, handed back until somebody decides, parked, reopened once and twice, passed to another body, half
solved, withdrawn, seen to at once, answered from knowledge, done by several offices, decided by a joint meeting.
"""

from collections.abc import Callable, Iterator
from typing import Any

from haitang.commands import asking, deferring, handing, handling, joining, joint, matters, meetings, reopening, voices
from haitang.commands import together as offices
from haitang.jobs.demonstration.days import read
from haitang.jobs.demonstration.example import request
from haitang.jobs.demonstration.founding import CLOCK, Staff, holder
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story, Wait
from haitang.jobs.demonstration.tale import Acts, Board, Tale
from haitang.kernel.actor import Actor
from haitang.kernel.command import Fact

#: Whoever has the matter in hand, whoever spoke, the clock; anybody else is a login.
IN_HAND, VOICE, BY_ITSELF = "in hand", "voice", "clock"

#: Step → who takes it where the paper names nobody, and the command.
STEPS: dict[str, tuple[str, Callable[..., Fact]]] = {
    "accept": ("desk", matters.accept),
    "ask": ("desk", asking.ask),
    "join": ("desk", joining.join),
    "consult": ("desk", handling.consult),
    "take": ("grid", handling.take),
    "refer": ("desk", handing.refer),
    "taken": ("desk", handing.taken),
    "assign": ("dispatcher", matters.assign),
    "hand_back": (IN_HAND, handing.hand_back),
    "adjudicate": ("supervisor", handing.adjudicate),
    "involve": ("dispatcher", offices.involve),
    "start": (IN_HAND, matters.start),
    "ask_time": (IN_HAND, deferring.ask_time),
    "grant_time": ("dispatcher", deferring.grant_time),
    "park": ("dispatcher", deferring.park),
    "resume": (BY_ITSELF, deferring.resume),
    "claim": (IN_HAND, matters.claim),
    "check": ("checker", matters.check),
    "answer": ("desk", matters.answer),
    "judge": (VOICE, voices.judge),
    "reopen": ("supervisor", matters.reopen),
    "grant": ("supervisor", reopening.grant),
    "withdraw": (VOICE, voices.withdraw),
}
#: A value that begins so is the number of the matter of that name.
_NAMED = "@"


class Course(Tale):
    """One request whose steps are told one by one, each with what the paper says of it."""

    def step(self, board: Board, step: str, at: str, more: dict[str, Any]) -> Acts:
        """One step of the paper; `wait` lets what follows from others' acts happen, `lapse` is ten days of silence."""
        if step == "wait":
            yield Wait(read(at))
        elif step == "lapse":
            yield from self.lapse()
        else:
            who, command = STEPS[step]
            given = {"matter": self.number, **self._known(step), **_looked_up(board, more)}
            by = self._by(given.pop("by", who))
            yield Act(read(at), by, command, given)

    def _known(self, step: str) -> dict[str, Any]:
        """What a step says where the paper says nothing else."""
        told = self.request
        match step:
            case "accept":
                return {"category": told.category, "title": told.title, "severity": told.severity, "screened": True}
            case "assign":
                return {"owner": told.owner, "why": told.why}
            case "claim":
                return {"outcome": "solved", "evidence": "second_look"}
            case _:
                return {}

    def _by(self, who: str) -> Actor:
        if who == IN_HAND:
            owner = self.record().owner
            return self.staff[holder(owner.code if owner is not None else self.request.owner)]
        return self.voice if who == VOICE else CLOCK if who == BY_ITSELF else self.staff[who]


def _looked_up(board: Board, more: dict[str, Any]) -> dict[str, Any]:
    return {
        name: board.named[value.removeprefix(_NAMED)] if str(value).startswith(_NAMED) else value
        for name, value in more.items()
    }


def stories(staff: Staff, board: Board) -> Iterator[Story]:
    """Every course of the paper, and the joint meeting that decides one of them."""
    for entry in paper("courses")["matters"]:
        yield _told(entry, Course(request(entry), staff), board)
    yield _met(paper("courses")["meeting"], staff, board)


def _told(entry: dict[str, Any], course: Course, board: Board) -> Story:
    yield from course.told()
    board.named[entry["code"]] = course.number
    for step, at, *more in entry["steps"]:
        yield from course.step(board, step, at, more[0] if more else {})


def _met(told: dict[str, Any], staff: Staff, board: Board) -> Story:
    """Planned, held and closed: one item names an office and binds it, another stays open for the next meeting."""
    outcome = yield Act(read(told["planned"]), staff["dispatcher"], meetings.plan, told["session"])
    about = {"meeting": outcome.subject}
    motions = []
    for item in told["items"]:
        given = {**about, "topic": item["topic"], "matter": board.named.get(item.get("matter", ""), "")}
        outcome = yield Act(read(told["tabled"]), staff["dispatcher"], meetings.table, given)
        motions.append(outcome.values["motion"])
    yield Act(read(told["published"]), staff["dispatcher"], meetings.publish, about)
    yield Act(read(told["held"]), staff["supervisor"], joint.convene, {**about, **told["came"]})
    for item, motion in zip(told["items"], motions, strict=True):
        decide = joint.decide if "owner" in item["decided"] else meetings.decide
        yield Act(read(told["decided"]), staff["supervisor"], decide, {**about, "motion": motion, **item["decided"]})
    yield Wait(read(told["closed"]))
    yield Act(read(told["closed"]), staff["supervisor"], meetings.close, about)
