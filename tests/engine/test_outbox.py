"""The outbox: every line reaches whom it concerns, inside exactly once, outside at least once and honestly."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from haitang.commands import matters
from haitang.engine import deliveries, gate, inbox, ledger, outbox
from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result, Want
from haitang.kernel.actor import Actor
from haitang.records.office import Cursor, Delivery, Message
from haitang.records.party import Post
from tests.cast import Cast
from tests.databases import Committed

RECEIVED = (Want("case", "received"),)


def told(post: str) -> list[tuple[str, str]]:
    """Number and template of the messages of a post, oldest first."""
    rows = Message.objects.filter(post__code=post).select_related("matter").order_by("pk")
    return [(row.matter.number, row.template) for row in rows]


@pytest.fixture
def consumers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`consumers(one, two)`: only these read the ledgers during the test."""

    def only(*readers: Consumer) -> None:
        monkeypatch.setattr(outbox, "CONSUMERS", readers)

    return only


class Channel:
    """An outside channel that answers as it is told to and remembers what it carried."""

    def __init__(self, *results: Result) -> None:
        self.results: Iterator[Result] = iter(results)
        self.carried: list[str] = []

    def carry(self, delivery: Delivery, happening: Happening) -> Result:
        self.carried.append(f"{delivery.target} {happening.kind}")
        return next(self.results, DELIVERED)

    def consumer(self, inside: bool = False) -> Consumer:
        return Consumer("channel", RECEIVED, lambda happening: ["somebody"], self.carry, inside)


# Whom a line concerns.


def test_what_is_received_waits_at_the_desk_of_that_community(cast: Cast) -> None:
    here, there = cast.report(place="dgmy-15"), cast.report(place="jinhua-1")
    outbox.drain()
    assert told("desk") == [(here.number, "case.received")]
    assert told("jinhua_desk") == [(there.number, "case.received")]


def test_the_desk_of_another_organization_hears_nothing(cast: Cast) -> None:
    cast.report(place="bzxc-3")
    outbox.drain()
    assert told("desk") == []
    assert [template for _, template in told("other_desk")] == ["case.received"]


def test_what_is_assigned_waits_at_its_owner_and_what_is_claimed_at_the_checker(cast: Cast) -> None:
    matter = cast.claimed()
    outbox.drain()
    assert told("property") == [(matter.number, "case.assigned")]
    assert told("checker") == [(matter.number, "case.claimed")]


def test_what_is_reopened_waits_at_its_owner_and_at_the_supervisor(cast: Cast) -> None:
    matter = cast.answered()
    gate.do(matters.reopen, cast.supervisor, matter=matter.number, reason="还堵着")
    outbox.drain()
    assert told("property")[-1] == (matter.number, "case.reopened")
    assert told("supervisor") == [(matter.number, "case.reopened")]


def test_a_project_claimed_done_waits_at_the_checker(cast: Cast) -> None:
    project = cast.finished(cast.project())
    outbox.drain()
    assert (project, "project.claimed") in told("checker")


def test_a_message_holds_nobodys_words(cast: Cast) -> None:
    cast.report(words="张三的电话是 13800001234")
    outbox.drain()
    message = Message.objects.get(post__code="desk")
    assert message.text == ""
    assert "张三" not in inbox.words_of(message).zh


def test_every_template_a_line_can_ask_for_has_its_words(cast: Cast) -> None:
    assert {f"{want.shape}.{want.verb}" for want in inbox.WANTS} <= set(inbox.TEMPLATES)


def test_a_post_reads_its_inbox_newest_first_and_marks_it_read(cast: Cast) -> None:
    first, second = cast.report(), cast.report()
    outbox.drain()
    assert [row.matter.number for row in inbox.messages(cast.desk)] == [second.number, first.number]
    assert inbox.unread(cast.desk) == 2
    assert inbox.mark_read(cast.desk, first.number) == 1
    assert inbox.unread(cast.desk) == 1
    assert inbox.mark_read(cast.jinhua_desk) == 0


# Reading past the cursor.


def test_draining_again_brings_nothing_again(cast: Cast) -> None:
    cast.claimed()
    assert outbox.drain() > 0
    before = Message.objects.count()
    assert outbox.drain() == 0
    assert Message.objects.count() == before


def test_the_cursor_stands_at_the_head_after_draining(cast: Cast) -> None:
    cast.report()
    outbox.drain()
    cursors = dict(Cursor.objects.filter(consumer="inbox").values_list("ledger", "entry"))
    assert cursors == {head.ledger: head.size for head in ledger.heads()}


def test_a_long_ledger_is_read_in_stretches_to_its_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LINES_AT_ONCE", 3)
    for _ in range(8):
        cast.report()
    outbox.drain()
    assert len(told("desk")) == 8


def test_a_line_that_cannot_be_read_is_kept_as_dead_and_holds_nothing_up(
    cast: Cast, consumers: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = cast.report(), cast.report()

    def targets(happening: Happening) -> list[str]:
        if happening.subject == bad.number:
            raise ZeroDivisionError
        return ["somebody"]

    consumers(Consumer("careless", RECEIVED, targets, Channel().carry))
    outbox.drain()
    states = {row.target: row.state for row in Delivery.objects.filter(consumer="careless")}
    assert states == {"-": "dead", "somebody": "delivered"}
    assert good.number


def test_the_limit_bounds_the_attempts(cast: Cast) -> None:
    for _ in range(6):
        cast.report()
    assert outbox.drain(limit=4) == 4
    assert outbox.drain() == 2


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
    outbox._read(channel.consumer())
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
    outbox._read(channel.consumer())
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


def test_a_passer_by_has_no_inbox(cast: Cast) -> None:
    cast.report()
    outbox.drain()
    assert inbox.messages(Actor("web")) == []
