"""Daily work 日常: what the clock does by itself. Every step may be repeated at any time and by several processes."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from haitang.commands import agreements, asking, deferring, handing, ladder, matters, mediation
from haitang.engine import (
    authority,
    blurring,
    clock,
    deliveries,
    gate,
    guide,
    photos,
    promise,
    rules,
    sealing,
    sign_ins,
)
from haitang.engine import ladder as climbing
from haitang.engine.promise import lapsed
from haitang.jobs import joint, retention, talents
from haitang.jobs.imports import intakes
from haitang.kernel.actor import Actor
from haitang.kernel.command import Fact
from haitang.kernel.errors import Refusal
from haitang.records.hold import Pause, Question, Referral
from haitang.records.matter import Matter
from haitang.records.mediation import Accord, Mediator
from haitang.records.party import Membership

CLOCK = Actor("clock", system="clock")


def run_due() -> int:
    """Do everything that is due now: close after silence, go on, seal yesterday, remind, sweep, forget; how many things.

    For the server's loop (once a minute) and `haitang work --once`.
    """
    promise.forget()  # another process may have entered a day
    closed = close_lapsed() + close_disputes() + free_disputes()
    done = closed + go_on() + climb() + joint.plan_next() + sealing.seal_past_days() + guide.remind_overdue()
    swept = deliveries.sweep() + blurring.forget_originals() + photos.forget_orphans() + sign_ins.sweep()
    return done + swept + intakes.sweep() + talents.run_due() + retention.run_due()


def close_lapsed() -> int:
    """Close answered matters about which nobody objected within the working days of each office's rule."""
    own = rules.everywhere("lapse_workdays")
    shortest = min([matters.LAPSE_WORKDAYS, *map(int, own.values())])
    oldest = clock.now() - timedelta(days=shortest)
    silent = Matter.objects.filter(state="answered", closed_at=None, answered_at__lte=oldest).order_by("answered_at")
    return sum(
        _close(matter)
        for matter in silent[:500]
        if lapsed(matter, int(own.get(matter.organization_id, matters.LAPSE_WORKDAYS)))
    )


def _close(matter: Matter) -> int:
    """One matter; a voice that speaks in this very moment wins."""
    answered = matter.answered_at.isoformat() if matter.answered_at else ""
    try:
        gate.do(matters.close, CLOCK, key=f"lapse:{matter.number}:{answered}", matter=matter.number)
    except Refusal:
        return 0
    return 1


def go_on() -> int:
    """Go on where somebody was waited for and the time is over: no reply, no word of the other body, the day of review."""
    now = clock.now()
    silent = Question.objects.filter(ended_at=None, until__lte=now)
    unconfirmed = Referral.objects.filter(ended_at=None, until__lte=now)
    reviewed = Pause.objects.filter(sort="parked", ended_at=None, review_at__lte=now)
    return (
        sum(_go_on(asking.unreplied, one.matter, one.pk) for one in silent.select_related("matter")[:500])
        + sum(_go_on(handing.not_taken, one.matter, one.pk) for one in unconfirmed.select_related("matter")[:500])
        + sum(_go_on(deferring.resume, one.matter, one.pk) for one in reviewed.select_related("matter")[:500])
    )


def climb() -> int:
    """Remind and raise where a time is half over, nearly over or over; after a standstill the highest step only."""
    return sum(_climb(row.pk, row.level, row.matter.place.code) for row in climbing.due(clock.now()))


def _climb(countdown: int, level: int, place: str) -> int:
    """One clock; another process that climbs in this very moment wins, and so does whoever ends the clock."""
    try:
        gate.do(ladder.climb, CLOCK, key=f"climb:{countdown}:{level}", place=place, countdown=countdown)
    except Refusal:
        return 0
    return 1


def _go_on(command: Callable[..., Fact], matter: Matter, cause: int) -> int:
    """One matter; whoever acts in this very moment wins."""
    try:
        gate.do(command, CLOCK, key=f"go_on:{cause}", matter=matter.number)
    except Refusal:
        return 0
    return 1


def close_disputes() -> int:
    """Close mediated disputes once the court can no longer be asked to confirm the agreement, or has ruled."""
    now = clock.now()
    past = Q(due_at__lte=now, applied_on=None) | ~Q(ruled_on=None)
    waiting = Accord.objects.filter(past, matter__closed_at=None).select_related("matter")
    return sum(_by_the_clock(agreements.close, one.matter, "confirmation") for one in waiting[:500])


def free_disputes() -> int:
    """Let a dispute wait for a mediator again when nobody who mediates it holds that post any more."""
    serving = Membership.objects.filter(authority.today(), post=OuterRef("post"), account=OuterRef("account"))
    parts = Mediator.objects.filter(until=None, matter__closed_at=None).exclude(Exists(serving))
    left = parts.filter(matter__state__in=("accepted", "mediating")).select_related("matter")[:500]
    return sum(_by_the_clock(mediation.release, one.matter, f"release:{one.pk}") for one in left)


def _by_the_clock(command: Callable[..., Fact], matter: Matter, why: str) -> int:
    try:
        gate.do(command, CLOCK, key=f"{why}:{matter.number}", matter=matter.number)
    except Refusal:
        return 0
    return 1
