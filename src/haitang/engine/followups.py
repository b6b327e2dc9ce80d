"""Follow-ups 后续: what one act makes due elsewhere. An accepted project answers those who raised what it resolves."""

from collections.abc import Iterable

from django.db import transaction

from haitang.engine import gate, inbox
from haitang.engine.binding import bind
from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result, Want
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Refusal
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Delivery

FOLLOWUP = Actor("clock", system="followup")
IN_HAND = ("assigned", "working")
NOT_YET = ("received", "accepted", "reopened")


def targets(happening: Happening) -> Iterable[str]:
    """The numbers of the matters that the project resolves."""
    return list(
        Matter.objects.filter(links__target__number=happening.subject, links__type="resolved-as")
        .order_by("number")
        .values_list("number", flat=True)
    )


def carry(delivery: Delivery, happening: Happening) -> Result:
    """Claim and answer one matter, both or neither; one that is not in hand goes to the desk instead."""
    matter = Matter.objects.select_related("place", "owner").get(number=delivery.target)
    if matter.state in IN_HAND:
        return _finish(matter, happening)
    if matter.state in NOT_YET:
        for post in inbox.nearest(matter, Role.DESK):
            inbox.leave(matter, post, "project.owed", happening)
        return Result("failed", "the matter is not in hand; the desk has been told to answer it")
    return Result("delivered", "somebody has seen to it already")


def _finish(matter: Matter, happening: Happening) -> Result:
    project = Matter.objects.get(number=happening.subject)
    said = sentence(project)
    try:
        with transaction.atomic():
            _do(matter, happening, "matters.claim", outcome="project", evidence="minute", note=said.zh)
            _do(matter, happening, "matters.answer", sentence=said.zh, sentence_en=said.en)
    except Refusal as refusal:
        return Result("failed", refusal.words.en)
    return DELIVERED


def _do(matter: Matter, happening: Happening, name: str, **given: str) -> None:
    """One command through the gate under a key that the same line always gives."""
    spec = commands[name]
    key = f"followup:{happening.ledger}:{happening.entry}:{matter.number}"
    gate.ask(spec, FOLLOWUP, bind(spec, (), {"matter": matter.number, **given}), key)


def sentence(project: Matter) -> Words:
    """What those who raised it are told: the project by title and number. The title stays in its own language."""
    return Words(
        zh=f"对应的项目“{project.title}”（{project.number}）已经完工，并由别人验收。",
        en=f"The project that came of it, “{project.title}” ({project.number}), is finished; "
        "somebody else has looked at the work and accepted it.",
    )


FOLLOWUPS = Consumer("followups", (Want("project", "accepted"),), targets, carry, inside=True)
