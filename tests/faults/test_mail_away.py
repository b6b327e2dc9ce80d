"""A mail server that is away, hangs or outlives us: the page stays honest and no letter is doubted in silence."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import erasures
from haitang.engine import answers, clock, gate, outbox
from haitang.engine.verify import verify_all
from haitang.records.contact import Contact
from haitang.records.office import Delivery
from haitang.records.voice import Answer
from tests.cast import Told
from tests.databases import Committed
from tests.mailbox import HANG, Mailbox, open_mailbox
from tests.servers import free_port, serving

DRAIN = "import django; django.setup(); from haitang.engine import outbox; outbox.drain()"
ADDRESS = "li.hua@example.org"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with open_mailbox() as opened:
        yield opened


def waits_until(what: str, seconds: float = 20) -> None:
    """Until the one delivery by e-mail has that state."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if Delivery.objects.filter(consumer="answers", state=what).exists():
            return
        time.sleep(0.05)
    raise AssertionError(list(Delivery.objects.filter(consumer="answers").values("state", "note")))


def answered(copy: Committed) -> tuple[Told, Answer]:
    told = copy.cast.answered(copy.cast.report(contact=ADDRESS))
    return told, Answer.objects.get(voice__matter__number=told.number)


def test_a_server_serves_and_says_so_while_the_mail_server_is_away(committed: Committed) -> None:
    told, answer = answered(committed)
    with serving(committed, HAITANG_SMTP_URL=f"smtp://127.0.0.1:{free_port()}") as live:
        until = time.monotonic() + 20
        while not Delivery.objects.filter(attempt__gte=1, state="waiting").exists() and time.monotonic() < until:
            time.sleep(0.05)
    row = Delivery.objects.get(consumer="answers")
    assert (row.state, row.note) == ("waiting", "mail server not reached: ConnectionRefusedError")
    log = live.log.read_text()
    assert "answers sujin/" in log
    assert "ConnectionRefusedError" in log
    assert "li.hua" not in log
    resident = Client(headers={"accept-language": "en"})
    resident.post("/follow", {"number": told.number, "secret": told.secret})
    page = resident.get(f"/m/{told.number}").content.decode()
    assert answer.text.splitlines()[-1] in page
    assert "Delivered." not in page


def test_a_server_sends_what_waited_as_soon_as_mail_is_back(committed: Committed, box: Mailbox) -> None:
    _, answer = answered(committed)
    with serving(committed, HAITANG_SMTP_URL=f"smtp://127.0.0.1:{box.port}"):
        waits_until("delivered")
    assert box.recipients == [ADDRESS]
    assert answers.delivery_of(answer) == "delivered"


def test_killed_while_the_letter_is_on_its_way_it_goes_out_once_more_under_the_same_name(
    committed: Committed, box: Mailbox, settings: DjangoSettings
) -> None:
    _, answer = answered(committed)
    box.next(at="DATA", answers=[HANG])
    environ = {**committed.environ(), "HAITANG_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}
    drain = subprocess.Popen([sys.executable, "-c", DRAIN], env=environ)
    until = time.monotonic() + 20
    while not box.letters and time.monotonic() < until:
        time.sleep(0.01)
    drain.kill()
    drain.wait()
    assert Delivery.objects.get(consumer="answers").state == "leased"
    assert answers.delivery_of(answer) == "waiting"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    outbox.drain()
    assert len(box.letters) == 1  # the lease still runs: nobody meddles
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        outbox.drain()
    assert answers.delivery_of(answer) == "delivered"
    assert len(box.letters) == 2
    assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]


def test_a_server_that_takes_the_text_and_never_answers_leaves_it_unknown(
    committed: Committed, box: Mailbox, settings: DjangoSettings
) -> None:
    _, answer = answered(committed)
    box.next(at="DATA", answers=[HANG])
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 0.5
    outbox.drain()
    assert answers.delivery_of(answer) == "unknown"
    assert len(box.letters) == 1


def test_a_slow_mail_server_does_not_keep_the_inbox_waiting(
    committed: Committed, box: Mailbox, settings: DjangoSettings
) -> None:
    for _ in range(3):
        answered(committed)
    box.next(at="DATA", answers=[HANG] * 3)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 2

    def work(number: int) -> None:
        if number == 0:
            outbox.drain()
            return
        until = time.monotonic() + 20
        while not box.letters and time.monotonic() < until:
            time.sleep(0.01)
        assert not Delivery.objects.filter(consumer="inbox").exclude(state="delivered").exists()

    assert committed.at_once(work, threads=2) == [None, None]


@pytest.mark.parametrize("answer", ["250 OK", "451 later", "550 never", HANG])
def test_somebody_is_erased_while_their_letter_is_on_its_way(
    committed: Committed, box: Mailbox, settings: DjangoSettings, answer: str
) -> None:
    """The server stalls with the letter in its hands; the erasing does not wait for it, and no other letter follows."""
    told, given = answered(committed)
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 3
    box.stalls, box.answers = 1.5, {"DATA": [answer]}

    def work(number: int) -> object:
        if number == 0:
            return outbox.drain()
        until = time.monotonic() + 20
        while not box.arrived and time.monotonic() < until:
            time.sleep(0.01)
        began = time.monotonic()
        gate.do(erasures.erase, told.voice, matter=told.number)
        return time.monotonic() - began

    _, waited = committed.at_once(work, threads=2)
    assert isinstance(waited, float) and waited < 1.5
    assert not Contact.objects.exists()
    seen = box.arrived
    for minutes in (6, 30, 60 * 24, 60 * 24 * 5):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            outbox.drain()
    assert box.arrived == seen == 1
    row = Delivery.objects.get(consumer="answers")
    assert row.due_at is None and row.state in {"delivered", "failed"}
    assert answers.undelivered(given.voice.matter.organization) == []
    assert len(list(verify_all())) == 3
