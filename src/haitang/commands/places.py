"""Places 地方: an administrator enters, renames, draws and closes what lies below the office's own place."""

from typing import Literal

from haitang.engine import clock, survey
from haitang.engine.change import Change, territory_of
from haitang.engine.survey import Outline
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, NewCode, Reason, Seen, Title
from haitang.kernel.role import Role

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)
#: Outlines are also the dispatcher's, who knows where one grid cell ends and the next begins.
DRAWERS = (*ADMINISTRATORS, Role.DISPATCHER)
Kind = Literal[
    "community", "village", "cell", "compound", "building", "stairwell", "lift", "venue", "spot", "route",
    "zone", "water",
]  # fmt: skip


@command("places.add", zh="添一个地方", en="Enter a place", roles=ADMINISTRATORS, at="parent")
def add(
    change: Change,
    code: NewCode,
    name: Title,
    name_en: Title,
    kind: Kind,
    parent: Code,
    outline: Outline = [],  # noqa: B006 (pydantic copies it)
) -> Fact:
    """A place in the office's own territory. `outline` is a WGS-84 ring of (longitude, latitude)."""
    organization = territory_of(survey.parent_of(parent), "parent")
    survey.sound(survey.enter(code, name, name_en, kind, change.placed, outline=outline))
    return Fact("place.added", organization.code, code, code, facts={"place_kind": kind})


@command("places.rename", zh="改地方的名称", en="Rename a place", roles=ADMINISTRATORS, at="place")
def rename(change: Change, place: Code, name: Title, name_en: Title) -> Fact:
    """Another name for the same place; its code stays."""
    organization = territory_of(change.placed)
    survey.rename(change.placed, name, name_en)
    return Fact("place.renamed", organization.code, place, place)


@command("places.outline", zh="画地方的边界", en="Draw a place", roles=DRAWERS, at="place")
def outline(
    change: Change,
    place: Code,
    outline: Outline = [],  # noqa: B006 (pydantic copies it)
    version: Seen = None,
) -> Fact:
    """The ring around a place; an empty one takes it away. A point is then found in the new cell at once.

    `version` is how often the outline had been changed when its drawer saw it. The outline before is kept.
    """
    organization = territory_of(change.placed)
    drawn = survey.redraw(survey.unchanged(change.placed, version), outline, change.at)
    return Fact("place.drawn", organization.code, place, place, facts=survey.digest(drawn))


@command("places.undraw", zh="恢复上一次的边界", en="Bring back the outline before", roles=DRAWERS, at="place")
def undraw(change: Change, place: Code, version: Seen = None) -> Fact:
    """The outline as it was before the last change; done twice, the change stands again."""
    organization = territory_of(change.placed)
    at = survey.unchanged(change.placed, version)
    drawn = survey.redraw(at, survey.before(at), change.at)
    return Fact("place.drawn", organization.code, place, place, facts=survey.digest(drawn))


@command("places.close", zh="停用一个地方", en="Close a place", roles=ADMINISTRATORS, at="place")
def close(change: Change, place: Code, reason: Reason) -> Fact:
    """The place is offered no more. What happened there stays; the office's own place cannot be closed."""
    organization, at = territory_of(change.placed), change.placed
    if at.parent is None or at.parent.organization_id != organization.pk:
        raise Invalid.of("place", "这是单位自己的地方，不能停用", "This is the office's own place; it stays")
    if at.closed_on is not None:
        raise Invalid.of("place", "已经停用了", "It is closed already")
    survey.close(at, clock.today())
    return Fact("place.closed", organization.code, place, place)


COMMANDS = (add, rename, outline, undraw, close)
