"""Channels: who may keep them, what is sealed, what the ledger says, and which lines they hear of."""

import json
from typing import Any

import pytest

from haitang.commands import channels
from haitang.engine import gate, ledger, outbox, vault
from haitang.engine.channels.telling import CHANNELS
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.channel import Channel
from haitang.records.contact import Contact
from haitang.records.office import Delivery, Idempotency
from tests.cast import Cast

HOOK = "https://93.184.216.34/hooks/very-secret-path"
KEY = "a key that nobody guesses"
SOUND: dict[str, dict[str, Any]] = {
    "email": {"address": "duty@example.org"},
    "wecom": {"address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-4e5f-6789"},
    "dingtalk": {
        "address": "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d4e5f",
        "secret": "SEC0123456789",
    },
    "feishu": {"address": "https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-4e5f"},
    "sms": {"address": "msgbird://abcdefghijklmnopqrstuvwxy/15551234567/{phone}", "secret": "13800001234"},
    "webhook": {"address": HOOK, "secret": KEY},
}


def added(cast: Cast, kind: str = "webhook", place: str = "sujin", **more: Any) -> int:
    given = {"name": "值班群", "events": ["case.received"], **SOUND[kind], **more}
    return int(gate.do(channels.add, cast.administrator, place=place, kind=kind, **given).values["channel"])


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_address_and_secret_are_sealed_masked_and_nowhere_else(cast: Cast, kind: str) -> None:
    channel = Channel.objects.select_related("address__organization", "secret__organization").get(pk=added(cast, kind))
    assert channel.address is not None
    assert vault.unseal(channel.address) == SOUND[kind]["address"]
    kept = json.dumps([*Idempotency.objects.values("outcome"), *Contact.objects.values("mask", "channel")])
    lines = [str(body.facts) + str(body.subject) for body in ledger.every_body(["sujin", "root"])]
    for secret in SOUND[kind].values():
        assert secret not in kept + "".join(lines)
        assert secret not in channel.address.mask
    assert "值班群" not in "".join(lines)
    if secret := SOUND[kind].get("secret"):
        assert channel.secret is not None
        assert vault.unseal(channel.secret) == secret


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("email", {"address": "no mailbox"}, "address"),
        ("wecom", {"address": "https://evil.example/send?key=0a1b2c3d4e"}, "address"),
        ("feishu", {"secret": "x" * 20}, "secret"),
        ("sms", {"address": "json://10.0.0.1/{phone}"}, "address"),
        ("sms", {"secret": "nobody"}, "secret"),
        ("webhook", {"secret": "short"}, "secret"),
        ("webhook", {"address": "https://10.0.0.1/hook"}, "address"),
        ("webhook", {"address": "https://169.254.169.254/latest"}, "address"),
        ("webhook", {"address": "https://localhost/hook"}, "address"),
        ("webhook", {"address": "http://93.184.216.34/hook"}, "address"),
    ],
)
def test_what_is_no_address_of_its_kind_is_refused(cast: Cast, kind: str, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as found:
        added(cast, kind, **given)
    assert [problem.field for problem in found.value.problems] == [field]
    assert not Channel.objects.exists() and not Contact.objects.exists()


@pytest.mark.parametrize(
    "who", ["desk", "dispatcher", "supervisor", "grid", "auditor", "other_administrator", "anyone"]
)
def test_only_the_offices_administrator_keeps_channels(cast: Cast, who: str) -> None:
    by: Actor = getattr(cast, who)
    channel = added(cast)
    for refused in (
        lambda: gate.do(channels.add, by, place="sujin", kind="email", name="x", address="a@example.org"),
        lambda: gate.do(channels.test, by, place="sujin", channel=channel),
        lambda: gate.do(channels.remove, by, place="sujin", channel=channel),
    ):
        with pytest.raises(Denied):
            refused()


def test_a_channel_is_touched_at_its_own_place_only(cast: Cast) -> None:
    channel = added(cast)
    with pytest.raises(Invalid):
        gate.do(channels.remove, cast.administrator, place="daguan", channel=channel)
    with pytest.raises(Invalid):
        gate.do(channels.test, cast.other_administrator, place="huangqiao", channel=channel)


def test_removing_wipes_what_was_sealed(cast: Cast) -> None:
    channel = added(cast)
    gate.do(channels.remove, cast.administrator, place="sujin", channel=channel)
    assert not Contact.objects.exists()
    with pytest.raises(Invalid):
        gate.do(channels.enable, cast.administrator, place="sujin", channel=channel)


def test_switching_twice_is_refused(cast: Cast) -> None:
    channel = added(cast)
    gate.do(channels.disable, cast.administrator, place="sujin", channel=channel)
    with pytest.raises(NotNow):
        gate.do(channels.disable, cast.administrator, place="sujin", channel=channel)


def heard() -> list[tuple[str, int]]:
    """Which channel was to be told of which line."""
    outbox.drain()
    return [(row.target, row.entry) for row in Delivery.objects.filter(consumer=CHANNELS.name).order_by("pk")]


def test_a_channel_hears_of_what_it_wants_from_then_on_at_its_place_and_below(cast: Cast) -> None:
    cast.report()
    here = added(cast, "wecom", place="daguan")
    elsewhere = added(cast, "wecom", place="jinhua")
    silent = added(cast, "wecom", events=[])
    line = ledger.head("sujin").size + 1
    cast.accepted(cast.report(place="dgmy-15"))
    assert heard() == [(str(here), line)]
    assert elsewhere != silent


def test_another_organization_hears_nothing(cast: Cast) -> None:
    added(cast)
    cast.report(place="bzxc")
    assert heard() == []


def test_a_channel_switched_off_is_told_nothing(cast: Cast) -> None:
    channel = added(cast)
    gate.do(channels.disable, cast.administrator, place="sujin", channel=channel)
    cast.report()
    assert heard() == []


def test_sms_gateways_hear_of_no_events(cast: Cast) -> None:
    added(cast, "sms")
    cast.report()
    assert heard() == []
