"""Receivers and mail servers that are away for an hour, or outlive us: what is told arrives, once where that can be known."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import channels
from haitang.engine import clock, gate, outbox
from haitang.records.channel import Channel
from haitang.records.office import Delivery, Message
from tests.databases import Committed
from tests.engine.channels.test_addresses import resolving
from tests.engine.channels.test_webhooks import genuine
from tests.mailbox import HANG, open_mailbox
from tests.receivers import DROP, STALL, Receiver, open_receiver
from tests.servers import free_port

KEY = "a key that nobody guesses"
DRAIN = "import django; django.setup(); from haitang.engine import outbox; outbox.drain()"
#: Reports that somebody's e-mail waits for are answered by mail; this one is a webhook's.
EVENTS = ["case.received"]


@pytest.fixture(autouse=True)
def intranet(settings: DjangoSettings) -> None:
    settings.WEBHOOK_ALLOW = ("127.0.0.1",)


def hooked(copy: Committed, port: int) -> Channel:
    given = {"place": "sujin", "kind": "webhook", "name": "值班系统", "secret": KEY, "events": EVENTS}
    made = gate.do(channels.add, copy.cast.administrator, address=f"http://127.0.0.1:{port}/hook", **given)
    return Channel.objects.get(pk=made.values["channel"])


def state() -> tuple[str, int]:
    row = Delivery.objects.get(consumer="channels")
    return row.state, row.attempt


def minutes(begin: datetime, count: int) -> Iterator[datetime]:
    """A delivery loop that looks once a minute, with the clock standing still in between."""
    for minute in range(count):
        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            outbox.drain()
            yield clock.now()


def test_away_for_an_hour_then_back_it_arrives_once_and_genuine(committed: Committed) -> None:
    port = free_port()
    hooked(committed, port)
    told = committed.cast.report()
    begin = clock.now()
    for _ in minutes(begin, 60):
        assert state()[0] == "waiting"
    assert state()[1] == 4  # at once, and after 1, 5 and 20 minutes
    with open_receiver(port) as receiver:
        for _ in minutes(begin + timedelta(hours=1), 120):
            pass
    assert state() == ("delivered", 5)
    [message] = receiver.asked
    row = Delivery.objects.get(consumer="channels")
    body = json.loads(message.body)
    assert (body["number"], body["event"], body["place"]) == (told.number, "case.received", "dgmy")
    assert set(body) == {"id", "event", "organization", "ledger", "entry", "at", "kind", "number", "place", "link"}
    assert message.headers["Idempotency-Key"] == body["id"] == f"sujin.{row.entry}.{row.target}"
    assert "X-Haitang-Signature" in message.headers
    assert not genuine(message, "another key, as long")


def test_refusing_for_an_hour_is_the_same(committed: Committed) -> None:
    with open_receiver() as receiver:
        hooked(committed, receiver.port)
        receiver.next(503, 500, 429, 502)
        committed.cast.report()
        for _ in minutes(clock.now(), 90):
            pass
        assert (len(receiver.asked), len(receiver.taken), state()) == (5, 1, ("delivered", 5))


def test_mail_and_receiver_both_away_for_an_hour(committed: Committed, settings: DjangoSettings) -> None:
    web, smtp = free_port(), free_port()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp
    hooked(committed, web)
    committed.cast.answered(committed.cast.report(contact="li.hua@example.org"))
    begin = clock.now()
    for _ in minutes(begin, 60):
        pass
    assert set(Delivery.objects.exclude(state="delivered").values_list("consumer", "state")) == {
        ("channels", "waiting"), ("answers", "waiting"),
    }  # fmt: skip
    with open_receiver(web) as receiver, open_mailbox() as box:
        settings.EMAIL_PORT = box.port
        for _ in minutes(begin + timedelta(hours=1), 60):
            pass
        assert (len(receiver.taken), len(box.letters)) == (1, 1)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_away_for_days_it_is_given_up_and_the_desk_sees_it(committed: Committed) -> None:
    hooked(committed, free_port())
    committed.cast.report()
    begin = clock.now()
    for hour in range(60):
        with time_machine.travel(begin + timedelta(hours=hour), tick=False):
            outbox.drain()
    assert state() == ("dead", 9)


def test_a_line_dropped_is_unknown_and_repeated_once_under_the_same_name(committed: Committed) -> None:
    with open_receiver() as receiver:
        hooked(committed, receiver.port)
        receiver.next(DROP, DROP)
        committed.cast.report()
        for _ in minutes(clock.now(), 60):
            pass
        assert state()[0] == "unknown"
        assert len(receiver.asked) == 2
        assert len({message.headers["Idempotency-Key"] for message in receiver.asked}) == 1


def killed(copy: Committed, arrived: list[object], **environ: str) -> None:
    """A process that delivers, killed as soon as the other side has the message and before it has our answer."""
    drain = subprocess.Popen([sys.executable, "-c", DRAIN], env={**copy.environ(), **environ})
    until = time.monotonic() + 30
    while not arrived and time.monotonic() < until:
        time.sleep(0.01)
    drain.kill()
    drain.wait()
    assert arrived


def test_killed_after_250_ok_two_mails_have_one_name_and_the_inbox_one_message(
    committed: Committed, settings: DjangoSettings
) -> None:
    with open_mailbox() as box:
        committed.cast.answered(committed.cast.report(contact="li.hua@example.org"))
        box.next(at="DATA", answers=[HANG])
        killed(committed, box.letters, HAITANG_SMTP_URL=f"smtp://127.0.0.1:{box.port}")  # type: ignore[arg-type]
        assert Delivery.objects.get(consumer="answers").state == "leased"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        for _ in minutes(clock.now(), 20):
            pass
        assert len(box.letters) == 2
        assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]
    assert Message.objects.filter(template="case.received").count() == 1
    assert Delivery.objects.get(consumer="answers").doubts == 1


def test_killed_while_a_webhook_is_under_way_it_is_sent_once_more_under_the_same_name(committed: Committed) -> None:
    with open_receiver() as receiver:
        hooked(committed, receiver.port)
        committed.cast.report()
        receiver.next(STALL)
        killed(committed, receiver.taken, HAITANG_WEBHOOK_ALLOW="127.0.0.1")  # type: ignore[arg-type]
        for _ in minutes(clock.now(), 20):
            pass
        assert len(receiver.taken) == 2
        assert len({message.headers["Idempotency-Key"] for message in receiver.taken}) == 1
    assert Message.objects.filter(template="case.received").count() == 1
    assert state()[0] == "delivered"


def test_a_name_that_turns_inside_after_it_was_added_reaches_nobody(
    committed: Committed, settings: DjangoSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: public on the day it was added, the machine itself on the day it is used."""
    settings.WEBHOOK_ALLOW = ()

    def listening(receiver: Receiver) -> None:
        resolving(monkeypatch, "93.184.216.34")
        given = {"place": "sujin", "kind": "webhook", "name": "值班系统", "secret": KEY, "events": EVENTS}
        url = f"https://hooks.example.org:{receiver.port}/"
        gate.do(channels.add, committed.cast.administrator, address=url, **given)
        resolving(monkeypatch, "127.0.0.1")
        committed.cast.report()
        outbox.drain()
        assert receiver.asked == []

    with open_receiver() as receiver:
        listening(receiver)
    row = Delivery.objects.get(consumer="channels")
    assert (row.state, "private network" in row.note) == ("failed", True)
