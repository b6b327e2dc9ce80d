"""Confided 密谈的内容: what was said or written in a confidential matter: sealed like a contact, opened only with a reason.

Every look at it is chained and shown to those whose words they are.
"""

from collections.abc import Sequence

from django.db.models import Q

from haitang.engine import photos, vault
from haitang.engine.change import refuse_now
from haitang.engine.confidence import is_confidential
from haitang.kernel.registry import kinds
from haitang.records.contact import Contact, Reading
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.mediation import Accord, SealedFile, Side, Sitting
from haitang.records.party import Organization
from haitang.records.voice import Voice

#: What a sealed text calls itself where a contact would name its channel; nothing of it is ever shown masked.
TEXT, MASK = "text", "····"


def sealed_text(text: str, organization: Organization) -> Contact | None:
    """A saved sealed text, or None for an empty one."""
    if not text:
        return None
    made = vault.seal(text, organization)
    made.channel, made.mask = TEXT, MASK
    made.save()
    return made


def matter_of(contact: int) -> Matter | None:
    """The matter a sealed text or a contact belongs to."""
    known = Matter.objects.select_related("place", "organization")
    for found in (
        Q(voices__contact=contact),
        Q(sides__words=contact),
        Q(sittings__minutes=contact),
        Q(accord__paper__key=contact),
    ):
        if (matter := known.filter(found).first()) is not None:
            return matter
    return None


def words_of(voice: Voice) -> str:
    """What a voice said, for nobody but the voice itself. Unopenable as in the vault."""
    side = Side.objects.filter(voice=voice).select_related("words__organization").first()
    return vault.unseal(side.words) if side is not None and side.words is not None else voice.words


def looked_at(voice: Voice) -> list[Contact]:
    """The sealed texts of one voice whose readings are shown to it: its contact and its words."""
    side = Side.objects.filter(voice=voice).select_related("words").first()
    return [one for one in (voice.contact, side.words if side is not None else None) if one is not None]


def forget(matter: Matter, voices: Sequence[Voice]) -> None:
    """Let go of what these voices said in confidence, and with the last of them of minutes and agreement.

    NotNow while it is under way: one side alone cannot take the other's mediation away unheard.
    """
    if not is_confidential(matter):
        return
    if not kinds[matter.kind].flow.state(matter.state).final:
        raise refuse_now(
            "调解还没有结束；先结束调解，再抹除", "The mediation is not over; end it first, then be erased"
        )
    for side in Side.objects.filter(voice__in=voices).select_related("words"):
        _destroy(side, "words")
    if Voice.objects.filter(matter=matter, erasure="").exclude(pk__in=[voice.pk for voice in voices]).exists():
        return
    for sitting in Sitting.objects.filter(matter=matter).select_related("minutes"):
        _destroy(sitting, "minutes")
    for accord in Accord.objects.filter(matter=matter).select_related("paper__key").exclude(paper=None):
        if accord.paper is not None:
            _destroy(accord.paper, "key")
    files = list(Attachment.objects.filter(matter=matter).values_list("file", flat=True))
    Attachment.objects.filter(matter=matter).delete()
    photos.let_go(files)


def _destroy(row: Side | Sitting | SealedFile, field: str) -> None:
    """Delete one sealed text with its readings; without the key nobody opens what lies on the disk."""
    contact: Contact | None = getattr(row, field)
    if contact is None:
        return
    setattr(row, field, None)
    row.save()
    Reading.objects.filter(contact=contact).delete()
    Contact.objects.filter(pk=contact.pk).delete()
