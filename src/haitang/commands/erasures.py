"""Erasures 抹除: a person is forgotten at their own wish, or, asked at a counter, by two members of staff."""

from haitang.engine import erasing
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, Reason, RecordId
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.erasure import ErasureRequest
from haitang.records.voice import Voice

TAKERS = (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR)


@command("voices.erase", zh="应本人要求抹除", en="Erase at the person's wish", roles=(Role.VOICE,), on="matter")
def erase(change: Change, matter: Code) -> Fact:
    """Words, contact and photos of the person who asks become nothing; the lines and the counts stay."""
    subject = change.matter
    voice = Voice.objects.select_related("contact").get(pk=change.by.voice or 0)
    gone = erasing.forget(subject, [voice], erasing.WISH, change.at)
    where = _where(change)
    return Fact("body.erased", subject.organization.code, where, subject.number, facts=gone.facts(erasing.WISH))


@command("erasures.ask", zh="代收抹除申请", en="Take down a wish to be erased", roles=TAKERS, on="matter")
def ask(change: Change, matter: Code, voice: RecordId, reason: Reason) -> Fact:
    """A person proved at the counter who they are and asked; `reason` says how it was proved, without a name."""
    spoke = Voice.objects.filter(pk=voice, matter=change.matter).first()
    if spoke is None:
        raise Invalid.of("voice", "没有这位说事人", "There is no such voice")
    if spoke.erasure or ErasureRequest.objects.filter(voice=spoke, done_at=None).exists():
        raise refuse_now("已经抹除，或已经有申请在等", "It is erased already, or such a wish waits already")
    made = ErasureRequest.objects.create(voice=spoke, reason=reason, taken_by_id=change.by.account, taken_at=change.at)
    subject, where = change.matter, _where(change)
    return Fact("erasure.asked", subject.organization.code, where, subject.number, values={"request": made.pk})


@command("erasures.carry_out", zh="代办抹除", en="Erase on somebody's behalf", roles=TAKERS, on="matter")
def carry_out(change: Change, matter: Code, request: RecordId) -> Fact:
    """Another person than the one who took the wish down does it, the same way as the subject could."""
    subject = change.matter
    asked = ErasureRequest.objects.select_for_update().filter(pk=request, voice__matter=subject).first()
    if asked is None:
        raise Invalid.of("request", "没有这份申请", "There is no such request")
    if asked.done_at is not None:
        raise refuse_now("这份申请已经办过", "This request has been done already")
    if asked.taken_by_id == change.by.account:
        raise Denied(Words(zh="自己收的申请要由别人办", en="Somebody else has to do what you took down"))
    voice = Voice.objects.select_related("contact").get(pk=asked.voice_id)
    gone = erasing.forget(subject, [voice], erasing.WISH, change.at)
    ErasureRequest.objects.filter(pk=asked.pk).update(done_by=change.by.account, done_at=change.at)
    where = _where(change)
    return Fact("body.erased", subject.organization.code, where, subject.number, facts=gone.facts(erasing.WISH))


def _where(change: Change) -> str:
    """The community that the public line names; none of a kind of which only the count is public."""
    return "" if change.kind.sealed else change.matter.community or change.matter.place.code


COMMANDS = (erase, ask, carry_out)
