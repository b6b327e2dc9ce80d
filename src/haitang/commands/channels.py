"""Channels 渠道: where an office is told what happened. Addresses are sealed at once and never enter the ledger."""

from typing import Any

from haitang.engine import clock
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.engine.channels.kinds import ChannelKind, Events
from haitang.engine.channels.setup import sealed, sealed_secret
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import ChannelAddress, ChannelSecret, Code, RecordId, Title
from haitang.kernel.role import Role
from haitang.kernel.words import Language
from haitang.records.channel import Channel
from haitang.records.contact import Contact

KEEPERS = (Role.ADMINISTRATOR,)


@command("channels.add", zh="加渠道", en="Add a channel", roles=KEEPERS, at="place")
def add(
    change: Change,
    place: Code,
    kind: ChannelKind,
    name: Title,
    address: ChannelAddress,
    secret: ChannelSecret = "",
    events: Events = [],  # noqa: B006 (pydantic copies it)
    language: Language = "zh-hans",
) -> Fact:
    """A channel that tells about `events` at a place and below; the address is checked, sealed and masked."""
    organization = territory_of(change.placed)
    channel = Channel(organization=organization, place=change.placed, kind=kind, name=name, language=language)
    channel.address = sealed(kind, address, organization)
    channel.secret = sealed_secret(kind, secret, organization)
    channel.events, channel.added_at = list(dict.fromkeys(events)), clock.now()
    channel.save()
    return Fact("channel.added", **_about(change, channel))


@command("channels.test", zh="试发一条", en="Send a test", roles=KEEPERS, at="place")
def test(change: Change, place: Code, channel: RecordId) -> Fact:
    """Ask for one test message; it is sent after the change, once, and its result is shown as it is."""
    return Fact("channel.tested", **_about(change, _channel(change, channel)))


@command("channels.enable", zh="打开渠道", en="Switch the channel on", roles=KEEPERS, at="place")
def enable(change: Change, place: Code, channel: RecordId) -> Fact:
    """Let a channel tell again; what happened in between is not told afterwards."""
    return Fact("channel.enabled", **_about(change, _switch(_channel(change, channel), True)))


@command("channels.disable", zh="关掉渠道", en="Switch the channel off", roles=KEEPERS, at="place")
def disable(change: Change, place: Code, channel: RecordId) -> Fact:
    """Let a channel be silent; its address stays sealed."""
    return Fact("channel.disabled", **_about(change, _switch(_channel(change, channel), False)))


@command("channels.remove", zh="删掉渠道", en="Remove the channel", roles=KEEPERS, at="place")
def remove(change: Change, place: Code, channel: RecordId) -> Fact:
    """Take a channel away for good and wipe its sealed address and secret."""
    found = _channel(change, channel)
    wiped = [pk for pk in (found.address_id, found.secret_id) if pk]
    found.address = found.secret = None
    found.enabled, found.removed_at = False, clock.now()
    found.save()
    Contact.objects.filter(pk__in=wiped).delete()
    return Fact("channel.removed", **_about(change, found))


def _channel(change: Change, pk: int) -> Channel:
    """The channel of that id at the place named: only who may act there may touch it."""
    rows = Channel.objects.select_related("organization", "place").filter(removed_at=None)
    found = rows.filter(pk=pk, place=change.placed).first()
    if found is None:
        raise Invalid.of("channel", "没有这个渠道", "There is no such channel")
    return found


def _switch(channel: Channel, on: bool) -> Channel:
    if channel.enabled is on:
        raise refuse_now("这个渠道已经是这样", "The channel stands like that already")
    channel.enabled = on
    channel.save()
    return channel


def _about(change: Change, channel: Channel) -> dict[str, Any]:
    """What the ledger says of it: which channel, of what kind; never its name or address."""
    return {
        "organization": channel.organization.code,
        "place": change.placed.code,
        "subject": f"channel:{channel.pk}",
        "facts": {"channel": channel.pk, "channel_kind": channel.kind},
        "values": {"channel": channel.pk},
    }


COMMANDS = (add, test, enable, disable, remove)
