"""Mediating 调解: who may mediate a dispute, its two sides, and how both are told that it is over."""

from datetime import date, datetime

from haitang.engine import confided, confidence, ledger
from haitang.engine.authority import holds, posts_of, today
from haitang.engine.change import Change, refuse_now
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Link, Matter
from haitang.records.mediation import Mediator, Side
from haitang.records.party import Membership, Post
from haitang.records.voice import Answer, Voice

#: Calendar days in which both sides may ask the court to confirm (People's Mediation Law 33).
CONFIRMATION_DAYS = 30
CONFIRMATION = Words(
    zh="《人民调解法》第三十三条：自调解协议生效之日起三十日内共同申请司法确认；当天不算，最后一天是休息日的顺延",
    en="People's Mediation Law Art. 33: both together, within thirty days of the agreement taking effect; that day does not "
    "count, and a last day of rest moves to the next working day",
)
_CONFLICT = Words(
    zh="办过这件事，或者被一方换下过的人，不能调解它",
    en="Whoever handled the matter, or was refused by a side, does not mediate it",
)


def post_for(actor: Actor, matter: Matter) -> Post | None:
    """The mediator's post by which somebody may take a dispute on."""
    return holds(posts_of(actor), (Role.MEDIATOR,), matter.place, matter.organization.code)


def holder_of(post: Post) -> Actor | None:
    """Whoever is appointed to a mediator's post today."""
    if post.role != Role.MEDIATOR:
        return None
    term = Membership.objects.filter(today(), post=post, kind="appointed").order_by("id").first()
    return Actor("web", account=term.account_id) if term is not None else None


def name(change: Change, who: Actor, post: int) -> None:
    """Make somebody a mediator of the dispute; Denied for whoever has another part in it."""
    if who.account is None or _concerned(who, change.matter):
        raise Denied(_CONFLICT)
    if Mediator.objects.filter(matter=change.matter, account=who.account, until=None).exists():
        raise refuse_now("已经是本案的调解员", "Already a mediator of this dispute")
    if who.account is None:
        raise Denied(_CONFLICT)
    Mediator.objects.create(matter=change.matter, account_id=who.account, post_id=post, since=change.at)


def _concerned(who: Actor, matter: Matter) -> bool:
    """Whether somebody wrote the request down, handled the matter it grew from, or was refused by a side."""
    if Mediator.objects.filter(matter=matter, account=who.account, ended="refused").exists():
        return True
    opening = [spec.name for spec in commands if spec.opens]
    if who.name in ledger.actors_of(matter.number, opening):
        return True
    raised = Link.objects.filter(target=matter, type="mediated-as").values_list("source__number", flat=True)
    every = [spec.name for spec in commands]
    return any(who.name in ledger.actors_of(number, every) for number in raised)


def dismiss(matter: Matter, at: datetime, why: str) -> None:
    """Nobody mediates it from now on."""
    Mediator.objects.filter(matter=matter, until=None).update(until=at, ended=why)


def served(matter: Matter) -> bool:
    """Whether somebody who mediates it still holds the post they were named under."""
    return any(_serves(one) for one in confidence.serving(matter))


def _serves(one: Mediator) -> bool:
    return Membership.objects.filter(today(), post=one.post_id, account=one.account_id).exists()


def take_side(matter: Matter, voice: Voice, words: str) -> Side:
    """One of the two sides, with what it said sealed."""
    return Side.objects.create(matter=matter, voice=voice, words=confided.sealed_text(words, matter.organization))


def sides(matter: Matter) -> list[Side]:
    """Both sides, whoever asked first."""
    return list(Side.objects.filter(matter=matter).select_related("voice__contact", "words").order_by("id"))


def side_of(change: Change, which: str) -> Side | None:
    """The side that acts, or for which a mediator notes something; None while the other one is not noted.

    A voice never acts for the other side, whatever it says. Invalid where a mediator does not say which one.
    """
    known = sides(change.matter)
    if change.by.voice is not None:
        return next(side for side in known if side.voice_id == change.by.voice)
    place = {"first": 0, "second": 1}.get(which)
    if place is None:
        raise Invalid.of("side", "请选是哪一方", "Please choose which side")
    return known[place] if place < len(known) else None


def both_agreed(matter: Matter) -> bool:
    """Whether both sides have agreed, and neither has taken it back."""
    return Side.objects.filter(matter=matter).exclude(consented_at=None).count() == 2


def finish(change: Change, outcome: str) -> None:
    """It is over, or settled: each side is told in its own language, by the words of the outcome and nothing else."""
    matter, words = change.matter, kinds[change.matter.kind].answer(outcome)
    voices = Voice.objects.filter(matter=matter, withdrawn_at=None).order_by("id")
    Answer.objects.bulk_create(
        Answer(voice=voice, text=words.say(voice.language), language=voice.language, outcome=outcome, at=change.at)
        for voice in voices
    )
    matter.outcome, matter.answered_at = outcome, change.at
    change.to()
    if kinds[matter.kind].flow.state(matter.state).final:
        matter.closed_at = change.at


def not_before(day: date, first: date, field: str) -> None:
    """Invalid when a day lies before the one it can come after."""
    if day < first:
        raise Invalid.of(field, f"不能早于 {first}", f"Not before {first}")
