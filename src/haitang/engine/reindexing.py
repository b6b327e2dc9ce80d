"""Reindexing 重建检索: the whole index anew, after it was made, after places were renamed, or to leave no trace on a disk."""

from collections.abc import Iterator

from haitang.engine import indexing
from haitang.engine.gate import upkeep
from haitang.engine.territory import ABOVE
from haitang.records import searched
from haitang.records.matter import Matter

BATCH = 500


def rebuild() -> Iterator[int]:
    """Bring every matter's line of the index up to date, batch by batch, yielding how many are done; safe to stop."""
    last, done = 0, 0
    while True:
        rows = Matter.objects.filter(pk__gt=last).select_related(f"place__{ABOVE}").order_by("pk")
        found = list(rows[:BATCH])
        if not found:
            break
        with upkeep():
            for matter in found:
                indexing.follow(matter)
        last, done = found[-1].pk, done + len(found)
        yield done
    with upkeep():
        searched.tidy()
