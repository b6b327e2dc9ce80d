"""Meetings 会议: agenda, attendance, decision, follow-up. One shape for every kind of session."""

from typing import Annotated, Literal

from pydantic import Field

from haitang.engine.change import Change, refuse_now, territory_of
from haitang.engine.numbers import next_number
from haitang.engine.opening import taken_on
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.limits import Code, Headcount, Instant, OptionalCode, OptionalText, RecordId, Text, Title
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.matter import Link, Matter
from haitang.records.slot import Attendance, Motion, Slot

ORGANIZERS = (Role.CHAIR, Role.DESK, Role.DISPATCHER)
Minutes = Annotated[int, Field(ge=1, le=240)]


@command("meetings.plan", zh="定一次会", en="Plan a session", roles=ORGANIZERS, at="place", opens=True)
def plan(change: Change, kind: Code, place: Code, title: Title, starts: Instant, ends: Instant) -> Fact:
    """A session of a meeting kind at a place, from–to."""
    spec = _meeting_kind(kind)
    if ends <= starts:
        raise Invalid.of("ends", "结束要在开始之后", "It has to end after it starts")
    at = change.placed
    organization = territory_of(at)
    trial = taken_on(change, organization, spec)
    meeting = Matter.objects.create(
        number=next_number(organization),
        kind=spec.name,
        shape=spec.shape,
        organization=organization,
        place=at,
        community=at.community,
        title=title,
        screened=spec.public,
        state=spec.flow.first,
        received_at=change.at,
        due_at=starts,
        details={"trial": True} if trial else {},
    )
    Slot.objects.create(matter=meeting, place=at, starts=starts, ends=ends)
    change.subject = meeting
    return change.fact("planned", number=meeting.number)


def _meeting_kind(name: str) -> Kind:
    spec = kinds.get(name)
    if spec is None or spec.shape != "meeting":
        raise Invalid.of("kind", "没有这类会议", "There is no such kind of session")
    return spec


@command("meetings.table", zh="列入议程", en="Put on the agenda", move="table", on="meeting", shape="meeting")
def table(change: Change, meeting: Code, topic: Title, matter: OptionalCode = "", minutes: Minutes = 15) -> Fact:
    """One item for the agenda, with the matter that brought it where there is one."""
    raised = _raised(change.matter, matter) if matter else None
    last = change.matter.motions.order_by("-position").first()
    motion = Motion.objects.create(
        meeting=change.matter, matter=raised, position=(last.position if last else 0) + 1, topic=topic, minutes=minutes
    )
    if raised:
        Link.objects.get_or_create(source=raised, target=change.matter, type="raised-at")
    change.to(change.matter.state)
    return change.fact("tabled", facts={"matter": matter}, motion=motion.pk)


def _raised(meeting: Matter, number: str) -> Matter:
    cases = Matter.objects.filter(number=number, organization=meeting.organization, shape="case")
    matter = cases.filter(concerns=None, raised_past="").first()  # what is about an office is no item of its agenda
    if matter is None:
        raise Invalid.of("matter", "没有这件事", "There is no such matter")
    if meeting.motions.filter(matter=matter).exists():
        raise Invalid.of("matter", "这件事已经在议程上", "This matter is on the agenda already")
    return matter


@command("meetings.publish", zh="公布议程", en="Publish the agenda", move="publish", on="meeting", shape="meeting")
def publish(change: Change, meeting: Code) -> Fact:
    """Intake ends; the agenda with its times is public."""
    if not change.matter.motions.exists():
        raise refuse_now("议程还是空的，先列一个议题", "The agenda is empty; put an item on it first")
    change.to()
    return change.fact("published", facts={"items": change.matter.motions.count()})


@command("meetings.attend", zh="记到场人数", en="Record attendance", move="attend", on="meeting", shape="meeting")
def attend(
    change: Change, meeting: Code, heads: Headcount, evidence: Literal["count", "list", "co_signed"] = "count"
) -> Fact:
    """How many came and by what it was counted; recorded once, never typed again."""
    slot = change.matter.slots.get()
    if slot.attendances.exists():
        raise refuse_now("人数已经记过，改动请更正", "Attendance is recorded already; please correct it instead")
    Attendance.objects.create(slot=slot, heads=heads, evidence=evidence, at=change.at)
    change.to()
    return change.fact("attended", quantity=heads, facts={"evidence": evidence})


@command("meetings.decide", zh="作出决定", en="Record a decision", move="decide", on="meeting", shape="meeting")
def decide(
    change: Change,
    meeting: Code,
    motion: RecordId,
    decision: Literal["project", "task", "no_action", "postponed"],
    text: Text,
    reason: Text,
    opinions: OptionalText = "",
) -> Fact:
    """What was decided on one item, why, and what was said; opinions without names."""
    item = change.matter.motions.filter(pk=motion).first()
    if item is None:
        raise Invalid.of("motion", "议程上没有这一项", "There is no such item on the agenda")
    if item.decision:
        raise refuse_now("这一项已经决定了", "This item is decided already")
    item.decision, item.text, item.reason, item.opinions = decision, text, reason, opinions
    item.decided_at = change.at
    item.save()
    change.to(change.matter.state)
    return change.fact(f"decided.{decision}", facts={"motion": item.pk})


@command("meetings.close", zh="会议结束", en="Close the session", move="close", on="meeting", shape="meeting")
def close(change: Change, meeting: Code) -> Fact:
    """Every item has its decision; those decided as projects have their project."""
    if change.matter.motions.filter(decision="").exists():
        raise refuse_now("还有议题没有结论", "Some items have no decision yet")
    if change.matter.motions.filter(decision="project", result=None).exists():
        raise refuse_now("还有决定没有立项", "Some decisions have no project yet")
    change.matter.closed_at = change.at
    change.to()
    return change.fact("closed")


@command("meetings.cancel", zh="取消会议", en="Cancel the session", move="cancel", on="meeting", shape="meeting")
def cancel(change: Change, meeting: Code, reason: Text) -> Fact:
    """Not held, with the reason; its items can be tabled at another session."""
    change.matter.details = {**change.matter.details, "cancelled": reason}
    change.matter.closed_at = change.at
    change.to()
    return change.fact("cancelled")


COMMANDS = (plan, table, publish, attend, decide, close, cancel)
