"""Webhooks: signed so that a receiver of a few lines can check, under one name, and never into the network inside."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine.channels import webhooks
from tests.engine.channels.test_addresses import resolving
from tests.receivers import Arrived, Receiver, open_receiver

KEY = "correct horse battery"


@pytest.fixture
def receiver(settings: DjangoSettings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW = ("127.0.0.1",)
    with open_receiver() as opened:
        yield opened


def genuine(message: Arrived, key: str) -> bool:
    """What docs/run.md tells a receiver to do, in lines of its own."""
    timestamp = message.headers["X-Haitang-Timestamp"]
    expected = "v1=" + hmac.new(key.encode(), f"{timestamp}.".encode() + message.body, hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(timestamp)) < 300
    return fresh and hmac.compare_digest(expected, message.headers["X-Haitang-Signature"])


def test_the_receiver_can_check_the_signature(receiver: Receiver) -> None:
    assert webhooks.send(receiver.url, KEY, "sujin.7.1", {"event": "case.received", "字": "海棠"}).state == "delivered"
    [message] = receiver.taken
    assert genuine(message, KEY)
    assert not genuine(message, "another key, as long")
    assert json.loads(message.body) == {"event": "case.received", "字": "海棠"}
    assert message.headers["Idempotency-Key"] == "sujin.7.1"
    assert message.path == "/hook?for=haitang"


def test_a_body_altered_on_the_way_is_not_genuine(receiver: Receiver) -> None:
    webhooks.send(receiver.url, KEY, "sujin.7.1", {"number": "SJ23-00001-7"})
    [message] = receiver.taken
    assert not genuine(Arrived(message.path, message.headers, message.body.replace(b"00001", b"00002")), KEY)


def test_nothing_goes_into_the_network_inside(settings: DjangoSettings) -> None:
    with open_receiver() as inside:
        result = webhooks.send(inside.url, KEY, "sujin.7.1", {})
        assert (result.state, inside.asked) == ("failed", [])
        assert "private network" in result.note


def test_a_name_that_points_inside_the_second_time_gains_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings
) -> None:
    """Rebinding: public when it was checked, private when it is used. Every sending checks anew."""
    with open_receiver() as inside:
        resolving(monkeypatch, "127.0.0.1")
        result = webhooks.send(f"https://hooks.example.org:{inside.port}/", KEY, "sujin.7.1", {})
        assert (result.state, inside.asked) == ("failed", [])


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings
) -> None:
    """Between check and connection the name is not asked again: here it would lead nowhere."""
    settings.WEBHOOK_ALLOW = ("127.0.0.1",)
    with open_receiver() as receiver:
        resolving(monkeypatch, "127.0.0.1")
        url = f"http://no-such-name.invalid:{receiver.port}/"
        assert webhooks.send(url, KEY, "sujin.7.1", {}).state == "delivered"
        assert receiver.taken[0].headers["Host"] == f"no-such-name.invalid:{receiver.port}"
