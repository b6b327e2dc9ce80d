"""Bringing answers 送达: each answer goes by e-mail where the voice gave one; the follow page shows it too.

A telephone gets a text message where the office has an SMS gateway. All else is for people: such an answer is
*undelivered* until somebody says how it was told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db.models import Q

from haitang.engine import clock, joined, links, mail, vault
from haitang.engine.channels import texting
from haitang.engine.consumer import Consumer, Happening, Result, Want
from haitang.engine.deliveries import STUCK
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Link, Matter
from haitang.records.office import Delivery
from haitang.records.party import Organization
from haitang.records.place import Place
from haitang.records.voice import Answer

NAME = "answers"
ON_PAGE = Result("delivered", "on the follow page")
BY_PEOPLE = Result("failed", "tell them by phone or on paper")
ERASED = Result("delivered", "erased: nobody is written to")
DEMONSTRATION = Result("failed", "a demonstration writes to nobody")

SUBJECT = Words(zh="{office}：{number} 的答复", en="{office}: the answer to {number}")
BODY = Words(
    zh="{text}\n\n编号：{number}\n查看经过、说说好了没有：{link}\n（请备好收据上的查询码。本邮件由系统发出，请勿回复。）\n",
    en="{text}\n\nNumber: {number}\nSee what happened and say whether it is solved: {link}\n"
    "(Please have the secret on your receipt ready. This message was sent by a system; please do not reply.)\n",
)
MESSAGE = Words(
    zh="{text}\n\n编号：{number}\n打开看、回一声：{link}\n（本邮件由系统发出，请勿回复。）\n",
    en="{text}\n\nNumber: {number}\nOpen it, say yes or no: {link}\n"
    "(This message was sent by a system; please do not reply.)\n",
)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An answer that did not arrive by itself, as the desk sees it; the contact stays masked."""

    answer: Answer
    matter: Matter
    channel: str
    mask: str
    state: str
    note: str


def targets(happening: Happening) -> Iterable[str]:
    """The answers that this line gave, by id."""
    behind = Link.objects.filter(target__number=happening.subject, type__in=(joined.INTO, joined.PARTED))
    of = Q(voice__matter__number=happening.subject) | Q(voice__matter__in=behind.values("source"))
    given = Answer.objects.filter(of, at=happening.occurred_at, voice__matter__shape__in={want.shape for want in WANTS})
    return [str(pk) for pk in given.order_by("pk").values_list("pk", flat=True)]


def carry(delivery: Delivery, happening: Happening) -> Result:
    """Bring one answer by the way its voice gave."""
    read = ("voice__contact__organization", "voice__matter__organization", "voice__matter__place")
    answer = Answer.objects.select_related(*read).get(pk=delivery.target)
    contact = answer.voice.contact
    if answer.voice.erasure:
        return ERASED
    if contact is None:
        return ON_PAGE
    gateway = texting.gateway_for(answer) if contact.channel == "phone" else None
    if contact.channel != "email" and gateway is None:
        return BY_PEOPLE
    if clock.is_demonstration() or clock.is_set():
        return DEMONSTRATION
    try:
        if gateway is not None:
            return texting.text(gateway, answer, contact)
        address = vault.unseal(contact)
    except vault.Unopenable as error:
        return Result("failed", error.words.en)
    return mail.send(compose(answer, address, mail.message_id(happening.ledger, happening.entry, answer.pk)))


def compose(answer: Answer, address: str, message_id: str) -> EmailMessage:
    """The answer as a letter in the voice's language: text, number, link; nobody's own words, and no secret but that of
    a link that was made for this very message."""
    matter = answer.voice.matter
    office = Words(zh=matter.organization.name, en=matter.organization.name_en).say(answer.language)
    body = BODY if kinds[matter.kind].flow.move("judge") else MESSAGE
    return EmailMessage(
        SUBJECT.say(answer.language).format(office=office, number=matter.number),
        body.say(answer.language).format(text=answer.text, number=matter.number, link=links.way_in(answer)),
        to=[address],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated", "Content-Language": answer.language},
    )


def delivery_of(answer: Answer) -> str:
    """Where one answer stands: `waiting`, `delivered`, `unknown` or `failed`."""
    return deliveries_of([answer])[answer.pk]


def deliveries_of(answers: Iterable[Answer]) -> dict[int, str]:
    """Where each answer stands, by its id, in one query. One not yet looked at waits."""
    states = {str(answer.pk): "waiting" for answer in answers}
    rows = Delivery.objects.filter(consumer=NAME, target__in=list(states)).order_by("pk")
    states.update(rows.values_list("target", "state"))
    shown = {"leased": "waiting", "dead": "failed"}
    return {int(pk): shown.get(state, state) for pk, state in states.items()}


def undelivered(organization: Organization, place: Place | None = None, limit: int = 50) -> list[Undelivered]:
    """Answers of an organization that need a person's hand, newest first; with `place`, those there or below."""
    stuck = {int(row.target): row for row in _stuck(organization)}
    given = (
        Answer.objects.filter(pk__in=stuck, voice__erasure="")
        .select_related("voice__contact", "voice__matter__place")
        .order_by("-pk")
    )
    if place is not None:
        given = given.filter(voice__matter__place__path__startswith=place.path)
    return [_shown(answer, stuck[answer.pk]) for answer in given[:limit]]


def _stuck(organization: Organization) -> list[Delivery]:
    rows = Delivery.objects.filter(consumer=NAME, ledger=organization.code, state__in=STUCK, due_at=None)
    return list(rows.order_by("-pk")[:1000])


def _shown(answer: Answer, delivery: Delivery) -> Undelivered:
    contact = answer.voice.contact
    return Undelivered(
        answer=answer,
        matter=answer.voice.matter,
        channel=contact.channel if contact else "",
        mask=contact.mask if contact else "",
        state=delivery.state,
        note=delivery.note,
    )


def settle(answer: Answer, how: str) -> bool:
    """Note that a person brought the answer (`phone`, `paper`, `visit`); whether it was still undelivered."""
    rows = Delivery.objects.filter(consumer=NAME, target=str(answer.pk), state__in=STUCK)
    return bool(rows.update(state="delivered", note=f"told by {how}", due_at=None))


def stop(voice: int) -> None:
    """Let nothing more go out to a voice that was erased; an attempt already under way finds nobody the next time."""
    given = [str(pk) for pk in Answer.objects.filter(voice=voice).values_list("pk", flat=True)]
    rows = Delivery.objects.filter(consumer=NAME, target__in=given, state__in=("waiting", *STUCK))
    rows.update(state=ERASED.state, note=ERASED.note, due_at=None)


#: Lines that may have given an answer.
TOLD = (
    "answered", "refused", "joined", "again_refused", "set_aside", "withheld", "appeal_upheld", "appeal_dismissed",
)  # fmt: skip
#: Of the lines of which only the count is public, those about offers of help; a mediation's sides read their own page.
WANTS = (*(Want("case", verb) for verb in TOLD), Want("talent", ""))
ANSWERS = Consumer(NAME, WANTS, targets, carry)
