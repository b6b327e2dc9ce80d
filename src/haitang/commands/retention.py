"""Retention 到期销毁: an office fixes its terms; one person proposes what is due, another approves, the clock carries it out."""

from typing import Annotated

from pydantic import Field

from haitang.engine import erasing, retention
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, RecordId, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.disposal import Disposal
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.voice import Voice

KEEPERS = (Role.SUPERVISOR, Role.DISPATCHER, Role.ADMINISTRATOR)
Years = Annotated[int, Field(ge=1, le=retention.LONGEST_YEARS)]
#: Matters made anonymous by one change.
BATCH = 50


@command("retention.set_term", zh="定保存期限", en="Set a retention term", roles=KEEPERS, at="place")
def set_term(
    change: Change, place: Code, outcome: Code, years: Years, source: Sentence, confirmed: bool = False
) -> Fact:
    """How many years after closing words, contacts and photos go. Nothing goes by a term nobody has confirmed."""
    organization = _whole(change)
    if outcome not in retention.outcomes():
        raise Invalid.of("outcome", "请从列表里选一个", "Please choose one from the list")
    given = {"value": years, "source": source, "confirmed": confirmed}
    name = f"{retention.SETTING}{outcome}"
    Setting.objects.update_or_create(organization=organization, name=name, defaults=given)
    facts = {"outcome": outcome, "years": years, "confirmed": confirmed}
    return Fact("retention.set", organization.code, place, name, facts=facts)


@command("retention.propose", zh="提出到期销毁", en="Propose a disposal", roles=KEEPERS, at="place")
def propose(change: Change, place: Code) -> Fact:
    """List what has been kept long enough today, by outcome and place; nothing is destroyed yet."""
    organization = _whole(change)
    if Disposal.objects.filter(organization=organization, finished_at=None).exists():
        raise refuse_now("还有一份方案没有办完", "Another proposal is still under way")
    until = retention.cutoffs(organization)
    found = retention.counted(organization, until)
    if not found:
        raise refuse_now("现在没有到期的（只算期限已经确认的）", "Nothing is due now (only confirmed terms count)")
    made = Disposal.objects.create(
        organization=organization,
        cutoffs=until,
        counts=[[one.outcome, one.community, one.count] for one in found],
        due=sum(one.count for one in found),
        proposed_by_id=change.by.account,
        proposed_at=change.at,
    )
    facts = {"matters": made.due}
    return Fact("retention.proposed", organization.code, place, "disposal", facts=facts, values={"disposal": made.pk})


@command("retention.approve", zh="批准到期销毁", en="Approve a disposal", roles=KEEPERS, at="place")
def approve(change: Change, place: Code, disposal: RecordId) -> Fact:
    """Another person than the one who proposed it agrees; from now on the clock makes the matters anonymous."""
    organization = _whole(change)
    found = Disposal.objects.select_for_update().filter(pk=disposal, organization=organization).first()
    if found is None:
        raise Invalid.of("disposal", "没有这份方案", "There is no such proposal")
    if found.approved_at is not None:
        raise refuse_now("这份方案已经批准", "This proposal has been approved already")
    if found.proposed_by_id == change.by.account:
        raise Denied(Words(zh="自己提的方案要由别人批准", en="Somebody else has to approve what you proposed"))
    found.approved_by_id, found.approved_at = change.by.account, change.at
    found.save()
    return Fact("retention.approved", organization.code, place, "disposal", facts={"matters": found.due})


@command("retention.carry_out", zh="到期销毁", en="Carry out a disposal", roles=(Role.SYSTEM,))
def carry_out(change: Change, disposal: RecordId) -> Fact:
    """The next matters of an approved proposal: words, contacts and photos go, counts stay. Safe to repeat."""
    rows = Disposal.objects.select_for_update(of=("self",)).select_related("organization")
    found = rows.filter(pk=disposal, finished_at=None).exclude(approved_at=None).first()
    if found is None:
        raise refuse_now("没有批准的方案要办", "There is no approved proposal to carry out")
    waiting = retention.due(found.organization, found.cutoffs).order_by("pk").select_for_update(of=("self",))
    matters = list(waiting.select_related("organization")[: BATCH + 1])
    gone = erasing.Forgotten()
    for matter in matters[:BATCH]:
        _anonymize(change, matter, gone)
    found.done += len(matters[:BATCH])
    found.finished_at = None if len(matters) > BATCH else change.at
    found.save()
    facts = {**gone.facts(erasing.TERM), "matters": len(matters[:BATCH])}
    return Fact("body.erased", found.organization.code, "", "disposal", facts=facts, values={"done": found.done})


def _anonymize(change: Change, matter: Matter, gone: erasing.Forgotten) -> None:
    voices = list(Voice.objects.filter(matter=matter, erasure="").select_related("contact"))
    forgotten = erasing.forget(matter, voices, erasing.TERM, change.at)
    gone.kept |= forgotten.kept
    gone.looks += forgotten.looks
    erasing.forget_work(matter)
    matter.anonymized_at = change.at
    matter.version += 1
    matter.save()


def _whole(change: Change) -> Organization:
    """The organization of a place; its terms are one for all of it, so a post below cannot set them."""
    organization = territory_of(change.placed)
    above = change.placed.parent
    if above is not None and above.organization_id == organization.pk:
        raise Invalid.of(
            "place", "期限按单位定，请选整个单位", "Terms hold for the whole organization; please choose all of it"
        )
    return organization


COMMANDS = (set_term, propose, approve, carry_out)
