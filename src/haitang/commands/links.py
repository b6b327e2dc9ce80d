"""Links 凭链办理: letting somebody without an account make named moves on one matter, and taking that back."""

from typing import Annotated, Literal

from pydantic import Field

from haitang.engine import links
from haitang.engine.change import Change, refuse_now
from haitang.kernel import token
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import LINK_DAYS, LINK_DAYS_MOST, Code, RecordId
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink
from haitang.records.voice import Voice

#: Those who may give a matter to its owner may also hand the owner a link to it.
MAKERS = (Role.DESK, Role.DISPATCHER, Role.GRID)
Days = Annotated[int, Field(ge=1, le=LINK_DAYS_MOST)]


@command("links.make", zh="开一个链接", en="Make a link", roles=MAKERS, on="matter", shape="case")
def make(
    change: Change,
    matter: Code,
    role: Literal["owner", "voice"] = "owner",
    lasting: Days = LINK_DAYS,
    once: bool = False,
    voice: RecordId | None = None,
) -> Fact:
    """For the responsible office (start, claim) or one of those who spoke (judge). It opens this matter, nothing else.

    `once` lets it die after its first act. The secret is derived, never stored; see `engine/links.py`.
    """
    if role == "owner" and change.matter.owner is None:
        raise refuse_now("还没有派办，没有承办单位", "It has not been assigned, so nobody is responsible yet")
    opened = Role(role)
    link = CapabilityLink.objects.create(
        ref=token.new_ref(),
        matter=change.matter,
        role=role,
        moves=list(links.ONCE[opened] if once else links.OPENS[opened]),
        post=change.matter.owner if role == "owner" else None,
        voice=_voice(change, voice) if role == "voice" else None,
        made_by_id=change.by.account,
        made_at=change.at,
        expires_at=links.end_of(lasting),
        once=once,
    )
    facts = {"opens": role, "days": lasting, **({"once": True} if once else {})}
    return Fact("link.made", *_stands(change), facts=facts, values={"link": link.pk, "ref": link.ref})


@command("links.revoke", zh="收回链接", en="Take a link back", roles=MAKERS, on="matter", shape="case")
def revoke(change: Change, matter: Code, link: RecordId) -> Fact:
    """From now on it opens nothing; what was done through it stands."""
    found = CapabilityLink.objects.filter(pk=link, matter=change.matter).first()
    if found is None:
        raise Denied(Words(zh="这件事没有这个链接", en="This matter has no such link"))
    if found.revoked_at is not None:
        raise refuse_now("这个链接已经收回", "This link was taken back already")
    found.revoked_at = change.at
    found.save()
    return Fact("link.revoked", *_stands(change), facts={"opens": found.role, "uses": found.uses})


def _voice(change: Change, voice: int | None) -> Voice:
    """The voice named, or the only one there is."""
    standing = list(Voice.objects.filter(matter=change.matter, withdrawn_at=None)[:2])
    named = Voice.objects.filter(pk=voice, matter=change.matter, withdrawn_at=None).first() if voice else None
    found = named or (standing[0] if voice is None and len(standing) == 1 else None)
    if found is None:
        raise Invalid.of("voice", "请选是哪一位说的", "Please choose who of those who spoke")
    return found


def _stands(change: Change) -> tuple[str, str, str]:
    """Ledger, place and subject of what happens to a matter's links."""
    return change.matter.organization.code, change.matter.place.code, change.matter.number


COMMANDS = (make, revoke)
