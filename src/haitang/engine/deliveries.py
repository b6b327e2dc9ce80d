"""Deliveries 投递: one attempt at a time, with lease, back-off and honest doubt.

What stays inside this database is done and marked in one transaction, exactly once. What goes outside is leased first:
a process killed on the way leaves the result unknown, which is shown as such and repeated at most once. The two never
mix, and any number of processes may work at the same time: every take is a conditional UPDATE.
"""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, F, QuerySet, Value, When

from haitang.engine import clock, ledger
from haitang.engine.consumer import Consumer, Happening, Result
from haitang.records.office import Delivery

#: Minutes until the next attempt after the 1st, 2nd, … that did not succeed; after the last one it is dead.
BACK_OFF = (1, 5, 20, 60, 180, 360, 720, 1440)
#: Longer than one whole SMTP session may take with its time-outs.
LEASE = timedelta(minutes=5)
#: Time for a lost confirmation to show itself before the one repetition.
DOUBT_PAUSE = timedelta(minutes=10)
#: The database itself is away or locked: nobody's fault, tried again by the loop without counting an attempt.
AWAY = (OperationalError, InterfaceError)

#: States of which nothing more comes by itself, once `due_at` is empty.
STUCK = ("failed", "dead", "unknown")

log = logging.getLogger(__name__)


def happening(name: str, entry: int) -> Happening:
    """One ledger line as consumers read it; LookupError when it is not there."""
    found = ledger.line(name, entry)
    if found is None:
        raise LookupError(f"no line {name}/{entry}")
    leaf, body = found
    facts = json.loads(body.facts or "{}")
    return Happening(name, entry, leaf.kind, body.subject, body.occurred_at, body.recorded_at, facts)


def due(consumer: Consumer, limit: int) -> list[Delivery]:
    """What is to be tried now, longest due first."""
    rows = Delivery.objects.filter(consumer=consumer.name, state__in=("waiting", "unknown"), due_at__lte=clock.now())
    return list(rows.order_by("due_at", "pk")[:limit])


def sweep() -> int:
    """Leases that ran out: their process died on the way, so nobody knows what arrived. How many."""
    lost = Delivery.objects.filter(state="leased", lease_until__lte=clock.now())
    if not lost.exists():
        return 0
    count = lost.update(
        state="unknown",
        doubts=F("doubts") + 1,
        lease_until=None,
        due_at=Case(When(doubts=0, then=Value(clock.now())), default=None),
        note="the process was stopped on the way",
    )
    log.warning("deliveries: %s leases ran out, their results are unknown", count)
    return count


def inside(consumer: Consumer, rows: list[Delivery]) -> int:
    """Effect and mark of several deliveries in one transaction; when one of them breaks, each by itself."""
    try:
        with transaction.atomic():
            return sum(_carried(consumer, row) for row in rows)
    except AWAY:
        raise
    except Exception as error:
        if len(rows) > 1:
            return sum(inside(consumer, [row]) for row in rows)
        _write(_untouched(rows[0]), rows[0], Result("later", type(error).__name__))
        return 1


def _carried(consumer: Consumer, row: Delivery) -> int:
    """Mark first, which also locks the row; then the effect. Nothing when somebody else was quicker."""
    if not _untouched(row).update(state="delivered", attempt=row.attempt + 1, due_at=None):
        return 0
    result = consumer.carry(row, happening(row.ledger, row.entry))
    Delivery.objects.filter(pk=row.pk).update(state=result.state, note=result.note)
    return 1


def outside(consumer: Consumer, row: Delivery) -> int:
    """Lease, carry, write down what came of it, unless somebody has tried again since."""
    if not _untouched(row).update(**_taken(row)):
        return 0
    try:
        result = consumer.carry(row, happening(row.ledger, row.entry))
    except AWAY:
        raise
    except Exception as error:
        result = Result("unknown", type(error).__name__)
    mine = Delivery.objects.filter(pk=row.pk, attempt=row.attempt + 1, state__in=("leased", "unknown"))
    _write(mine, row, result)
    return 1


def _taken(row: Delivery) -> dict[str, Any]:
    now = clock.now()
    return {"state": "leased", "attempt": row.attempt + 1, "lease_until": now + LEASE, "tried_at": now}


def _untouched(row: Delivery) -> QuerySet[Delivery]:
    """The row as it was read: empty as soon as anybody has taken it."""
    return Delivery.objects.filter(pk=row.pk, state=row.state, attempt=row.attempt, due_at=row.due_at)


def _write(mine: QuerySet[Delivery], row: Delivery, result: Result) -> None:
    """Write down one attempt. The log names the line, never a person, an address or an error's own words."""
    state, doubts, again = after(row.attempt, row.doubts, result, clock.now())
    mine.update(state=state, doubts=doubts, due_at=again, lease_until=None, note=result.note, attempt=row.attempt + 1)
    if result.state != "delivered":
        log.warning("deliveries: %s %s/%s is %s: %s", row.consumer, row.ledger, row.entry, state, result.note)


def after(attempt: int, doubts: int, result: Result, now: datetime) -> tuple[str, int, datetime | None]:
    """State, doubts and next time after the attempt that followed `attempt` others.

    With a doubt behind it, a row never again looks merely waiting or dead: it may have arrived.
    """
    if result.state == "unknown":
        return "unknown", doubts + 1, None if doubts else now + DOUBT_PAUSE
    if result.state != "later":
        return result.state, doubts, None
    if attempt >= len(BACK_OFF):
        return ("unknown" if doubts else "dead"), doubts, None
    return ("unknown" if doubts else "waiting"), doubts, now + timedelta(minutes=BACK_OFF[attempt])


def again(row: Delivery) -> bool:
    """Let a delivery that nothing more would come of be tried once more, from the start; whether it was such a one.

    A doubt behind it stays: it may have arrived, and the row never again looks merely waiting.
    """
    stuck = Delivery.objects.filter(pk=row.pk, state__in=STUCK, due_at=None)
    state = "unknown" if row.doubts else "waiting"
    return bool(stuck.update(state=state, attempt=0, due_at=clock.now(), lease_until=None))
