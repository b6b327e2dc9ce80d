"""Telling 告知: a ledger line becomes a short message to every channel that wants it: ids, place and link, no words.

Reaching outside, a channel is served at least once under one name (docs/decisions/0053): a mail keeps its Message-ID,
a webhook its Idempotency-Key.
"""

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage

from haitang.engine import clock, concern, mail, vault
from haitang.engine.addresses import absolute
from haitang.engine.channels import gateways, webhooks
from haitang.engine.channels.addresses import Refused
from haitang.engine.channels.kinds import EVENTS, TEST, TEST_EVENT, TESTED
from haitang.engine.consumer import Consumer, Happening, Result, Want
from haitang.kernel.words import Words
from haitang.records.channel import Channel
from haitang.records.matter import Matter
from haitang.records.office import Delivery

NAME = "channels"
DEMONSTRATION = Result("failed", "a demonstration writes to nobody")
GONE = Result("failed", "the channel was removed")
OFF = Result("failed", "the channel was switched off")
SUBJECT = Words(zh="{office}：{words}", en="{office}: {words}")
BODY = Words(
    zh="{office}\n{words}\n编号：{number}\n地方：{place}\n{link}",
    en="{office}\n{words}\nNumber: {number}\nPlace: {place}\n{link}",
)


def idle(ledger: str) -> bool:
    """Whether an organization has no channel, so that its lines concern nobody."""
    return not Channel.objects.filter(organization__code=ledger, removed_at=None).exists()


def targets(happening: Happening) -> Iterable[str]:
    """The channels that want this event at this place, by id; a test goes to the one that is tested."""
    if happening.kind == TESTED:
        return [str(happening.facts["channel"])]
    matter = _matter(happening)
    if concern.concerned(matter):  # a group reads a channel, and nobody can say who is in it
        return []
    event = event_of(happening, matter)
    rows = Channel.objects.filter(organization__code=happening.ledger, enabled=True, removed_at=None)
    wanted = rows.filter(added_at__lte=happening.recorded_at).exclude(kind="sms").select_related("place").order_by("pk")
    return [str(row.pk) for row in wanted if event in row.events and matter.place.within(row.place)]


def event_of(happening: Happening, matter: Matter) -> str:
    """The event a line is: shape and verb."""
    return f"{matter.shape}.{happening.kind.split('.')[1]}"


def carry(delivery: Delivery, happening: Happening) -> Result:
    """Tell one channel. A test is tried once, so that its result is known at once."""
    channel = Channel.objects.select_related("organization", "address__organization", "secret__organization", "place")
    found = channel.filter(pk=delivery.target).first()
    test = happening.kind == TESTED
    if found is None or found.address is None:
        return GONE
    if not (found.enabled or test):
        return OFF
    if clock.is_demonstration() or clock.is_set():
        return DEMONSTRATION
    try:
        result = _SENDERS[found.kind](found, delivery, happening)
    except vault.Unopenable as error:
        return Result("failed", error.words.en)
    except Refused as refusal:
        return Result("later" if refusal.passing and not test else "failed", refusal.words.en)
    return Result("failed", result.note) if test and result.state == "later" else result


def opened(channel: Channel) -> tuple[str, str]:
    """Address and secret of a channel in clear, for sending only."""
    if channel.address is None:
        return "", ""
    return vault.unseal(channel.address), vault.unseal(channel.secret) if channel.secret else ""


def name_of(delivery: Delivery) -> str:
    """The delivery's id as receivers know it: the same at every attempt, and unlike any other's."""
    return f"{delivery.ledger}.{delivery.entry}.{delivery.target}"


def _by_mail(channel: Channel, delivery: Delivery, happening: Happening) -> Result:
    address, _ = opened(channel)
    said = _said(channel, happening)
    subject = SUBJECT.say(channel.language).format(**said)
    name = mail.message_id(delivery.ledger, delivery.entry, NAME, delivery.target)
    headers = {"Message-ID": name, "Auto-Submitted": "auto-generated", "Content-Language": channel.language}
    return mail.send(EmailMessage(subject, BODY.say(channel.language).format(**said), to=[address], headers=headers))


def _by_robot(channel: Channel, delivery: Delivery, happening: Happening) -> Result:
    token, secret = opened(channel)
    text = BODY.say(channel.language).format(**_said(channel, happening))
    return gateways.send(gateways.robot(channel.kind, gateways.token_of(channel.kind, token), secret), text)


def _by_sms(channel: Channel, delivery: Delivery, happening: Happening) -> Result:
    """Only a test comes here: to the office's own number. Answers take `texting`."""
    address, phone = opened(channel)
    return gateways.send(gateways.sms(address, phone), _said(channel, happening)["words"])


def _by_webhook(channel: Channel, delivery: Delivery, happening: Happening) -> Result:
    address, key = opened(channel)
    return webhooks.send(address, key, name_of(delivery), payload(channel, delivery, happening))


def payload(channel: Channel, delivery: Delivery, happening: Happening) -> dict[str, Any]:
    """What a webhook's receiver reads: ids, kind, place code and link."""
    made: dict[str, Any] = {
        "id": name_of(delivery),
        "event": TEST_EVENT,
        "organization": happening.ledger,
        "ledger": happening.ledger,
        "entry": happening.entry,
        "at": happening.recorded_at.astimezone(clock.ZONE).isoformat(),
    }
    if happening.kind == TESTED:
        return made
    matter = _matter(happening)
    about = {"kind": matter.kind, "number": matter.number, "place": matter.place.code, "link": _link(matter)}
    return {**made, "event": event_of(happening, matter), **about}


def _said(channel: Channel, happening: Happening) -> dict[str, str]:
    """What a message's template is filled with, in the channel's language."""
    tongue = channel.language
    office = Words(zh=channel.organization.name, en=channel.organization.name_en).say(tongue)
    if happening.kind == TESTED:
        place = Words(zh=channel.place.name, en=channel.place.name_en).say(tongue)
        return {"office": office, "words": TEST.say(tongue), "number": "–", "place": place, "link": _home()}
    matter = _matter(happening)
    return {
        "office": office,
        "words": EVENTS[event_of(happening, matter)].say(tongue),
        "number": matter.number,
        "place": Words(zh=matter.place.name, en=matter.place.name_en).say(tongue),
        "link": _link(matter),
    }


def _home() -> str:
    return absolute("/desk/")


def _link(matter: Matter) -> str:
    """The matter's page at the desk: whoever opens it has to sign in."""
    return f"{_home()}m/{matter.number}"


def _matter(happening: Happening) -> Matter:
    return Matter.objects.select_related("place").get(number=happening.subject)


_SENDERS = {
    "email": _by_mail,
    "wecom": _by_robot,
    "dingtalk": _by_robot,
    "feishu": _by_robot,
    "sms": _by_sms,
    "webhook": _by_webhook,
}
WANTS = tuple(Want(*event.split(".")) for event in EVENTS)
CHANNELS = Consumer(NAME, WANTS, targets, carry, also=(TESTED,), idle=idle)
