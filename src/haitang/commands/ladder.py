"""Ladder 催办: the clock reminds and raises; each step of each deadline exactly once, whoever runs and however often."""

from dataclasses import replace

from haitang.engine import countdowns, ladder, lateness
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.ladder import RESOLVE, UP
from haitang.kernel.limits import Code, RecordId
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.breach import Breach, Countdown
from haitang.records.matter import Matter


@command("ladder.climb", zh="到时催办", en="Remind or raise", roles=(Role.SYSTEM,), at="place")
def climb(change: Change, place: Code, countdown: RecordId) -> Fact:
    """The highest step whose time has come. It is no change of the matter: nobody's open form is refused for it."""
    row = _locked(countdown)
    level = countdowns.reached(row, change.at) if row is not None else 0
    before = row.level if row is not None else 0
    if row is None or not level:
        raise refuse_now("现在没有什么要催的", "There is nothing to remind of now")
    told = ladder.posts(row.matter, row.clock, level)
    Breach.objects.create(
        countdown=row, matter=row.matter, clock=row.clock, level=level, post=told[0] if told else None, at=change.at
    )
    row.level = level
    row.next_at = countdowns.next_at(row)
    row.save(update_fields=["level", "next_at"])
    fact = _fact(row, level, [post.code for post in told])
    if row.clock != RESOLVE or not before < UP <= level:
        return fact
    return replace(fact, also=(lateness.judgement(row.matter, row.due_at, lateness.LATE),))


def _locked(pk: int) -> Countdown | None:
    """The clock, if it still runs; the matter is locked first, as every other change does."""
    known = Countdown.objects.filter(pk=pk).values_list("matter_id", flat=True).first()
    if known is None:
        return None
    Matter.objects.select_for_update().get(pk=known)
    rows = Countdown.objects.select_for_update(of=("self",)).filter(pk=pk, ended_at=None)
    return rows.select_related("matter__place", "matter__organization", "matter__owner").first()


def _fact(row: Countdown, level: int, codes: list[str]) -> Fact:
    matter = row.matter
    verb = "raised" if level >= UP else "reminded"
    facts = {"kind": matter.kind, "category": matter.category, "severity": matter.severity, "clock": row.clock}
    facts |= {"level": level, "to": codes or None}
    return Fact(
        verb=f"{kinds[matter.kind].leaf}.{verb}",
        organization=matter.organization.code,
        place=matter.place.code,
        subject=matter.number,
        facts={name: value for name, value in facts.items() if value not in ("", None)},
    )


COMMANDS = (climb,)
