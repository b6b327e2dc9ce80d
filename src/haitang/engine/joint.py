"""Joint meetings 联席会议: what waits for one, what one left open, which is the next; and how a decision takes effect."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from haitang.engine import gate, rules
from haitang.engine.binding import bind
from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result, Want
from haitang.engine.followups import FOLLOWUP
from haitang.engine.sheets.named import SETTLED
from haitang.kernel.errors import Refusal
from haitang.kernel.kind import Kind
from haitang.kernel.registry import commands, kinds
from haitang.records.matter import Matter
from haitang.records.office import Delivery
from haitang.records.party import Organization
from haitang.records.slot import Motion

#: Under this name a matter says that it is to be put before a joint meeting, and why.
MARK = "joint_meeting"
#: The decision that names an office.
OWNER = "owner"
_LEFT_OPEN = "postponed"


def kinds_of() -> list[Kind]:
    """The kinds of session whose open points go over to the next one."""
    return [kind for kind in kinds if kind.shape == "meeting" and "carried" in kind.panels]


def _sessions(organization: Organization | int) -> QuerySet[Matter]:
    names = [kind.name for kind in kinds_of()]
    return Matter.objects.filter(organization=organization, shape="meeting", kind__in=names)


def ahead(organization: Organization | int) -> Matter | None:
    """The next session that has not been held, of whatever day."""
    rows = _sessions(organization).filter(closed_at=None, state__in=("planned", "published"))
    return rows.order_by("due_at", "id").first()


def open_points(organization: Organization | int) -> QuerySet[Motion]:
    """What sessions that are over left open and no other session has taken over, in the order of the sessions."""
    over = _sessions(organization).filter(state="closed", pk=OuterRef("meeting"))
    rows = Motion.objects.filter(Exists(over), decision=_LEFT_OPEN, carried_on=None)
    return rows.select_related("meeting", "matter").order_by("meeting__due_at", "position")


def can_settle(matter: Matter) -> bool:
    """Whether a decision could take effect on a matter as it stands."""
    return matter.closed_at is None and matter.state in SETTLED


def rule_of(organization: Organization) -> tuple[rules.Line, rules.Line]:
    """How often, and on which day of the month."""
    lines = rules.of(organization)
    return lines["joint_rhythm"], lines["joint_day"]


# Follow-ups


def targets(happening: Happening) -> Iterable[str]:
    """Of a decision: the matter it is about. Of a session that was planned or closed: the points to be taken over."""
    session = Matter.objects.get(number=happening.subject)
    if "carried" not in kinds[session.kind].panels:
        return []
    if "motion" in happening.facts:
        rows = Motion.objects.filter(pk=happening.facts["motion"]).exclude(matter=None)
        return [number for number in rows.values_list("matter__number", flat=True) if number]
    return [str(pk) for pk in open_points(session.organization_id).values_list("pk", flat=True)]


def carry(delivery: Delivery, happening: Happening) -> Result:
    """Make the one step through the gate, under a key that the same line always gives."""
    if "motion" in happening.facts:
        return _do(happening, "joint.settle", matter=delivery.target, motion=happening.facts["motion"])
    session = Matter.objects.get(number=happening.subject)
    to = ahead(session.organization_id)
    if to is None or to.state != "planned":
        return Result("delivered", "no session gathers topics now; it is taken over when one is planned")
    return _do(happening, "joint.carry", meeting=to.number, motion=int(delivery.target))


def _do(happening: Happening, name: str, **given: str | int) -> Result:
    spec = commands[name]
    key = f"joint:{happening.ledger}:{happening.entry}:{given.get('motion')}"
    try:
        gate.ask(spec, FOLLOWUP, bind(spec, (), given), key)
    except Refusal as refusal:
        return Result("failed", refusal.words.en)
    return DELIVERED


JOINT = Consumer(
    "joint",
    (Want("meeting", "decided.owner"), Want("meeting", "planned"), Want("meeting", "closed")),
    targets,
    carry,
    inside=True,
)
