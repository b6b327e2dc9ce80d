"""Asking 追问: one question to whoever spoke; the clock stands until they reply, or until the time for it is over."""

from haitang.engine import clock, holds, terming
from haitang.engine.change import Change, refuse_now
from haitang.kernel.behalf import How
from haitang.kernel.command import Fact, command
from haitang.kernel.ladder import REPLY
from haitang.kernel.limits import Code, Sentence
from haitang.records.hold import Question


@command("asking.ask", zh="问说事人一句", en="Ask the person who spoke", move="ask", on="matter", shape="case")
def ask(change: Change, matter: Code, words: Sentence) -> Fact:
    """A question that one message can answer. Asked once; the promised date waits with it."""
    subject = change.matter
    if Question.objects.filter(matter=subject).exists():
        raise refuse_now("已经问过一次，请直接受理", "It has been asked once already; please accept the matter")
    until = terming.ends(subject, REPLY, change.at)
    Question.objects.create(matter=subject, text=words, asked_at=change.at, until=until)
    holds.pause(subject, "question", until)
    change.to()
    return change.fact("asked")


@command("asking.reply", zh="回一句", en="Reply", move="respond", on="matter", shape="case")
def reply(change: Change, matter: Code, words: Sentence, how: How = "counter") -> Fact:
    """The person who spoke replies, or somebody writes down what they said, and `how` it came; the clock goes on."""
    _end(change, words)
    return change.fact("replied", facts={"on_behalf": how} if change.by.voice is None else {})


@command(
    "asking.unreplied", zh="没有回音，接着办", en="Go on without a reply", move="unreplied", on="matter", shape="case"
)
def unreplied(change: Change, matter: Code) -> Fact:
    """Nobody replied in time: recorded as that, and the matter goes on (loop.md §5, pitfall 3)."""
    question = _standing(change)
    if clock.now() < question.until:
        raise refuse_now("还在等回音", "The time to reply is not over yet")
    _end(change, "")
    return change.fact("unreplied")


def _end(change: Change, words: str) -> None:
    question = _standing(change)
    question.reply, question.voice_id, question.ended_at = words, change.by.voice, change.at
    question.save()
    holds.resume(change.matter)
    change.to()


def _standing(change: Change) -> Question:
    return Question.objects.filter(matter=change.matter, ended_at=None).latest("id")


COMMANDS = (ask, reply, unreplied)
