"""Answers 答复送达: an answer that did not arrive by itself is told by a person, and that is an act like any other."""

from typing import Literal

from haitang.engine import answers
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, RecordId
from haitang.kernel.role import Role
from haitang.records.voice import Answer

#: Not the owner: whoever does the work sees no reporter's identity.
TELLERS = (Role.DESK, Role.GRID, Role.RECORDER, Role.DISPATCHER)


@command("answers.told", zh="当面或电话告知", en="Told by a person", roles=TELLERS, on="matter")
def told(change: Change, matter: Code, answer: RecordId, how: Literal["phone", "paper", "visit"]) -> Fact:
    """Somebody brought an answer by phone, on paper or at the door (loop.md row 14: the second channel)."""
    given = Answer.objects.filter(pk=answer, voice__matter=change.matter).first()
    if given is None:
        raise Invalid.of("answer", "没有这条答复", "There is no such answer")
    if not answers.settle(given, how):
        raise refuse_now("这条答复已经送到", "This answer has arrived already")
    return change.fact(f"told.{how}")


COMMANDS = (told,)
