"""Metering 计量: requests and commands, counted in this process. No persons, no matters: only kinds of things."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram

from haitang.kernel.errors import Refusal

REGISTRY = CollectorRegistry(auto_describe=True)
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
REQUESTS = Histogram(
    "haitang_request_seconds", "Requests by route, method and status.", ("route", "method", "status"),
    buckets=_SECONDS, registry=REGISTRY,
)  # fmt: skip
COMMANDS = Counter(
    "haitang_commands", "Changes asked of the gate, by command and what they came to.", ("command", "outcome"),
    registry=REGISTRY,
)  # fmt: skip


@contextmanager
def commanding(name: str) -> Iterator[None]:
    """Count one change by what it comes to: done, invalid, denied, notnow, conflict or error."""
    outcome = "error"
    try:
        yield
        outcome = "done"
    except Refusal as refusal:
        outcome = next(kind.__name__.lower() for kind in type(refusal).__mro__ if kind.__module__ == Refusal.__module__)
        raise
    finally:
        COMMANDS.labels(name, outcome).inc()


def done(names: Iterable[str]) -> None:
    """Count changes that were made many at a time, once their batch stands."""
    for name in names:
        COMMANDS.labels(name, "done").inc()
