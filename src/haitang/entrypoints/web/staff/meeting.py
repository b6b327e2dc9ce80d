"""One session 一次会: agenda, attendance, decisions, the projects they open, and the minutes written by these acts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import authority, chronicle, clock, moves, papers, sheets
from haitang.engine.chronicle import Act
from haitang.engine.moves import Choice
from haitang.entrypoints.web.act.views import conflicted, form
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for, of_shape
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.entrypoints.web.staff.acts import Act as Form
from haitang.entrypoints.web.staff.acts import act_of, acts_for
from haitang.entrypoints.web.staff.linked import linked_of
from haitang.entrypoints.web.staff.rows import TAGS, lines_of
from haitang.entrypoints.web.staff.story import items_of
from haitang.entrypoints.web.tags import written
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.slot import Attendance, Motion, Slot

EMPTY = Words(zh="议程还是空的，先列一个议题", en="The agenda is empty; put an item on it first")
UNDECIDED = Words(zh="还有议题没有结论", en="Some items have no decision yet")
UNOPENED = Words(zh="还有决定没有立项", en="Some decisions have no project yet")
#: A project from a decision is proposed to be finished after this time; the form lets everybody choose otherwise.
TERM = timedelta(days=60)
PLACED = ("meetings.table", "meetings.decide")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda with what can be done about it now."""

    motion: Motion
    origin: str
    decision: str
    decide: Form | None
    project: dict[str, Any] | None


@for_staff
def meeting(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The page of one session."""
    found = matter_for(staff, number, "meeting")
    return render(request, "staff/meeting.html", _context(staff, found))


@for_staff
def minutes(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The minutes, made from the recorded acts; nothing is typed again."""
    found = matter_for(staff, number, "meeting")
    acts = chronicle.of(found)
    entries = {act.facts.get("motion"): act.entry for act in acts if act.command == "meetings.decide"}
    slot = _slot(found)
    context = {
        "matter": found,
        "slot": slot,
        "attendance": _attendance(slot),
        "items": [(motion, _decision(motion), entries.get(motion.pk)) for motion in _motions(found)],
        "acts": acts,
        "first": acts[0].entry if acts else None,
        "last": acts[-1].entry if acts else None,
        "made": clock.now(),
    }
    return render(request, "staff/minutes.html", context)


@for_staff
def table(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """Put an item on the agenda; a matter chosen without a topic brings its own title."""
    found = matter_for(staff, number, "meeting")
    spec, page = commands["meetings.table"], reverse("desk_meeting", args=[found.number])
    if request.method != "POST":
        return redirect(page)
    try:
        ask(request, spec, {"meeting": found.number, **_topic(request, staff)})
    except Invalid as error:
        return form(request, spec, error, 422)
    except Conflict as conflict:
        return conflicted(request, spec, conflict)
    except Refusal as refusal:
        return refused(request, refusal, back=page)
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(staff.tongue)})
    return redirect(page)


def _topic(request: HttpRequest, staff: Staff) -> dict[str, str]:
    if request.POST.get("topic", "").strip() or not request.POST.get("matter"):
        return {}
    raised = matter_for(staff, request.POST["matter"], "case")
    return {"topic": sheets.title_of(raised, False).say(staff.tongue)}


def _context(staff: Staff, found: Matter) -> dict[str, Any]:
    slot, motions = _slot(found), _motions(found)
    open_to = {choice.command.name: choice for choice in moves.choices(staff.actor, staff.posts, found)}
    acts = acts_for(staff, found, "desk_meeting", barred=_barred(motions), skip=PLACED)
    kept, told = papers.of(found), chronicle.of(found)
    return {
        "section": "meetings",
        "matter": found,
        "row": sheets.row_of(found),
        "tag": TAGS.get(found.state, "plain"),
        "slot": slot,
        "attendance": _attendance(slot),
        "agenda": _agenda(staff, found, motions, open_to.get("meetings.decide")),
        "table": _table(staff, found, open_to.get("meetings.table"), motions),
        "acts": acts,
        "items": _with_topics(items_of(found, told, kept), told, motions),
        "links": linked_of(kept, staff.tongue),
    }


def _with_topics(items: list[dict[str, Any]], told: Sequence[Act], motions: Sequence[Motion]) -> list[dict[str, Any]]:
    """The acts on single items say which: the n-th that was tabled stands n-th, a decision names its item."""
    topics = {motion.pk: motion.topic for motion in motions}
    tabled = iter(motions)
    for item, act in zip(items, told, strict=True):
        if act.command == "meetings.table":
            item["text"] = written(next((motion.topic for motion in tabled), ""))
        elif act.command == "meetings.decide":
            item["text"] = written(topics.get(act.facts.get("motion", 0), ""))
    return items


def _slot(found: Matter) -> Slot | None:
    return Slot.objects.filter(matter=found).select_related("place").first()


def _attendance(slot: Slot | None) -> Attendance | None:
    return slot.attendances.first() if slot else None


def _motions(found: Matter) -> list[Motion]:
    rows = Motion.objects.filter(meeting=found).select_related("matter__place", "result__owner")
    return list(rows.order_by("position"))


def _barred(motions: Sequence[Motion]) -> dict[str, Words | None]:
    """Why the agenda cannot be published, or the session not be closed, yet: as the commands themselves would say."""
    undecided = any(not motion.decision for motion in motions)
    unopened = any(motion.decision == "project" and motion.result is None for motion in motions)
    return {
        "meetings.publish": None if motions else EMPTY,
        "meetings.close": UNDECIDED if undecided else UNOPENED if unopened else None,
    }


def _decision(motion: Motion) -> str:
    return label_of(f"choice {motion.decision}") if motion.decision else ""


def _agenda(staff: Staff, found: Matter, motions: Sequence[Motion], decide: Choice | None) -> list[Item]:
    """The items; the first that waits for its decision, else for its project, is the next step."""
    undecided = next((motion for motion in motions if not motion.decision), None)
    unopened = next((motion for motion in motions if motion.decision == "project" and motion.result is None), None)
    return [_item(staff, found, motion, decide, next_is=motion is (undecided or unopened)) for motion in motions]


def _item(staff: Staff, found: Matter, motion: Motion, decide: Choice | None, next_is: bool) -> Item:
    undecided = decide is not None and not motion.decision
    act = (
        act_of(
            staff, decide, found, "desk_meeting", main=next_is, values={"motion": motion.pk},
            hidden=["motion"], prefix=f"decide{motion.pk}",
        )
        if undecided and decide is not None
        else None
    )  # fmt: skip
    origin = sheets.title_of(motion.matter, False).say(staff.tongue) if motion.matter else ""
    return Item(motion, origin, _decision(motion), act, _project(staff, found, motion, next_is))


def _project(staff: Staff, found: Matter, motion: Motion, next_is: bool) -> dict[str, Any] | None:
    """The form that opens the project a decision asks for, filled from the decision."""
    spec = commands["projects.propose"]
    place = found.place
    may = authority.may(staff.actor, spec.roles, place, found.organization.code, held=staff.posts)
    if motion.decision != "project" or motion.result is not None or not may:
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
    return {"fields": [control for control in made if control.name != "also"], "key": new_key(), "main": next_is}


def _table(staff: Staff, found: Matter, choice: Choice | None, motions: Sequence[Motion]) -> Form | None:
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
    act = act_of(staff, choice, found, "desk_meeting", main=not motions, extra={"matter": options})
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
