"""Orders 转办工单: which matter an order of another body's system is, and what is kept of it beside the matter."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from haitang.engine import clock
from haitang.kernel.errors import Invalid
from haitang.records.matter import Matter
from haitang.records.order import OutsideOrder
from haitang.records.party import Organization


@dataclass(frozen=True, slots=True)
class Known:
    """What another system says of one of its orders now."""

    source: str
    number: str
    sort: str
    status: str
    due: datetime | None
    closed: datetime | None
    told: str


def in_order(now: datetime, received: datetime, closed: datetime | None) -> None:
    """Invalid for an order that was received or closed in time to come, or closed before it was received."""
    if received > now:
        raise Invalid.of("received", "受理时间还没有到", "It cannot have been received in time to come")
    if closed is not None and not received <= closed <= now:
        raise Invalid.of(
            "closed",
            "办结时间要在受理以后、现在以前",
            "It was closed after it was received, and not in time to come",
        )


def of(matter: Matter) -> OutsideOrder | None:
    """The order a matter came as; None for what was said here. One query."""
    return OutsideOrder.objects.filter(matter=matter).first()


def by_number(organization: Organization, source: str, numbers: Collection[str]) -> dict[str, OutsideOrder]:
    """The orders of a source that are here already, each with its matter. One query."""
    found = OutsideOrder.objects.filter(organization=organization, source=source, number__in=list(numbers))
    return {order.number: order for order in found.select_related("matter__place")}


def known_of(order: OutsideOrder) -> Known:
    """What was last said of it."""
    return Known(
        order.source, order.number, order.sort, order.status, order.due_at, order.closed_at, order.told
    )  # fmt: skip


def keep(matter: Matter, known: Known, more: str, point: tuple[float, float] | None) -> None:
    """Note what an order says beside the words of its voice."""
    order = OutsideOrder(matter=matter, organization=matter.organization, number=known.number, source=known.source)
    order.more = more
    order.longitude, order.latitude = point if point is not None else (None, None)
    renew(order, known, clock.now())


def renew(order: OutsideOrder, known: Known, at: datetime) -> None:
    """What another system says of it now takes the place of what it said before."""
    order.sort, order.status, order.told = known.sort, known.status, known.told
    order.due_at, order.closed_at, order.updated_at = known.due, known.closed, at
    order.save()


def forget(matter: Matter) -> None:
    """Nothing that somebody said stays, nor where exactly; number, source and dates do."""
    OutsideOrder.objects.filter(matter=matter).update(more="", told="", longitude=None, latitude=None)
