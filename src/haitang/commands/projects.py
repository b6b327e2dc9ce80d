"""Projects 项目: from a decision or a proposal to a deed accepted by somebody else, answered to those who asked."""

from typing import Annotated

from pydantic import Field

from haitang.engine import steps, terming
from haitang.engine.change import Change, option_of, post_of, refuse_now, territory_of
from haitang.engine.numbers import next_number
from haitang.engine.opening import taken_on
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.limits import Code, Instant, OptionalSentence, RecordId, Sentence, Text, Title
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.matter import Claim, Link, Matter
from haitang.records.slot import Motion

PROPOSERS = (Role.CHAIR, Role.DESK, Role.DISPATCHER)
#: Items of one agenda that a single project may carry out.
ITEMS = 20


@command("projects.propose", zh="立项", en="Propose a project", roles=PROPOSERS, at="place", opens=True)
def propose(
    change: Change,
    kind: Code,
    place: Code,
    title: Title,
    purpose: Text,
    theme: Code,
    owner: Code,
    due: Instant,
    motion: RecordId | None = None,
    also: Annotated[list[RecordId], Field(max_length=ITEMS)] = [],  # noqa: B006 (pydantic copies it)
) -> Fact:
    """A project with an owner, a theme and a date; from a session's decision where there is one.

    `also` names further items of the agenda that the same project carries out.
    """
    spec = _project_kind(kind)
    at = change.placed
    organization = territory_of(at)
    trial = taken_on(change, organization, spec)
    project = Matter.objects.create(
        number=next_number(organization),
        kind=spec.name,
        shape=spec.shape,
        organization=organization,
        place=at,
        community=at.community,
        title=title,
        screened=True,
        category=option_of(spec, "categories", theme, "theme"),
        details={"purpose": purpose, **({"trial": True} if trial else {})},
        owner=post_of(owner, organization),
        state=spec.flow.first,
        received_at=change.at,
        due_at=due,
    )
    for item in dict.fromkeys([*([motion] if motion is not None else []), *also]):
        _resolve(change, item, project)
    change.subject = project
    return change.fact("proposed", facts={"theme": theme, "from_decision": motion is not None}, number=project.number)


def _project_kind(name: str) -> Kind:
    spec = kinds.get(name)
    if spec is None or spec.shape != "project":
        raise Invalid.of("kind", "没有这类项目", "There is no such kind of project")
    return spec


def _resolve(change: Change, motion: int, project: Matter) -> None:
    """Tie a decision to the project that carries it out, and the matter that raised it to its resolution."""
    item = Motion.objects.select_related("meeting", "matter").filter(pk=motion, decision="project").first()
    if item is None or item.meeting.organization_id != project.organization_id:
        raise Invalid.of("motion", "没有这样一个立项决定", "There is no such decision to open a project")
    if item.result is not None:
        raise refuse_now("这个决定已经立项", "This decision has its project already")
    item.result = project
    item.save()
    Link.objects.get_or_create(source=item.meeting, target=project, type="decided-as")
    if item.matter is not None:
        Link.objects.get_or_create(source=item.matter, target=project, type="resolved-as")
        _due_with(change, project, item.matter.pk)


def _due_with(change: Change, project: Matter, pk: int) -> None:
    """What became a project is due with it; the first promise stays in sight, T0 stays what it was."""
    raised = Matter.objects.select_for_update().get(pk=pk)
    if project.due_at is not None and terming.with_project(raised, project.due_at):
        raised.version += 1
        raised.save(update_fields=["due_at", "due_provisional", "version"])
        change.redated.append(raised.number)


@command("projects.approve", zh="批准", en="Approve", move="approve", on="project", shape="project")
def approve(change: Change, project: Code, note: OptionalSentence = "") -> Fact:
    """Somebody above says go."""
    change.to()
    return change.fact("approved", facts={"theme": change.matter.category})


@command("projects.start", zh="动工", en="Start", move="start", on="project", shape="project")
def start(change: Change, project: Code) -> Fact:
    """The owner begins."""
    change.to()
    return change.fact("started")


@command("projects.claim", zh="申报完工", en="Claim it done", move="claim", on="project", shape="project")
def claim(change: Change, project: Code, note: Sentence, evidence: Code = "minute") -> Fact:
    """The owner says it is finished, by which evidence."""
    option_of(change.kind, "evidence", evidence, "evidence")
    Claim.objects.create(
        matter=change.matter, account_id=change.by.account, outcome="solved", evidence=evidence, note=note, at=change.at
    )
    change.matter.outcome = "solved"
    change.to()
    return change.fact("claimed", facts={"evidence": evidence})


@command("projects.reject", zh="验收不通过", en="Send back", move="reject", on="project", shape="project")
def reject(change: Change, project: Code, note: Sentence) -> Fact:
    """Somebody else looked and it is not finished."""
    steps.look(change, agreed=False, note=note)
    change.matter.outcome = ""
    change.to()
    return change.fact("rejected")


@command("projects.accept", zh="验收", en="Accept the work", move="check", on="project", shape="project")
def accept(change: Change, project: Code, note: Sentence) -> Fact:
    """Somebody else, residents among them, accepts the deed. Those who raised it are answered next."""
    steps.look(change, agreed=True, note=note)
    change.matter.basis = "check"
    change.to()
    return change.fact("accepted", facts={"theme": change.matter.category})


@command("projects.close", zh="项目结案", en="Close the project", move="close", on="project", shape="project")
def close(change: Change, project: Code) -> Fact:
    """Closed only when everybody behind it has been answered."""
    raised = Matter.objects.filter(links__target=change.matter, links__type="resolved-as")
    if raised.exclude(state__in=("answered", "closed")).exists():
        raise refuse_now("还有说起这件事的人没有得到答复", "Somebody who raised this has not been answered yet")
    change.matter.closed_at = change.at
    change.to()
    return change.fact("closed")


COMMANDS = (propose, approve, start, claim, reject, accept, close)
