"""Daily work 日常: what the clock does by itself. Every step may be repeated at any time and by several processes."""

from datetime import timedelta

from haitang.commands import matters
from haitang.engine import blurring, clock, deliveries, gate, photos, sealing
from haitang.engine.promise import lapsed
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Refusal
from haitang.records.matter import Matter

CLOCK = Actor("clock", system="clock")


def run_due() -> int:
    """Do everything that is due now: close after silence, seal yesterday, sweep; how many things were done.

    For the server's loop (once a minute) and `haitang work --once`.
    """
    swept = deliveries.sweep() + blurring.forget_originals() + photos.forget_orphans()
    return close_lapsed() + sealing.seal_past_days() + swept


def close_lapsed() -> int:
    """Close answered matters about which nobody objected within the working days of `matters.LAPSE_WORKDAYS`."""
    oldest = clock.now() - timedelta(days=matters.LAPSE_WORKDAYS)
    silent = Matter.objects.filter(state="answered", closed_at=None, answered_at__lte=oldest).order_by("answered_at")
    return sum(_close(matter) for matter in silent[:500] if lapsed(matter, matters.LAPSE_WORKDAYS))


def _close(matter: Matter) -> int:
    """One matter; a voice that speaks in this very moment wins."""
    answered = matter.answered_at.isoformat() if matter.answered_at else ""
    try:
        gate.do(matters.close, CLOCK, key=f"lapse:{matter.number}:{answered}", matter=matter.number)
    except Refusal:
        return 0
    return 1
