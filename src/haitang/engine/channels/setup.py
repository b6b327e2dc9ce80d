"""Setting a channel up 接入: is this an address of its kind at all? Then it is sealed, and only its mask is shown."""

from urllib.parse import urlsplit

from haitang.engine import vault
from haitang.engine.channels import gateways
from haitang.engine.channels.addresses import Refused, target_of
from haitang.engine.channels.kinds import SORTS
from haitang.engine.channels.webhooks import SHORTEST_KEY
from haitang.kernel.errors import Invalid
from haitang.records.contact import Contact
from haitang.records.party import Organization

MASK = 40


def sealed(kind: str, address: str, organization: Organization) -> Contact:
    """The saved, sealed address; Invalid when it is none of its kind or points where nothing may be sent."""
    try:
        _check(kind, address)
    except Refused as refusal:
        raise Invalid.of("address", refusal.words.zh, refusal.words.en) from None
    return _kept(address, "channel", mask(kind, address), organization)


def sealed_secret(kind: str, secret: str, organization: Organization) -> Contact | None:
    """The saved, sealed secret of a kind that has one; Invalid when it is missing, too short or out of place."""
    if kind == "webhook" and len(secret) < SHORTEST_KEY:
        raise Invalid.of(
            "secret", f"密钥至少 {SHORTEST_KEY} 个字符", f"The key needs {SHORTEST_KEY} characters or more"
        )
    if kind == "sms":
        _number(secret)
    if secret and SORTS[kind].secret is None:
        raise Invalid.of(
            "secret", "这类渠道没有密钥，请留空", "This kind of channel has no secret; please leave it empty"
        )
    return _kept(secret, "secret", "····", organization) if secret else None


def mask(kind: str, address: str) -> str:
    """What pages may show: of a webhook its host, of a mailbox its usual mask, of all else nothing but the end."""
    if kind == "email":
        return vault.mask(address)[:MASK]
    if kind == "webhook":
        return f"{urlsplit(address).hostname or ''}"[: MASK - 5] + "/····"
    return f"····{address[-2:]}"


def _check(kind: str, address: str) -> None:
    if kind == "email":
        if vault.channel_of(address) != "email":
            raise Refused("这不是电子邮件地址", "This is no e-mail address")
    elif kind == "webhook":
        target_of(address)
    elif kind == "sms":
        gateways.check(gateways.sms(address))
    else:
        gateways.token_of(kind, address)


def _number(phone: str) -> None:
    if vault.channel_of(phone) != "phone":
        raise Invalid.of("secret", "请填试发用的手机号", "Please give the number that tests are sent to")


def _kept(text: str, channel: str, shown: str, organization: Organization) -> Contact:
    made = vault.seal(text, organization)
    made.channel, made.mask = channel, shown
    made.save()
    return made
