"""Gauges 仪表: what a machine's keeper watches, in Prometheus' text format (by `prometheus-client`).

What was counted in this process, and what stands in the database at the moment somebody looks: how much waits, since
when, how old the ledgers are.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from haitang.engine import backlog, clock, ledger, outbox
from haitang.engine.metering import REGISTRY

CONTENT_TYPE = CONTENT_TYPE_LATEST


def exposed() -> bytes:
    """Everything, as the scraper reads it."""
    return generate_latest(REGISTRY) + generate_latest(_STANDING)


class _Standing(Collector):
    """What stands in the database; a database that is away is a gauge of its own, not an error."""

    def collect(self) -> Iterator[Metric]:
        """For the registry, at every look."""
        try:
            found = list(_asked())
        except DatabaseError:
            found = []
        yield GaugeMetricFamily("haitang_database_up", "Whether the database answers.", value=float(bool(found)))
        yield from found


def _asked() -> Iterator[Metric]:
    consumers = len(outbox.CONSUMERS)
    waiting = GaugeMetricFamily("haitang_deliveries_waiting", "Deliveries still to be tried.", labels=["consumer"])
    known = backlog.waiting()
    for consumer in outbox.CONSUMERS:
        waiting.add_metric([consumer.name], known.get(consumer.name, 0))
    yield waiting
    unread = backlog.unread(consumers)
    yield GaugeMetricFamily("haitang_ledger_lines_unread", "Lines the slowest consumer has not read.", value=unread)
    yield GaugeMetricFamily(
        "haitang_oldest_undelivered_seconds", "Age of the oldest line that has not reached all whom it is for.",
        value=_age(backlog.oldest(consumers)),
    )  # fmt: skip
    heads = GaugeMetricFamily("haitang_ledger_head_age_seconds", "Time since a ledger's last line.", labels=["ledger"])
    sizes = GaugeMetricFamily("haitang_ledger_lines", "Lines of a ledger.", labels=["ledger"])
    for head in ledger.heads():
        heads.add_metric([head.ledger], _age(head.recorded_at))
        sizes.add_metric([head.ledger], head.size)
    yield heads
    yield sizes


def _age(instant: datetime | None) -> float:
    return max(0.0, (clock.now() - instant).total_seconds()) if instant else 0.0


_STANDING = CollectorRegistry(auto_describe=False)
_STANDING.register(_Standing())
