"""Backlog 积压: how much waits to be delivered, and since when. For checks and metrics: numbers and times only."""

from datetime import datetime

from django.db.models import Count, Min

from haitang.engine import clock, ledger
from haitang.records.office import Cursor, Delivery

_WAITING = ("waiting", "leased", "unknown")


def waiting() -> dict[str, int]:
    """How many deliveries of each consumer are still to be tried."""
    rows = Delivery.objects.filter(state__in=_WAITING).exclude(state="unknown", due_at=None)
    return dict(rows.values_list("consumer").annotate(number=Count("pk")).order_by("consumer"))


def unread(consumers: int) -> int:
    """How many ledger lines the slowest consumer has not read; every line while fewer than `consumers` have begun."""
    return sum(size - behind for _, behind, size in _behind(consumers))


def oldest(consumers: int) -> datetime | None:
    """When the oldest line was recorded that has not reached all whom it is for; None when nothing waits."""
    first = {name: behind + 1 for name, behind, _ in _behind(consumers)}
    rows = Delivery.objects.filter(state__in=_WAITING).exclude(state="unknown", due_at=None)
    for name, entry in rows.values_list("ledger").annotate(entry=Min("entry")):
        first[name] = min(entry, first.get(name, entry))
    found = [line[1].recorded_at for name, entry in first.items() if (line := ledger.line(name, entry)) is not None]
    return min(found, default=None)


def overdue(consumers: int) -> datetime | None:
    """Since when something could have been tried and was not: nobody delivers, or not fast enough."""
    now = clock.now()
    rows = Delivery.objects.filter(state__in=("waiting", "unknown"), due_at__lte=now)
    due = rows.aggregate(first=Min("due_at"))["first"]
    lines = (ledger.line(name, behind + 1) for name, behind, _ in _behind(consumers))
    found = [due] if due else []
    return min([*found, *(line[1].recorded_at for line in lines if line is not None)], default=None)


def _behind(consumers: int) -> list[tuple[str, int, int]]:
    """Each ledger that somebody has not read to its end: its name, where the slowest stands, its size."""
    read = {
        row["ledger"]: (row["first"], row["number"])
        for row in Cursor.objects.values("ledger").annotate(first=Min("entry"), number=Count("pk")).order_by("ledger")
    }
    found = []
    for head in ledger.heads():
        first, number = read.get(head.ledger, (0, 0))
        stands = first if number >= consumers else 0
        if stands < head.size:
            found.append((head.ledger, stands, head.size))
    return found
