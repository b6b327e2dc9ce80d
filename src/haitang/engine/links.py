"""Links 凭链办理: a capability link's secret, whether it still opens its matter, and the actor who comes through it."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F

from haitang.engine import clock, joined
from haitang.engine.addresses import absolute
from haitang.engine.proving import note_wrong, refuse_more
from haitang.kernel import token
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Invalid
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from haitang.records.voice import Answer

DOOR = "link"
#: What a link may open at most; never reading out, never erasing. A link names its moves when it is made.
OPENS: dict[Role, tuple[str, ...]] = {Role.OWNER: ("start", "claim"), Role.VOICE: ("respond", "judge", "withdraw")}
#: A link that dies after its first act is for the act that matters.
ONCE: dict[Role, tuple[str, ...]] = {Role.OWNER: ("claim",), Role.VOICE: ("judge",)}
_COMMAND = "link"
_TOO_OFTEN = Words(
    zh="这个链接一小时里试错了 10 次，先停一停。过一小时再试，或者打电话问给您链接的人",
    en="This link was tried wrongly ten times within an hour. Please wait an hour, or telephone whoever gave it to you",
)


def secret_of(link: CapabilityLink) -> str:
    """What stands behind the reference in the link's address."""
    return token.secret_for(settings.SECRET_KEY.encode(), link.ref)


def address_of(link: CapabilityLink) -> str:
    """The address that opens the link, for the code on a slip."""
    return absolute(f"/k/{token.written(link.ref, secret_of(link))}")


def way_in(answer: Answer) -> str:
    """The address that opens what a message asks: the link made for it, while it opens; else its matter's page."""
    link = CapabilityLink.objects.select_related("matter", "voice").filter(answer=answer).first()
    if link is not None and state_of(link, link.matter) == "open":
        return address_of(link)
    return absolute(f"/m/{answer.voice.matter.number}")


def prove(text: str, door: str) -> CapabilityLink:
    """The link that a scanned or typed text opens, alive or not.

    Invalid on `link` when there is none such; TooOften after ten wrong tries within an hour for one reference.
    """
    try:
        ref, secret = token.parse(text)
    except ValueError:
        raise _unknown() from None
    refuse_more(f"link:{ref}", _COMMAND, _TOO_OFTEN)
    if token.same(token.secret_for(settings.SECRET_KEY.encode(), ref), secret) and (found := by_ref(ref)) is not None:
        return found
    note_wrong(f"link:{ref}", _COMMAND, door)
    raise _unknown()


def _unknown() -> Invalid:
    return Invalid.of("link", "没有这个链接，请照纸条再看一遍", "There is no such link; please look at the slip again")


def by_ref(ref: str) -> CapabilityLink | None:
    """The link of that reference with everything its page shows."""
    known = CapabilityLink.objects.select_related("matter__organization", "matter__place", "post__place", "voice")
    return known.filter(ref=ref).first()


def of(matter: Matter) -> list[CapabilityLink]:
    """The links that were made for a matter, the newest first."""
    return list(CapabilityLink.objects.filter(matter=matter).select_related("post", "voice").order_by("-id"))


def end_of(days: int) -> datetime:
    """The last moment of the local day `days` from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(23, 59, 59), clock.ZONE)


def state_of(link: CapabilityLink, matter: Matter) -> str:
    """How it stands: `open`, or why not: `revoked`, `used`, `expired`, `moved` (another owner), `silent` (voice gone)."""
    if link.revoked_at is not None:
        return "revoked"
    if link.once and link.uses:
        return "used"
    if link.expires_at < clock.now():
        return "expired"
    if link.post_id is not None and link.post_id not in matter.owners:
        return "moved"
    if link.voice is not None and link.voice.withdrawn_at is not None:
        return "silent"
    return "open"


def opens(actor: Actor, roles: set[Role], matter: Matter | None, move: str) -> str:
    """`open` when the actor's link opens this move on this matter; else why not, `narrow` for what it does not name."""
    link = CapabilityLink.objects.select_related("voice").filter(pk=actor.link or 0).first()
    if link is None or matter is None or not _about(link, matter):
        return "narrow"
    if Role(link.role) not in roles or move not in link.moves:
        return "narrow"
    return state_of(link, matter)


def named(pk: int) -> list[str]:
    """The moves that a link names, open or not: all others need not be asked about."""
    return list(CapabilityLink.objects.filter(pk=pk).values_list("moves", flat=True).first() or [])


def _about(link: CapabilityLink, matter: Matter) -> bool:
    """Whether the link was made for this matter, or for one whose voice now speaks in it because the two were joined."""
    if link.matter_id == matter.pk:
        return True
    return link.voice_id is not None and joined.sources(matter).filter(source=link.matter_id).exists()


def actor_of(link: CapabilityLink, language: str) -> Actor:
    """Whoever holds the link, as the gate knows them."""
    return Actor(DOOR, voice=link.voice_id, link=link.pk, language=language)


def count_use(link: int) -> None:
    """One act was made through it."""
    CapabilityLink.objects.filter(pk=link).update(uses=F("uses") + 1)


def behind(names: set[str]) -> set[str]:
    """`names` and, for every link among them, the account that handed it out.

    Whoever gave a link away answers for what came through it: they cannot be the somebody else who looks at it.
    """
    ids = [int(name[5:]) for name in names if name.startswith("link:") and name[5:].isdecimal()]
    if not ids:
        return names
    makers = CapabilityLink.objects.filter(pk__in=ids).exclude(made_by=None).values_list("made_by_id", flat=True)
    return names | {f"account:{maker}" for maker in makers}
