"""Joint meetings 联席会议: plan the next one, record which offices came, decide who does it, take open points over.

What is decided on an item takes effect on its matter as a step of its own (`settle`), made by the follow-up.
"""

from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from haitang.engine import clock, joint, tasks
from haitang.engine.change import Change, post_of, refuse_now, territory_of
from haitang.engine.numbers import next_number
from haitang.engine.opening import taken_on
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, Day, Headcount, Instant, OptionalText, RecordId, Text
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.hold import HandBack
from haitang.records.matter import Link, Matter
from haitang.records.party import Organization, Post
from haitang.records.slot import Attendance, Motion, Presence, Slot

#: More offices than this do not sit around one table.
OFFICES = 40
Offices = Annotated[list[Code], Field(max_length=OFFICES)]
BEGINS, LASTS = time(14), timedelta(hours=2)


@command(
    "joint.plan",
    zh="按规则定下次联席会议",
    en="Plan the next joint meeting",
    roles=(Role.SYSTEM,),
    at="place",
    opens=True,
)
def plan(change: Change, place: Code, kind: Code, day: Day) -> Fact:
    """The next joint meeting of the office's rule, on the afternoon of its day; one at a time."""
    organization, spec = territory_of(change.placed), kinds.get(kind)
    if spec is None or "carried" not in spec.panels:
        raise Invalid.of("kind", "没有这类会议", "There is no such kind of session")
    if joint.ahead(organization) is not None:
        raise refuse_now("下一次已经定了", "The next one is planned already")
    starts, trial = datetime.combine(day, BEGINS, clock.ZONE), taken_on(change, organization, spec)
    meeting = Matter.objects.create(
        number=next_number(organization), kind=spec.name, shape=spec.shape, organization=organization,
        place=change.placed, community=change.placed.community, state=spec.flow.first, received_at=change.at,
        title=f"{spec.words.zh} · {day.month} 月 {day.day} 日", due_at=starts, details={"trial": True} if trial else {},
    )  # fmt: skip
    Slot.objects.create(matter=meeting, place=change.placed, starts=starts, ends=starts + LASTS)
    change.subject = meeting
    return change.fact("planned", number=meeting.number)


@command(
    "joint.convene", zh="记到会单位", en="Record which offices came", move="convene", on="meeting", shape="meeting"
)
def convene(
    change: Change,
    meeting: Code,
    heads: Headcount,
    present: Offices,
    absent: Offices = [],  # noqa: B006 (pydantic copies it)
) -> Fact:
    """Which offices came, which were asked and did not, and how many people sat there; never who they were."""
    if not present:
        raise Invalid.of("present", "请选到会的单位", "Please choose the offices that came")
    slot = change.matter.slots.get()
    came = _posts(present, change.matter.organization, "present")
    missing = [post for post in _posts(absent, change.matter.organization, "absent") if post not in came]
    Presence.objects.bulk_create([Presence(slot=slot, post=post, came=post in came) for post in (*came, *missing)])
    Attendance.objects.create(slot=slot, heads=heads, evidence="list", at=change.at)
    change.to()
    return change.fact("attended", quantity=heads, facts={"offices": len(came), "missing": len(missing) or None})


@command("joint.decide", zh="定下谁来办", en="Decide who does it", move="bind", on="meeting", shape="meeting")
def decide(
    change: Change,
    meeting: Code,
    motion: RecordId,
    owner: Code,
    due: Instant,
    text: Text,
    reason: Text,
    opinions: OptionalText = "",
) -> Fact:
    """Binding: which office does it, until when, and why. The follow-up gives the matter to it."""
    item = _undecided(change.matter, motion)
    if item.matter is None:
        raise refuse_now(
            "这一项后面没有事项，请用别的决定", "No matter stands behind this item; record another decision"
        )
    if due <= change.at:
        raise Invalid.of("due", "期限要在今天之后", "The term has to lie ahead")
    if not joint.can_settle(item.matter):
        raise refuse_now(
            "这件事现在还派不了，请先受理或恢复办理",
            "The matter cannot be assigned as it stands; accept or resume it first",
        )
    item.owner, item.until = post_of(owner, change.matter.organization), due
    item.decision, item.text, item.reason, item.opinions = joint.OWNER, text, reason, opinions
    item.decided_at = change.at
    item.save()
    change.to(change.matter.state)
    return change.fact(f"decided.{joint.OWNER}", facts={"motion": item.pk, "owner": item.owner.code})


@command(
    "joint.settle",
    zh="按联席会议决定派办",
    en="Assign as the joint meeting decided",
    move="settle",
    on="matter",
    shape="case",
)
def settle(change: Change, matter: Code, motion: RecordId) -> Fact:
    """The decision takes effect: the matter is the decided owner's, with its reason, and cannot be handed back."""
    item = Motion.objects.select_related("owner", "meeting").filter(pk=motion, matter=change.matter).first()
    if item is None or item.owner is None or item.until is None:
        raise Invalid.of("motion", "会上没有这样的决定", "There is no such decision")
    subject = change.matter
    settled = {
        "meeting": item.meeting.number,
        "motion": item.pk,
        "until": item.until.isoformat(),
        "owner": item.owner.code,
    }
    kept = {name: value for name, value in subject.details.items() if name != joint.MARK}
    subject.details, subject.for_joint = {**kept, "settled": settled}, False
    HandBack.objects.filter(matter=subject, adjudicated_at=None).update(
        adjudicated_at=change.at, decision=item.reason[:500]
    )
    tasks.give(subject, item.owner, item.reason[:500], change.at)
    change.to()
    return change.fact("settled", facts={"owner": item.owner.code, "meeting": item.meeting.number})


@command("joint.carry", zh="带到下一次会", en="Take an open point over", move="carry", on="meeting", shape="meeting")
def carry(change: Change, meeting: Code, motion: RecordId) -> Fact:
    """A point that a session left open stands on the agenda of this one, once."""
    left = joint.open_points(change.matter.organization_id).filter(pk=motion).first()
    if left is None:
        raise refuse_now("这一项已经带过来了", "This point has been taken over already")
    last = change.matter.motions.order_by("-position").first()
    item = Motion.objects.create(
        meeting=change.matter, matter=left.matter, position=(last.position if last else 0) + 1, topic=left.topic,
        minutes=left.minutes, carried=left,
    )  # fmt: skip
    if left.matter is not None:
        Link.objects.get_or_create(source=left.matter, target=change.matter, type="raised-at")
    change.to(change.matter.state)
    return change.fact("carried", facts={"motion": item.pk, "from": left.meeting.number})


def _undecided(meeting: Matter, motion: int) -> Motion:
    item = meeting.motions.select_related("matter").filter(pk=motion).first()
    if item is None:
        raise Invalid.of("motion", "议程上没有这一项", "There is no such item on the agenda")
    if item.decision:
        raise refuse_now("这一项已经决定了", "This item is decided already")
    return item


def _posts(codes: list[str], organization: Organization, field: str) -> list[Post]:
    return [post_of(code, organization, field) for code in dict.fromkeys(codes)]


COMMANDS = (plan, convene, decide, settle, carry)
