"""Seals 封存到某时: the public view advances over what was recorded before an instant, and no further."""

from datetime import datetime, timedelta

from haitang.engine import clock
from haitang.engine.ledger.heads import PublicHead, sealed
from haitang.engine.ledger.proofs import root_at
from haitang.records.entry import Body, Seal


def seal_before(ledger: str, instant: datetime) -> PublicHead:
    """Seal the lines recorded before `instant`; nothing happens when they are sealed already.

    Lines of the day that is still running stay back, so that their time cannot be told from when they appear.
    """
    known = sealed(ledger)
    lines = Body.objects.filter(ledger=ledger, entry__gt=known.size, recorded_at__lt=instant)
    size = lines.order_by("-entry").values_list("entry", flat=True).first()
    if size is None:
        return known
    last = clock.local_day(instant - timedelta(microseconds=1))
    Seal.objects.create(ledger=ledger, size=size, root=root_at(ledger, size), day=last)
    return sealed(ledger)


def size_before(ledger: str, instant: datetime) -> int:
    """How many lines had been recorded before an instant. Seals narrow the search to the lines between two of them."""
    last = clock.local_day(instant - timedelta(microseconds=1))
    seals = Seal.objects.filter(ledger=ledger)
    known = seals.filter(day__lte=last).order_by("-size").values_list("size", flat=True).first() or 0
    beyond = seals.filter(day__gt=last).order_by("size").values_list("size", flat=True).first()
    between = Body.objects.filter(ledger=ledger, entry__gt=known, recorded_at__lt=instant)
    if beyond is not None:
        between = between.filter(entry__lte=beyond)
    return between.order_by("-entry").values_list("entry", flat=True).first() or known
