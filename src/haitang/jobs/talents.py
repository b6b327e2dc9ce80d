"""Talents 能人: what the clock does for the register: says that an offer runs out, ends it, erases what it left behind."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet

from haitang.commands import talents as commands
from haitang.engine import clock, gate, talents
from haitang.kernel.actor import Actor
from haitang.kernel.command import Fact
from haitang.kernel.errors import Refusal
from haitang.records.talent import Talent, TalentRequest

CLOCK = Actor("clock", system="clock")
AT_ONCE = 500


def run_due() -> int:
    """Everything that is due now; how many things."""
    return notify() + expire() + forget() + let_go()


def notify() -> int:
    """Tell those whose consent runs out in some days, once."""
    today = clock.today()
    soon = Talent.objects.filter(talents.standing(), notified_at=None)
    soon = soon.filter(until__lte=today + timedelta(days=talents.NOTICE_DAYS))
    return sum(_do(commands.notify, one, f"until:{one.until}") for one in _some(soon))


def expire() -> int:
    """End the offers whose last day is over."""
    past = Talent.objects.filter(matter__closed_at=None, until__lt=clock.today())
    return sum(_do(commands.expire, one, f"expire:{one.until}") for one in _some(past))


def forget() -> int:
    """Erase what offers that ended long enough ago have left behind."""
    ended = Talent.objects.filter(matter__closed_at__isnull=False, voice__erasure="")
    waiting = ended.select_related("matter__organization").order_by("pk")[:AT_ONCE]
    due = [one for one in waiting if (when := talents.kept_until(one.matter)) is not None and when <= clock.now()]
    return sum(_do(commands.forget, one, "forget") for one in due)


def let_go() -> int:
    """Let go of who was asked and did not come, once the matter is closed: nobody is known by having said no."""
    rows = TalentRequest.objects.filter(matter__closed_at__isnull=False).exclude(standing=talents.YES)
    if not rows.exists():
        return 0
    with gate.upkeep():
        return int(rows.delete()[0])


def _some(rows: QuerySet[Talent]) -> list[Talent]:
    return list(rows.select_related("matter").order_by("pk")[:AT_ONCE])


def _do(command: Callable[..., Fact], one: Talent, why: str) -> int:
    """One offer; whoever acts in this very moment wins."""
    try:
        gate.do(command, CLOCK, key=f"talent:{why}:{one.matter.number}", matter=one.matter.number)
    except Refusal:
        return 0
    return 1
