"""Gateways 网关: group robots of WeCom, DingTalk and Feishu, and SMS services, through the library apprise.

Apprise knows the vendors' addresses and forms; it tells its caller only yes or no. A delivery has to know more: whether
anything was sent at all, and what a vendor said who refuses with “200 OK” (`watching.py`).
"""

import re
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from haitang.engine.channels.addresses import Refused
from haitang.engine.consumer import Result

#: SMS services of apprise whose host is fixed, so that no address can be smuggled in, and who refuse by HTTP status:
#: clicksend and vonage say “200 OK” to a number they refuse, clickatell wants its token in the address.
SMS = ("d7sms", "msgbird", "plivo", "sinch", "twilio")
PHONE = "{phone}"
#: Where a robot's whole address, as the vendor's page shows it, keeps its token: host, path, parameter.
PASTED = {
    "wecom": ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    "dingtalk": ("oapi.dingtalk.com", "/robot/send", "access_token"),
    "feishu": ("open.feishu.cn", "/open-apis/bot/v2/hook/", ""),
}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")
_PHONE = re.compile(r"\+?[0-9]{5,15}")

WRONG = Refused("这个地址不是这类渠道的", "This address is not one of this kind of channel")


def token_of(kind: str, text: str) -> str:
    """The token in a robot's pasted address, or the bare token; Refused when it is neither."""
    host, path, parameter = PASTED[kind]
    token = text
    if "://" in text:
        parts = urlsplit(text)
        if parts.scheme != "https" or parts.hostname != host or not parts.path.startswith(path):
            raise WRONG
        token = parse_qs(parts.query).get(parameter, [""])[0] if parameter else parts.path[len(path) :].strip("/")
    if not _TOKEN.fullmatch(token):
        raise WRONG
    return token


def robot(kind: str, token: str, secret: str) -> str:
    """The apprise address of a robot."""
    schema = {"wecom": "wecombot", "dingtalk": "dingtalk", "feishu": "feishu"}[kind]
    return f"{schema}://{quote(secret, safe='')}@{token}/" if secret else f"{schema}://{token}/"


def sms(text: str, phone: str = "13800000000") -> str:
    """The apprise address of an SMS service for one number; Refused when it is none, or the number is no number."""
    if text.partition("://")[0].lower() not in SMS or text.count(PHONE) != 1:
        raise WRONG
    number = re.sub(r"[ ()\-]", "", phone)
    if not _PHONE.fullmatch(number):
        raise Refused("这不是能发短信的号码", "This is no number that a message can be sent to")
    return text.replace(PHONE, quote(number, safe=""))


def check(address: str) -> None:
    """Whether apprise can read the address; Refused when it cannot."""
    _plugin(address)


def send(address: str, text: str) -> Result:
    """Hand one text over by an apprise address; the result never holds the address or the service's words."""
    try:
        plugin = _plugin(address)
    except Refused as refusal:
        return Result("failed", refusal.words.en)
    # The library `requests` comes with it.
    from haitang.engine.channels import watching  # noqa: PLC0415

    return watching.sent(plugin, text)


def _plugin(address: str) -> Any:
    # apprise knows more than a hundred services and takes 0.5 s to load: only what sends should pay for it.
    from apprise import Apprise, AppriseAsset  # noqa: PLC0415

    made = Apprise.instantiate(address, asset=AppriseAsset(http_redirects=False), suppress_exceptions=True)
    if made is None or made.redirects or not made.verify_certificate:
        raise WRONG
    return made
