"""Texting 短信: an answer is announced to a voice's telephone where the office has an SMS gateway; else people call."""

from haitang.engine import links, vault
from haitang.engine.channels import gateways
from haitang.engine.channels.addresses import Refused
from haitang.engine.channels.telling import opened
from haitang.engine.consumer import Result
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.channel import Channel
from haitang.records.contact import Contact
from haitang.records.voice import Answer

#: The answer itself stays with us: a text message passes through others' hands.
TEXT = Words(
    zh="【{office}】您说的事（编号 {number}）有答复了：{link}",
    en="{office}: what you told us ({number}) has its answer: {link}",
)
#: What was not asked for by the one who reads it is no answer.
NEWS = Words(
    zh="【{office}】有一句话给您（编号 {number}），请打开看：{link}",
    en="{office}: there is a message for you ({number}): {link}",
)


def gateway_for(answer: Answer) -> Channel | None:
    """The SMS gateway nearest to the answer's matter, if the office has one."""
    matter = answer.voice.matter
    rows = Channel.objects.filter(organization=matter.organization_id, kind="sms", enabled=True, removed_at=None)
    found = rows.select_related("place", "address__organization", "secret__organization").order_by("pk")
    near = [row for row in found if matter.place.within(row.place)]
    return max(near, key=lambda row: len(row.place.path), default=None)


def text(gateway: Channel, answer: Answer, contact: Contact) -> Result:
    """Announce one answer; Unopenable when address or number cannot be read."""
    matter = answer.voice.matter
    text = TEXT if kinds[matter.kind].flow.move("judge") else NEWS
    said = text.say(answer.language).format(
        office=Words(zh=matter.organization.name, en=matter.organization.name_en).say(answer.language),
        number=matter.number,
        link=links.way_in(answer),
    )
    address, _ = opened(gateway)
    try:
        return gateways.send(gateways.sms(address, vault.unseal(contact)), said)
    except Refused as refusal:
        return Result("failed", refusal.words.en)
