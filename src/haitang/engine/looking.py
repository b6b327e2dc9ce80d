"""Looking 查看联系方式: opening a sealed contact is itself recorded, chained, and shown to its subject."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from pydantic import TypeAdapter, ValidationError

from haitang.engine import clock, concern, confided, confidence, vault
from haitang.engine.authority import holds, posts_of
from haitang.engine.gate import upkeep
from haitang.kernel.actor import Actor
from haitang.kernel.canonical import canonical
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Reason
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.contact import Contact, Reading
from haitang.records.matter import Matter
from haitang.records.office import Refusal
from haitang.records.party import Post
from haitang.records.place import Place
from haitang.records.voice import Voice

MAY_LOOK = (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR)
_REASON: TypeAdapter[str] = TypeAdapter(Reason)


@dataclass(frozen=True, slots=True)
class Looked:
    """One look as its subject is shown it: the office, never a person."""

    at: datetime
    office: Words
    reason: str


class BadReading(Exception):
    """查看记录对不上: a reading was altered or taken out. `reading` is 0 when the end of the chain is missing."""

    def __init__(self, contact: int, reading: int) -> None:
        super().__init__(f"contact {contact}, reading {reading}")
        self.contact, self.reading = contact, reading


def look(contact_id: int, actor: Actor, reason: str) -> str:
    """The text of a contact for somebody whose post covers the matter's place; the look is recorded first.

    What was said or written in confidence is opened the same way, for those who mediate alone.

    Invalid without a reason, Denied without such a post; a refusal goes to the security log.
    """
    why = _reason(reason)
    post = _post_for(contact_id, actor)
    if post is None or actor.account is None:
        _note_refusal(actor)
        raise Denied(Words(zh="您的岗位不能看这个联系方式", en="Your post may not see this contact"))
    with upkeep():
        rows = Contact.objects.select_for_update(of=("self",)).select_related("organization")
        contact = rows.filter(pk=contact_id).first()
        if contact is None:  # erased while we were asking
            raise vault.Unopenable
        _record(contact, actor.account, post.code, why)
        return vault.unseal(contact)


def readings(contact: Contact) -> list[Looked]:
    """Who looked, newest first: for the subject's own page."""
    rows = list(Reading.objects.filter(contact=contact).order_by("-pk"))
    offices = {post.code: Words(zh=post.name, en=post.name_en) for post in _posts(rows)}
    return [Looked(row.at, offices.get(row.office, Words(zh=row.office, en=row.office)), row.reason) for row in rows]


def verify_chain(contact: Contact) -> int | None:
    """The id of the first reading that was altered or whose predecessor is gone; None when the chain is whole.

    0 when it does not end where the contact says it ends: the latest readings were taken out.
    """
    previous, count = "", 0
    for row in Reading.objects.filter(contact=contact).order_by("pk").iterator():
        if row.previous != previous or row.digest != _digest(row):
            return row.pk
        previous, count = row.digest, count + 1
    return None if (previous, count) == (contact.last_look, contact.looks) else 0


def verify_readings() -> int:
    """Every chain of readings, for `haitang verify`; how many readings agree. BadReading at the first fault."""
    read = 0
    for contact in Contact.objects.filter(Q(looks__gt=0) | Q(Exists(Reading.objects.filter(contact=OuterRef("pk"))))):
        if (bad := verify_chain(contact)) is not None:
            raise BadReading(contact.pk, bad)
        read += contact.looks
    return read


def _reason(given: str) -> str:
    try:
        return _REASON.validate_python(given)
    except ValidationError:
        raise Invalid.of(
            "reason", "请写明为什么要看（不超过 300 字）", "Please say why, in at most 300 characters"
        ) from None


def _post_for(contact_id: int, actor: Actor) -> Post | None:
    """The post by which an actor may see a contact: of a role that may look, at the place of its matter or above.

    Whoever handles the matter may only where the voice said so; nobody of an office it is about ever may. What was said
    in confidence is opened by its mediators alone.
    """
    matter = confided.matter_of(contact_id)
    if matter is None:
        return None
    if confidence.is_confidential(matter):
        return confidence.part_of(actor.account, posts_of(actor), matter)
    return looker(posts_of(actor), matter, Voice.objects.filter(contact=contact_id, named=True).exists())


def looker(posts: Sequence[Post], matter: Matter, named: bool) -> Post | None:
    """Which of these posts may open a contact of this matter, if any; `named`: the voice lets its handler call."""
    if concern.hides(posts, matter):
        return None
    owning = next((post for post in posts if post.pk in matter.owners), None)
    if owning is not None and (named or owning.role == Role.OWNER):
        return owning if named else None
    place = Place(path=matter.raised_past) if matter.raised_past else matter.place
    roles = concern.widened(MAY_LOOK, matter) if matter.raised_past else MAY_LOOK
    return holds(posts, roles, place, matter.organization.code)


def _record(contact: Contact, account: int, office: str, reason: str) -> None:
    """Chain one reading to the contact's last and say so on the contact, which the caller has locked."""
    made = Reading(contact=contact, account_id=account, office=office, reason=reason, at=clock.now())
    made.previous = contact.last_look
    made.digest = _digest(made)
    made.save(force_insert=True)
    contact.looks, contact.last_look = contact.looks + 1, made.digest
    contact.save(update_fields=["looks", "last_look"])


def _digest(row: Reading) -> str:
    """SHA-256 of the canonical reading with its predecessor's digest in it."""
    said = [row.contact_id, row.account_id, row.office, row.reason, row.at.isoformat(), row.previous]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _posts(rows: list[Reading]) -> list[Post]:
    return list(Post.objects.filter(code__in={row.office for row in rows}))


def _note_refusal(actor: Actor) -> None:
    Refusal.objects.create(
        at=clock.now(), command="contact.look", actor=actor.name, door=actor.door, refusal=Denied.__name__
    )
