"""The outbox: every line reaches whom it concerns, once, however long the ledger and whatever breaks."""

from collections.abc import Callable

import pytest

from haitang.commands import matters
from haitang.engine import gate, inbox, ledger, outbox
from haitang.engine.consumer import Consumer, Happening
from haitang.kernel.actor import Actor
from haitang.records.office import Cursor, Delivery, Message
from tests.cast import Cast
from tests.engine.consumers import RECEIVED, Channel, told

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
    """A want without a verb reads lines that say `sealed` only; what they ask for follows from where the matter stands."""
    assert {f"{want.shape}.{want.verb}" for want in inbox.WANTS if want.verb} <= set(inbox.TEMPLATES)
    sealed = {want.shape for want in inbox.WANTS if not want.verb}
    assert {shape for shape in sealed if not any(name.startswith(f"{shape}.") for name in inbox.TEMPLATES)} == set()


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


def test_no_transaction_keeps_writers_waiting_for_a_long_stretch(cast: Cast) -> None:
    """Five hundred lines at a time made the slowest report wait ten times as long as the median one."""
    for _ in range(20):
        cast.report()
    outbox._read(inbox.INBOX)
    assert Cursor.objects.get(consumer="inbox", ledger="sujin").entry <= 10
    assert inbox.INBOX.batch <= 10


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


def test_a_passer_by_has_no_inbox(cast: Cast) -> None:
    cast.report()
    outbox.drain()
    assert inbox.messages(Actor("web")) == []
