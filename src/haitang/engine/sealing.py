"""Sealing 封存: the public view advances to the live heads, and what is kept for it is reckoned anew."""

from datetime import datetime, time

from haitang.engine import clock, headline, ledger
from haitang.engine.gate import upkeep
from haitang.records.party import Organization


def seal_all() -> dict[str, ledger.PublicHead]:
    """Seal every ledger that has grown; the public heads by ledger. Run once a day, and at a demonstration's end."""
    with upkeep():
        heads = {head.ledger: ledger.seal(head.ledger) for head in ledger.heads()}
    for organization in Organization.objects.order_by("code"):
        headline.reckon(organization)
    return heads


def seal_past_days() -> int:
    """Seal what was recorded before today's midnight in China, for the clock; how many ledgers moved."""
    midnight = datetime.combine(clock.today(), time.min, clock.ZONE)
    moved = sum(_seal_past(head.ledger, midnight) for head in list(ledger.heads()))
    for organization in Organization.objects.order_by("code") if moved else ():
        headline.reckon(organization)
    return moved


def _seal_past(name: str, midnight: datetime) -> int:
    before = ledger.sealed(name).size
    with upkeep():
        return int(ledger.seal_before(name, midnight).size > before)
