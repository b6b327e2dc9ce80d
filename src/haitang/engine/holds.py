"""Holds 停表与延期: the clock stands while it is not the office's turn, and goes on with what was left.

T0 is never reset, and the real age of a matter goes on counting (loop.md §3 row 10).
"""

from datetime import datetime

from haitang.engine import clock, terming
from haitang.engine.promise import workdays
from haitang.kernel.span import Span
from haitang.records.hold import HandBack, Pause
from haitang.records.matter import Matter

#: How often an owner may hand back before somebody above decides (loop.md row 7).
HAND_BACKS = 2


def undecided(matter: Matter) -> bool:
    """Whether it was handed back once too often and nobody above has decided yet whose it is."""
    backs = HandBack.objects.filter(matter=matter)
    return backs.filter(adjudicated_at=None).count() > HAND_BACKS


def bound(matter: Matter) -> bool:
    """Whether it was decided above, or by a joint meeting, whose it is: the owner cannot hand it back."""
    settled = matter.details.get("settled") or {}
    if matter.owner is not None and settled.get("owner") == matter.owner.code:
        return True
    if getattr(matter, "has_backs", True) is False:
        return False
    return HandBack.objects.filter(matter=matter).exclude(adjudicated_at=None).exists()


def pause(matter: Matter, sort: str, review_at: datetime, reason: str = "", note: str = "") -> Pause:
    """Stop the clock of a matter; it remembers how many working days were left, and whether it was late already."""
    now = clock.now()
    late = matter.due_at is not None and matter.due_at <= now
    calendar = workdays(matter.organization_id)
    left = 0 if late or matter.due_at is None else calendar.elapsed_workdays(now, matter.due_at)
    return Pause.objects.create(
        matter=matter, sort=sort, reason=reason, note=note, left=left, late=late, since=now, review_at=review_at
    )


def resume(matter: Matter) -> Pause | None:
    """Let the clock go on with what was left; what was late stays late, a pause within one day takes nothing away."""
    standing = Pause.objects.filter(matter=matter, ended_at=None).order_by("-id").first()
    if standing is None:
        return None
    standing.ended_at = clock.now()
    standing.save()
    if matter.due_at is not None and not standing.late:
        _go_on(matter, matter.due_at, standing)
    return standing


def _go_on(matter: Matter, due: datetime, standing: Pause) -> None:
    now, calendar, span = clock.now(), workdays(matter.organization_id), terming.span_of(matter)
    if span.unit != "w":
        terming.going_on(matter, span.left(calendar, standing.since, due).due(calendar, now), now, "")
    elif clock.local_day(standing.since) < clock.today():
        left = Span(max(1, standing.left))
        terming.going_on(matter, left.due(calendar, now), now, str(left))


def over(matter: Matter) -> bool:
    """Whether the day on which somebody looks again has come."""
    return not Pause.objects.filter(matter=matter, ended_at=None, review_at__gt=clock.now()).exists()
