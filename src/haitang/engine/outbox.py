"""Outbox 发件台: the ledger line is the outbox. Each consumer reads past its cursor; every target becomes a Delivery.

Cursor and deliveries move in one transaction, so that no line is skipped and none is taken twice, by whatever number
of processes. There is one cursor for each consumer and ledger, because only within a ledger do lines commit in order.
"""

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic

from django.db import close_old_connections, connection, transaction

from haitang.engine import clock, deliveries, ledger
from haitang.engine.answers import ANSWERS
from haitang.engine.channels.telling import CHANNELS
from haitang.engine.consumer import Consumer
from haitang.engine.followups import FOLLOWUPS
from haitang.engine.inbox import INBOX
from haitang.engine.joint import JOINT
from haitang.records.office import Cursor, Delivery

CONSUMERS: tuple[Consumer, ...] = (INBOX, FOLLOWUPS, JOINT, ANSWERS, CHANNELS)
#: Few enough that a request never waits long for its turn to write (500 made the slowest ten times the median).
LINES_AT_ONCE = 10
#: Where nobody waits for a turn to write: a replay loads a home that nobody else uses.
MANY_LINES = 500
ROWS_AT_ONCE, OUTSIDE_AT_ONCE = 200, 5
SHORT_PAUSE, LONGEST_PAUSE, CHORE_SECONDS = 1.0, 30.0, 60.0

log = logging.getLogger(__name__)


def drain(limit: int | None = None, lines: int | None = None) -> int:
    """Read and deliver until nothing is due, or about `limit` attempts are made; how many were made.

    `lines` of a ledger are read in one transaction; few, unless nobody waits for a turn to write.
    """
    made = 0
    while limit is None or made < limit:
        read = sum(_read(consumer, lines) for consumer in CONSUMERS)
        tried = _deliver(ROWS_AT_ONCE if limit is None else min(ROWS_AT_ONCE, limit - made))
        made += tried
        if not read and not tried:
            break
    return made


def run_forever(stop: Event, chores: tuple[Callable[[], object], ...] = ()) -> None:
    """The delivery loop of a server, in a thread: never dies, logs and goes on; `chores` run once a minute."""
    pause, chores_due = SHORT_PAUSE, 0.0
    while not stop.is_set():
        works: tuple[Callable[[], object], ...] = (lambda: drain(limit=ROWS_AT_ONCE),)
        if monotonic() >= chores_due:
            works, chores_due = works + chores, monotonic() + CHORE_SECONDS
        well = all([_safely(work) for work in works])
        pause = SHORT_PAUSE if well else min(pause * 2, LONGEST_PAUSE)
        stop.wait(pause)
    connection.close()


def _safely(work: Callable[[], object]) -> bool:
    """Do one piece of work on a live connection; whether it went well."""
    try:
        close_old_connections()
        work()
    except Exception:
        log.exception("deliveries: a round was broken off; it goes on")
        connection.close()
        return False
    return True


def _read(consumer: Consumer, lines: int | None = None) -> int:
    """Read every ledger past the consumer's cursor; the number of lines read."""
    cursors = dict(Cursor.objects.filter(consumer=consumer.name).values_list("ledger", "entry"))
    behind = [head for head in ledger.heads() if head.size > cursors.get(head.ledger, 0)]
    return sum(_advance(consumer, head.ledger, head.size, lines) for head in behind)


def _advance(consumer: Consumer, name: str, size: int, at_once: int | None = None) -> int:
    """Move one cursor by a stretch of lines, with the deliveries they make due, in one transaction."""
    with transaction.atomic():
        Cursor.objects.get_or_create(consumer=consumer.name, ledger=name)
        cursor = Cursor.objects.select_for_update().get(consumer=consumer.name, ledger=name)
        lines = ledger.leaves(name, cursor.entry, at_once or LINES_AT_ONCE, size)
        wanted = [line.entry for line in lines if consumer.takes(line.kind)]
        wanted = [] if wanted and consumer.idle(name) else wanted
        Delivery.objects.bulk_create(made for entry in wanted for made in _made_due(consumer, name, entry))
        cursor.entry += len(lines)
        cursor.save()
    return len(lines)


def hasten(consumer: Consumer, name: str, entry: int) -> None:
    """Bring what one line makes due outside now, for somebody who waits to see what a test came to."""
    _advance_to(consumer, name, entry)
    for row in Delivery.objects.filter(consumer=consumer.name, ledger=name, entry=entry, state="waiting", attempt=0):
        deliveries.outside(consumer, row)


def _advance_to(consumer: Consumer, name: str, entry: int) -> None:
    while Cursor.objects.filter(consumer=consumer.name, ledger=name, entry__gte=entry).first() is None:
        if not _advance(consumer, name, entry):
            return


def _made_due(consumer: Consumer, name: str, entry: int) -> list[Delivery]:
    """A delivery for each target of a line. A line that cannot be read is kept as dead and holds nothing up."""
    try:
        with transaction.atomic():
            targets = list(consumer.targets(deliveries.happening(name, entry)))
    except deliveries.AWAY:
        raise
    except Exception as error:
        log.exception("deliveries: %s cannot read %s/%s", consumer.name, name, entry)
        dead = Delivery(target="-", state="dead", note=type(error).__name__)
        dead.ledger, dead.entry, dead.consumer = name, entry, consumer.name
        return [dead]
    now = clock.now()
    return [Delivery(ledger=name, entry=entry, consumer=consumer.name, target=target, due_at=now) for target in targets]


def _deliver(limit: int) -> int:
    """One round of what is due: everything inside first, then a few outside, so that a slow server delays nobody."""
    deliveries.sweep()
    tried = 0
    for consumer in CONSUMERS:
        rows = deliveries.due(consumer, limit if consumer.inside else min(limit, OUTSIDE_AT_ONCE))
        if consumer.inside:
            step = consumer.batch
            tried += sum(deliveries.inside(consumer, rows[at : at + step]) for at in range(0, len(rows), step))
        else:
            tried += sum(deliveries.outside(consumer, row) for row in rows)
    return tried
