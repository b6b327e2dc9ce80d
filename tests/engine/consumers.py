"""What the tests of the outbox share: a channel that answers as it is told to, and what a post has been told."""

from collections.abc import Iterator

from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result, Want
from haitang.records.office import Delivery, Message

RECEIVED = (Want("case", "received"),)


def told(post: str) -> list[tuple[str, str]]:
    """Number and template of the messages of a post, oldest first."""
    rows = Message.objects.filter(post__code=post).select_related("matter").order_by("pk")
    return [(row.matter.number, row.template) for row in rows]


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
