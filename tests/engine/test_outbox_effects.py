"""The outbox: inside exactly once, outside at least once and honestly, and the loop of a server outlives it all."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from haitang.engine import deliveries, inbox, outbox
from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result
from haitang.records.office import Delivery, Message
from haitang.records.party import Post
from tests.cast import Cast
from tests.databases import Committed
from tests.engine.consumers import RECEIVED, Channel, told

# Inside: exactly once.


def test_an_effect_that_breaks_leaves_neither_effect_nor_mark(cast: Cast, consumers: Callable[..., None]) -> None:
    cast.report()

    def carry(delivery: Delivery, happening: Happening) -> Result:
        inbox.carry(delivery, happening)
        raise ZeroDivisionError

    consumers(Consumer("inbox", RECEIVED, inbox.targets, carry, inside=True, batch=100))
    outbox.drain()
    row = Delivery.objects.get()
    assert (row.state, row.attempt, row.note) == ("waiting", 1, "ZeroDivisionError")
    assert Message.objects.count() == 0


def test_one_that_breaks_does_not_keep_the_others_of_its_batch(cast: Cast, consumers: Callable[..., None]) -> None:
    broken, *others = [cast.report().number for _ in range(5)]

    def carry(delivery: Delivery, happening: Happening) -> Result:
        if happening.subject == broken:
            raise ZeroDivisionError
        return inbox.carry(delivery, happening)

    consumers(Consumer("inbox", RECEIVED, inbox.targets, carry, inside=True, batch=100))
    outbox.drain()
    assert [number for number, _ in told("desk")] == others


def test_a_message_is_never_made_twice_by_processes_that_drain_together(committed: Committed) -> None:
    outbox.drain()  # the cursors are there, so that nobody is held up by making them
    for _ in range(30):
        committed.cast.report()
    made = committed.at_once(lambda _: outbox.drain(), threads=6)
    assert all(isinstance(count, int) for count in made), made
    outbox.drain()
    numbers = [number for number, _ in told("desk")]
    assert len(numbers) == len(set(numbers)) == 30


def test_a_database_that_is_away_counts_no_attempt(cast: Cast, consumers: Callable[..., None]) -> None:
    cast.report()

    def carry(delivery: Delivery, happening: Happening) -> Result:
        raise OperationalError("database is locked")

    consumers(Consumer("inbox", RECEIVED, inbox.targets, carry, inside=True))
    with pytest.raises(OperationalError):
        outbox.drain()
    assert Delivery.objects.get().attempt == 0


# Outside: at least once, with doubt shown.


def test_what_fails_for_now_is_tried_again_later_and_later(
    cast: Cast, consumers: Callable[..., None], clock_at: Callable[..., datetime]
) -> None:
    channel = Channel(Result("later", "busy"), Result("later", "busy"))
    consumers(channel.consumer())
    clock_at("2026-03-03 09:00")
    cast.report()
    outbox.drain()
    assert len(channel.carried) == 1
    clock_at("2026-03-03 09:01")
    outbox.drain()
    assert len(channel.carried) == 2
    clock_at("2026-03-03 09:05")
    assert outbox.drain() == 0
    clock_at("2026-03-03 09:06")
    outbox.drain()
    assert Delivery.objects.get().state == "delivered"


def test_what_never_succeeds_is_dead_in_the_end(
    cast: Cast, consumers: Callable[..., None], clock_at: Callable[..., datetime]
) -> None:
    channel = Channel(*[Result("later", "busy")] * 50)
    consumers(channel.consumer())
    when = clock_at("2026-03-03 09:00")
    cast.report()
    for _ in range(30):
        outbox.drain()
        when = clock_at(when + timedelta(days=2))
    assert Delivery.objects.get().state == "dead"
    assert len(channel.carried) == len(deliveries.BACK_OFF) + 1


def test_a_result_never_learned_is_shown_and_repeated_once(
    cast: Cast, consumers: Callable[..., None], clock_at: Callable[..., datetime]
) -> None:
    channel = Channel(*[Result("unknown", "broke off")] * 9)
    consumers(channel.consumer())
    when = clock_at("2026-03-03 09:00")
    cast.report()
    for _ in range(9):
        outbox.drain()
        assert Delivery.objects.get().state == "unknown"
        when = clock_at(when + timedelta(days=1))
    assert len(channel.carried) == 2


def test_a_repetition_that_is_known_to_have_arrived_ends_the_doubt(
    cast: Cast, consumers: Callable[..., None], clock_at: Callable[..., datetime]
) -> None:
    consumers(Channel(Result("unknown"), DELIVERED).consumer())
    clock_at("2026-03-03 09:00")
    cast.report()
    outbox.drain()
    clock_at("2026-03-03 09:30")
    outbox.drain()
    assert Delivery.objects.get().state == "delivered"


def test_a_carrier_that_breaks_leaves_the_result_unknown(cast: Cast, consumers: Callable[..., None]) -> None:
    def carry(delivery: Delivery, happening: Happening) -> Result:
        raise ZeroDivisionError

    consumers(Consumer("channel", RECEIVED, lambda happening: ["somebody"], carry))
    cast.report()
    outbox.drain()
    row = Delivery.objects.get()
    assert (row.state, row.note) == ("unknown", "ZeroDivisionError")


def test_a_lease_that_ran_out_is_unknown_and_repeated_once(
    cast: Cast, consumers: Callable[..., None], clock_at: Callable[..., datetime]
) -> None:
    channel = Channel()
    consumers(channel.consumer())
    clock_at("2026-03-03 09:00")
    cast.report()
    while outbox._read(channel.consumer()):
        pass
    row = Delivery.objects.get()
    assert deliveries._untouched(row).update(
        state="leased", attempt=1, lease_until=datetime(2026, 3, 3, 1, 5, tzinfo=UTC)
    )
    clock_at("2026-03-03 09:04")
    assert outbox.drain() == 0
    clock_at("2026-03-03 09:05")
    assert deliveries.sweep() == 1
    assert Delivery.objects.get().state == "unknown"
    outbox.drain()
    assert (Delivery.objects.get().state, len(channel.carried)) == ("delivered", 1)


def test_a_row_taken_by_somebody_else_is_left_alone(cast: Cast, consumers: Callable[..., None]) -> None:
    channel = Channel()
    consumers(channel.consumer())
    cast.report()
    while outbox._read(channel.consumer()):
        pass
    seen = Delivery.objects.get()
    Delivery.objects.update(attempt=1)
    assert deliveries.outside(channel.consumer(), seen) == 0
    assert deliveries.inside(channel.consumer(inside=True), [seen]) == 0
    assert channel.carried == []


def test_a_late_result_does_not_overwrite_a_newer_attempt(cast: Cast, consumers: Callable[..., None]) -> None:
    cast.report()

    def carry(delivery: Delivery, happening: Happening) -> Result:
        Delivery.objects.filter(pk=delivery.pk).update(attempt=2, state="delivered", due_at=None)
        return Result("later", "too slow")

    consumers(Consumer("channel", RECEIVED, lambda happening: ["somebody"], carry))
    outbox.drain()
    assert Delivery.objects.get().state == "delivered"


def test_an_outside_channel_never_carries_one_thing_from_two_processes(committed: Committed) -> None:
    carried: list[str] = []
    lock = threading.Lock()

    def carry(delivery: Delivery, happening: Happening) -> Result:
        with lock:
            carried.append(happening.subject)
        return DELIVERED

    channel = Consumer("channel", RECEIVED, lambda happening: ["somebody"], carry)
    numbers = [committed.cast.report().number for _ in range(20)]
    before, outbox.CONSUMERS = outbox.CONSUMERS, (channel,)
    try:
        made = committed.at_once(lambda _: outbox.drain(), threads=5)
        outbox.drain()
    finally:
        outbox.CONSUMERS = before
    assert all(isinstance(count, int) for count in made), made
    assert sorted(carried) == sorted(numbers)


@given(
    attempt=st.integers(0, 40),
    doubts=st.integers(0, 2),
    state=st.sampled_from(["delivered", "failed", "later", "unknown"]),
)
def test_after_any_attempt_a_row_is_either_due_later_or_at_rest(attempt: int, doubts: int, state: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    new, after_doubts, again = deliveries.after(attempt, doubts, Result(state), now)
    assert again is None or again > now
    assert new != "leased"
    assert (again is not None) <= (new in {"waiting", "unknown"})
    assert not (new == "waiting" and again is None)
    assert after_doubts == doubts + (state == "unknown")
    if doubts and state in {"later", "unknown"}:
        assert new == "unknown"


# The loop of a server.


def test_the_loop_outlives_a_round_that_breaks_and_says_so(
    committed: Committed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outbox, "SHORT_PAUSE", 0.01)
    committed.cast.report()
    broken = iter([OperationalError("database or disk is full"), ZeroDivisionError("?")])
    ordinary = outbox.drain

    def drain(limit: int | None = None) -> int:
        if error := next(broken, None):
            raise error
        return ordinary(limit)

    monkeypatch.setattr(outbox, "drain", drain)
    chores: list[int] = []
    stop = threading.Event()
    loop = threading.Thread(target=outbox.run_forever, args=(stop, (lambda: chores.append(1),)))
    loop.start()
    until = time.monotonic() + 10
    while not told("desk") and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    assert len(told("desk")) == 1
    assert chores == [1]
    assert sum("broken off" in record.getMessage() for record in caplog.records) == 2


KILLED = """
import django; django.setup()
from haitang.engine import outbox
print("ready", flush=True)
outbox.drain()
print("done", flush=True)
"""


def test_killed_anywhere_every_message_is_there_exactly_once(committed: Committed) -> None:
    numbers = [committed.cast.report().number for _ in range(60)]
    for pause in (0.0, 0.01, 0.03, 0.06):
        process = subprocess.Popen([sys.executable, "-c", KILLED], env=committed.environ(), stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
    outbox.drain()
    assert sorted(number for number, _ in told("desk")) == sorted(numbers)
    assert Post.objects.filter(code="desk").exists()
