"""The agenda 议程: each item of a session with what can be done about it now, and the form for another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import authority, clock, sheets
from haitang.engine.moves import Choice
from haitang.entrypoints.web.choices import fields_for, of_shape
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff
from haitang.entrypoints.web.staff.acts import Act, act_of
from haitang.entrypoints.web.staff.rows import lines_of
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.slot import Motion

EMPTY = Words(zh="议程还是空的，先列一个议题", en="The agenda is empty; put an item on it first")
UNDECIDED = Words(zh="还有议题没有结论", en="Some items have no decision yet")
UNOPENED = Words(zh="还有决定没有立项", en="Some decisions have no project yet")
#: A project from a decision is proposed to be finished after this time; the form lets everybody choose otherwise.
TERM = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda with what can be done about it now."""

    motion: Motion
    origin: str
    decision: str
    bind: Act | None
    decide: Act | None
    project: dict[str, Any] | None


def _page(found: Matter) -> str:
    return reverse("desk_meeting", args=[found.number])


def motions_of(found: Matter) -> list[Motion]:
    """The items of a session in their order. One query."""
    rows = Motion.objects.filter(meeting=found).select_related(
        "matter__place", "result__owner", "owner", "carried__meeting"
    )
    return list(rows.order_by("position"))


def decision_of(motion: Motion) -> str:
    """What was decided, as a word; empty while nothing is."""
    return label_of(f"choice {motion.decision}") if motion.decision else ""


def barred_by(motions: Sequence[Motion]) -> dict[str, Words | None]:
    """Why the agenda cannot be published, or the session not be closed, yet: as the commands themselves would say."""
    undecided = any(not motion.decision for motion in motions)
    unopened = any(motion.decision == "project" and motion.result is None for motion in motions)
    return {
        "meetings.publish": None if motions else EMPTY,
        "meetings.close": UNDECIDED if undecided else UNOPENED if unopened else None,
    }


def agenda_of(
    staff: Staff, found: Matter, motions: Sequence[Motion], decide: Choice | None, bind: Choice | None = None
) -> list[Item]:
    """The items; the first that waits for its decision, else for its project, is the next step.

    Only the first that waits for its project has the form for it: projects are opened one after the other.
    """
    undecided = next((motion for motion in motions if not motion.decision), None)
    unopened = next((motion for motion in motions if motion.decision == "project" and motion.result is None), None)
    return [
        Item(
            motion=motion,
            origin=sheets.title_of(motion.matter, False).say(staff.tongue) if motion.matter else "",
            decision=decision_of(motion),
            bind=_decide(staff, found, motion, bind, main=motion is undecided) if motion.matter else None,
            decide=_decide(staff, found, motion, decide, main=motion is undecided and not (bind and motion.matter)),
            project=_project(staff, found, motion, main=undecided is None) if motion is unopened else None,
        )
        for motion in motions
    ]


def _decide(staff: Staff, found: Matter, motion: Motion, decide: Choice | None, main: bool) -> Act | None:
    if decide is None or motion.decision:
        return None
    values, prefix = {"motion": motion.pk}, f"{decide.move.name}{motion.pk}"
    return act_of(staff, decide, found, _page(found), main=main, values=values, hidden=["motion"], prefix=prefix)


def _project(staff: Staff, found: Matter, motion: Motion, main: bool) -> dict[str, Any] | None:
    """The form that opens the project a decision asks for, filled from the decision."""
    spec, place = commands["projects.propose"], found.place
    if not authority.may(staff.actor, spec.roles, place, found.organization.code, held=staff.posts):
        return None
    kinds = of_shape("project")
    values = {
        "kind": kinds[0].name,
        "place": place.code,
        "title": motion.topic,
        "purpose": motion.text,
        "due": (clock.now() + TERM).astimezone(clock.ZONE).strftime("%Y-%m-%dT18:00"),
        "motion": motion.pk,
    }
    hidden = ["place", "motion", *(["kind"] if len(kinds) == 1 else [])]
    made = fields_for(spec, found, staff.tongue, values=values, hidden=hidden, prefix=f"propose{motion.pk}")
    return {"fields": [control for control in made if control.name != "also"], "key": new_key(), "main": main}


def tabling(staff: Staff, found: Matter, choice: Choice | None, motions: Sequence[Motion]) -> Act | None:
    """The form for an item: one of the open matters of the place, or a free topic."""
    if choice is None or choice.barred:
        return None
    there = {motion.matter.number for motion in motions if motion.matter}
    place = {"place": found.community or found.place.code}
    page = sheets.rows("open", staff.actor, place, posts=staff.posts, full=True)
    options = [
        {"value": line.row.number, "label": f"{line.title} · {line.row.number}"}
        for line in lines_of(page, staff.tongue)
        if line.row.number not in there
    ]
    act = act_of(staff, choice, found, _page(found), main=not motions, extra={"matter": options})
    return replace(act, fields=_tuned(act.fields))


def _tuned(fields: Sequence[Field]) -> list[Field]:
    """The matter first; a topic of one's own only where none is chosen, or where its title does not serve."""
    for control in fields:
        if control.name == "matter":
            control.kind, control.empty = "select", _("– a free topic –")
            control.label = _("From the open matters of the place")
        if control.name == "topic":
            control.required = False
            control.hint = _("Left empty, the matter's own title is taken.")
    return sorted(fields, key=lambda control: control.name != "matter")
