"""Reading 查账: public lines, sealed halves, everything about one subject."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from haitang.engine.ledger.append import flush
from haitang.records.entry import Body, Head, Leaf, Node, Seal


def leaves(ledger: str, after: int, limit: int, upto: int) -> list[Leaf]:
    """Public lines in order from entry `after + 1`, none beyond `upto`."""
    return list(Leaf.objects.filter(ledger=ledger, entry__gt=after, entry__lte=upto).order_by("entry")[:limit])


def every_leaf(ledgers: Sequence[str]) -> QuerySet[Leaf]:
    """All lines of some ledgers, for the tally."""
    return Leaf.objects.filter(ledger__in=ledgers).order_by("ledger", "entry")


def bodies(ledger: str, after: int = 0, limit: int = 500) -> list[Body]:
    """Sealed halves in order from entry `after + 1`: for consumers and entitled readers."""
    flush()
    return list(Body.objects.filter(ledger=ledger, entry__gt=after).order_by("entry")[:limit])


def every_body(ledgers: Sequence[str]) -> QuerySet[Body]:
    """All sealed halves of some ledgers, for figures that filter on facts."""
    return Body.objects.filter(ledger__in=ledgers).order_by("ledger", "entry")


def every_node(ledger: str) -> QuerySet[Node]:
    """All interior hashes of one ledger, for verifying."""
    return Node.objects.filter(ledger=ledger)


def every_seal(ledger: str) -> QuerySet[Seal]:
    """All seals of one ledger, the oldest first."""
    return Seal.objects.filter(ledger=ledger).order_by("size")


def stray() -> Leaf | None:
    """A line whose ledger has no head: there should be none."""
    return Leaf.objects.exclude(ledger__in=Head.objects.values("ledger")).first()


def of_subject(subject: str) -> list[tuple[Body, Leaf]]:
    """Everything the ledgers say of one subject, oldest first."""
    flush()
    found = list(Body.objects.filter(subject=subject).order_by("recorded_at", "entry"))
    by_entry = {
        (leaf.ledger, leaf.entry): leaf
        for leaf in Leaf.objects.filter(ledger__in={b.ledger for b in found}, entry__in=[b.entry for b in found])
    }
    return [(body, by_entry[body.ledger, body.entry]) for body in found]


def actors_of(subject: str, commands: Iterable[str]) -> set[str]:
    """Who made these commands on a subject."""
    flush()
    names = Body.objects.filter(subject=subject, command__in=list(commands)).values_list("actor", flat=True)
    return {name for name in names if name}


def line(ledger: str, entry: int) -> tuple[Leaf, Body] | None:
    """One line with its sealed half, or None."""
    leaf = Leaf.objects.filter(ledger=ledger, entry=entry).first()
    body = Body.objects.filter(ledger=ledger, entry=entry).first()
    return (leaf, body) if leaf and body else None


def subjects(lines: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """What some lines are about, in one query: (ledger, entry) → subject. Erased ones are left out."""
    wanted = set(lines)
    rows = Body.objects.filter(ledger__in={name for name, _ in wanted}, entry__in={entry for _, entry in wanted})
    found = rows.exclude(subject=None).values_list("ledger", "entry", "subject")
    return {(name, entry): subject for name, entry, subject in found if (name, entry) in wanted}
