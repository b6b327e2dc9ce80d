"""Mediation 调解的开头: asked for, taken on, both sides asked; either may stop or want another mediator, without a reason."""

from typing import Literal

from haitang.engine import confidence, mediating, scope
from haitang.engine.change import Change, post_of, refuse_now
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, ContactText, OptionalCode, Sentence
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Language, Words
from haitang.records.matter import Link, Matter
from haitang.records.mediation import Mediator, Side
from haitang.records.voice import Voice

KIND = "disputes.mediation"
SHAPE = "mediation"
#: How a side said that it agrees, or that it does not.
How = Literal["in_person", "paper", "phone"]


@command(
    "mediation.request",
    zh="申请调解",
    en="Ask for mediation",
    move="request",
    on="matter",
    shape=SHAPE,
    roles=(Role.ANYONE,),
    at="place",
    opens=True,
)
def request(
    change: Change,
    words: Sentence,
    place: Code,
    contact: ContactText = "",
    language: Language = "zh-hans",
    for_somebody: bool = False,
    origin: OptionalCode = "",
) -> Fact:
    """One side says in a sentence what it is about; the words are sealed at once. `origin` is the matter it grew from."""
    raised = _origin(change, origin)
    matter = open_matter(change, kinds[KIND], change.placed)
    matter.private = True
    matter.save(update_fields=["private"])
    voice = voice_in(change, matter, "", contact, language, for_somebody)
    mediating.take_side(matter, voice, words)
    if raised is not None:
        Link.objects.create(source=raised, target=matter, type="mediated-as")
    change.subject = matter
    return change.fact("requested", number=matter.number, voice=voice.pk, matter=matter.pk)


def _origin(change: Change, number: str) -> Matter | None:
    """The matter it grew from, if whoever asks may know of it; nothing of it is copied."""
    if not number:
        return None
    found = Matter.objects.filter(number=number).select_related("organization").first()
    known = found is not None and (
        scope.may_see(change.by, found) or Voice.objects.filter(pk=change.by.voice or 0, matter=found).exists()
    )
    if not known or found is None or found.organization_id != change.placed.organization_id:
        raise Invalid.of("origin", "没有这件事，或者不归您看", "There is no such matter, or it is not yours to see")
    return found


@command("mediation.take", zh="接手调解", en="Take it on", move="take", on="matter", shape=SHAPE)
def take(change: Change, matter: Code, unconcerned: bool = False) -> Fact:
    """A mediator says that they are no party, no relative and handled nothing of it; what the product knows is checked."""
    if not unconcerned:
        raise Invalid.of(
            "unconcerned",
            "请确认：您不是当事人，和双方没有亲属或利害关系",
            "Please confirm that you are no party, and close to neither side",
        )
    mediating.name(change, change.by, _mediators_post(change))
    change.to("mediating" if mediating.both_agreed(change.matter) else "accepted")
    return change.fact("taken")


def _mediators_post(change: Change) -> int:
    found = mediating.post_for(change.by, change.matter)
    if found is None:
        raise Denied(Words(zh="您没有调解员岗位", en="You hold no mediator's post here"))
    return found.pk


@command(
    "mediation.bring_in", zh="请一位同事一起调解", en="Bring in a colleague", move="bring_in", on="matter", shape=SHAPE
)
def bring_in(change: Change, matter: Code, mediator: Code) -> Fact:
    """Another mediator's post joins; whoever is appointed to it today, as far as neither side has refused them."""
    post = post_of(mediator, change.matter.organization, "mediator")
    colleague = mediating.holder_of(post)
    if colleague is None:
        raise Invalid.of("mediator", "这个岗位不是调解员，或者今天没有人", "No mediator serves in that post today")
    mediating.name(change, colleague, post.pk)
    change.to(change.matter.state)
    return change.fact("brought_in")


@command("mediation.step_aside", zh="回避、交回", en="Step aside", move="step_aside", on="matter", shape=SHAPE)
def step_aside(change: Change, matter: Code) -> Fact:
    """A mediator leaves it, for a conflict or any other reason; after the last one it waits for somebody else."""
    Mediator.objects.filter(matter=change.matter, account=change.by.account, until=None).update(
        until=change.at, ended="stepped_aside"
    )
    change.to(change.matter.state if confidence.serving(change.matter) else "asked")
    return change.fact("stepped_aside")


@command(
    "mediation.refuse_mediator", zh="换一位调解员", en="Ask for another mediator", move="refuse_mediator", on="matter",
    shape=SHAPE,
)  # fmt: skip
def refuse_mediator(change: Change, matter: Code) -> Fact:
    """A side wants somebody else. No reason is asked for; who was refused does not come back to this dispute."""
    mediating.dismiss(change.matter, change.at, "refused")
    change.to()
    return change.fact("mediator_refused")


@command(
    "mediation.release",
    zh="调解员离岗，重新找人",
    en="Look for a mediator again",
    move="release",
    on="matter",
    shape=SHAPE,
)
def release(change: Change, matter: Code) -> Fact:
    """Nobody of those who mediate it serves as a mediator any more."""
    if mediating.served(change.matter):
        raise refuse_now("还有调解员在岗", "A mediator is still serving")
    mediating.dismiss(change.matter, change.at, "left_office")
    change.to()
    return change.fact("released")


@command("mediation.invite", zh="记下另一方", en="Note the other side", move="invite", on="matter", shape=SHAPE)
def invite(change: Change, matter: Code, contact: ContactText = "", language: Language = "zh-hans") -> Fact:
    """The other side gets a number and a code of its own, and is told what was asked; what was said stays sealed."""
    if Side.objects.filter(matter=change.matter).count() > 1:
        raise refuse_now("双方都记下了", "Both sides are noted already")
    voice = voice_in(change, change.matter, "", contact, language)
    mediating.take_side(change.matter, voice, "")
    change.to()
    return change.fact("invited", number=change.matter.number, voice=voice.pk, matter=change.matter.pk)


@command("mediation.consent", zh="同意调解", en="Agree to mediation", move="consent", on="matter", shape=SHAPE)
def consent(
    change: Change, matter: Code, side: Literal["first", "second", "own"] = "own", how: How = "in_person"
) -> Fact:
    """A side agrees: on its own page, or told to the mediator, who notes how. With both, mediation begins."""
    agreed = mediating.side_of(change, side)
    if agreed is None:
        raise Invalid.of("side", "先记下另一方", "Note the other side first")
    if agreed.consented_at is not None:
        raise refuse_now("这一方已经同意过", "That side has agreed already")
    agreed.consented_at, agreed.how = change.at, "page" if change.by.voice else how
    agreed.save()
    change.to("mediating" if mediating.both_agreed(change.matter) else "accepted")
    return change.fact("consented")


@command("mediation.decline", zh="不调解了", en="No mediation", move="decline", on="matter", shape=SHAPE)
def decline(change: Change, matter: Code, side: Literal["first", "second", "own"] = "own") -> Fact:
    """A side does not want it, or no longer: it ends here, and both are told. No reason is asked for."""
    left = mediating.side_of(change, side)
    if left is not None:
        left.consented_at, left.declined_at = None, change.at
        left.save()
    mediating.finish(change, "declined")
    return change.fact("declined")


COMMANDS = (request, take, bring_in, step_aside, refuse_mediator, release, invite, consent, decline)
