"""Kinds of channel 渠道类型 and the events they may want: the one table that commands, pages and sending read."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from haitang.kernel.limits import CHANNEL_EVENTS
from haitang.kernel.words import Words

ChannelKind = Literal["email", "wecom", "dingtalk", "feishu", "sms", "webhook"]
Event = Literal[
    "case.received",
    "case.assigned",
    "case.claimed",
    "case.answered",
    "case.reopened",
    "case.closed",
    "meeting.published",
    "project.claimed",
    "project.accepted",
]
Events = Annotated[list[Event], Field(max_length=CHANNEL_EVENTS)]


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of channel as people choose it: its name, what its address is, what its secret is (empty: none)."""

    words: Words
    address: Words
    secret: Words | None = None


SORTS: dict[str, Sort] = {
    "email": Sort(
        Words(zh="电子邮件", en="E-mail"),
        Words(zh="单位的邮箱，例如 desk@example.org", en="A mailbox of the office, such as desk@example.org"),
    ),
    "wecom": Sort(
        Words(zh="企业微信群机器人", en="WeCom group robot"),
        Words(
            zh="群设置 → 消息推送（群机器人）→ 复制 Webhook 地址，整条粘贴",
            en="Group settings → message push (group robot) → copy the webhook address and paste all of it",
        ),
    ),
    "dingtalk": Sort(
        Words(zh="钉钉群机器人", en="DingTalk group robot"),
        Words(
            zh="群设置 → 机器人 → 自定义 → 复制 Webhook 地址，整条粘贴",
            en="Group settings → robots → custom → copy the webhook address and paste all of it",
        ),
        Words(zh="安全设置选“加签”时给的 SEC 开头的密钥", en="The key that begins with SEC, when “sign” is chosen"),
    ),
    "feishu": Sort(
        Words(zh="飞书群机器人", en="Feishu group robot"),
        Words(
            zh="群设置 → 群机器人 → 自定义机器人 → 复制 Webhook 地址，整条粘贴",
            en="Group settings → robots → custom robot → copy the webhook address and paste all of it",
        ),
    ),
    "sms": Sort(
        Words(
            zh="短信网关（给留了电话的说事人发答复）", en="SMS gateway (answers to those who left a telephone number)"
        ),
        Words(
            zh="网关的 Apprise 地址，电话写成 {phone}，例如 twilio://SID:TOKEN@FROM/{phone}",
            en="The gateway's Apprise address with {phone} for the number, such as twilio://SID:TOKEN@FROM/{phone}",
        ),
        Words(zh="单位自己的手机号，试发时发到这里", en="A telephone of the office that tests are sent to"),
    ),
    "webhook": Sort(
        Words(zh="Webhook（签名的 JSON）", en="Webhook (signed JSON)"),
        Words(zh="接收方的 https 地址", en="The receiver's https address"),
        Words(
            zh="签名密钥，至少 16 个字符，双方各存一份", en="The signing key, 16 characters or more, kept on both sides"
        ),
    ),
}

EVENTS: dict[str, Words] = {
    "case.received": Words(zh="有人说了一件事，请受理", en="Somebody has told us something; please accept it"),
    "case.assigned": Words(zh="一件事派给了承办单位", en="A matter has been assigned"),
    "case.claimed": Words(zh="一件事申报办结，请核查", en="A matter is claimed done; please check it"),
    "case.answered": Words(zh="一件事已经答复", en="A matter has been answered"),
    "case.reopened": Words(zh="一件事要复办", en="A matter has been reopened"),
    "case.closed": Words(zh="一件事已经结案", en="A matter is closed"),
    "meeting.published": Words(zh="一次会的议程已公布", en="The agenda of a session is published"),
    "project.claimed": Words(zh="一个项目申报完工，请验收", en="A project is claimed done; please look at the work"),
    "project.accepted": Words(zh="一个项目已验收", en="A project is accepted"),
}
TEST = Words(zh="这是一条测试消息，收到说明渠道是通的", en="This is a test message; if you read it, the channel works")
TEST_EVENT = "channel.tested"
#: The public kind of the ledger line that a test writes.
TESTED = "channel.tested"

if set(get_args(Event)) != set(EVENTS) or set(get_args(ChannelKind)) != set(SORTS):
    raise RuntimeError("a kind of channel or an event has no words")
