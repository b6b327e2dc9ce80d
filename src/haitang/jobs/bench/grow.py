"""Grow 长账: fill two ledgers with synthetic lines, then time appends and proofs on both."""

import random
import statistics
import time

from django.db import transaction

from haitang.engine import clock, gate, installation, ledger

BIG, LITTLE = "bench-big", "bench-little"
BATCH = 20_000
TRIES = 60


def grow(large: int, small: int) -> None:
    """Make both ledgers at least that long; quick when they are there."""
    installation.migrate()
    for name, size in ((BIG, large), (LITTLE, small)):
        while (have := ledger.head(name).size) < size:
            with gate.upkeep(), ledger.batch():
                for number in range(min(BATCH, size - have)):
                    ledger.append(_line(name, number))


def _line(name: str, number: int) -> ledger.Line:
    return ledger.Line(
        ledger=name,
        kind="synthetic",
        community=name,
        quantity=1,
        subject=f"synthetic-{number}",
        command="bench",
        actor="system:bench",
        door="bench",
        place="/",
        occurred_at=clock.now(),
        facts={"synthetic": True},
    )


def take() -> tuple[float, float, float]:
    """Median milliseconds: one append to the big ledger, one to the little one, one proof in the big one."""
    appends: dict[str, list[float]] = {name: [] for name in (BIG, LITTLE)}
    for number in range(TRIES):
        for name, times in appends.items():
            times.append(_timed_append(name, number))
    size = ledger.head(BIG).size
    drawn = random.Random(7)  # noqa: S311 (which lines are proved does not matter)
    proofs = [_timed_proof(drawn.randrange(1, size + 1), size) for _ in range(TRIES)]
    return statistics.median(appends[BIG]), statistics.median(appends[LITTLE]), statistics.median(proofs)


def _timed_append(name: str, number: int) -> float:
    with gate.upkeep(), transaction.atomic():
        began = time.perf_counter()
        ledger.append(_line(name, number))
        return (time.perf_counter() - began) * 1000


def _timed_proof(entry: int, size: int) -> float:
    began = time.perf_counter()
    ledger.prove(BIG, entry, size)
    return (time.perf_counter() - began) * 1000
