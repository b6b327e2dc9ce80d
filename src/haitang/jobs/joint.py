"""Joint meetings by the rule 定期联席会议: where an office has a rule, the next one is always planned."""

from typing import cast

from haitang.commands import joint as meetings
from haitang.engine import charter, clock, gate, joint, promise, rules
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Refusal
from haitang.kernel.joint import Rhythm, next_day
from haitang.records.party import Organization

CLOCK = Actor("clock", system="clock")


def plan_next() -> int:
    """Plan the next joint meeting of each office whose rule asks for one and that has none ahead; how many."""
    own, days = rules.everywhere("joint_rhythm"), rules.everywhere("joint_day")
    wanted = [pk for pk, rhythm in own.items() if rhythm != "own"]
    offices = Organization.objects.filter(pk__in=wanted).order_by("pk")
    return sum(_plan(office, str(own[office.pk]), int(days.get(office.pk, _day()))) for office in offices)


def _day() -> int:
    return int(rules.RULES["joint_day"].default)


def _plan(office: Organization, rhythm: str, day: int) -> int:
    place, kind = charter.top_of(office), next(iter(joint.kinds_of()), None)
    if place is None or kind is None or joint.ahead(office) is not None or not charter.of(office).does(kind.name):
        return 0
    chosen = next_day(cast(Rhythm, rhythm), day, clock.today(), promise.workdays().is_work)
    try:
        gate.do(meetings.plan, CLOCK, f"joint:{office.code}:{chosen}", place=place.code, kind=kind.name, day=chosen)
    except Refusal:
        return 0
    return 1
