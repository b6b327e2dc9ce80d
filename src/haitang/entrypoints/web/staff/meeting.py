"""One session 一次会: its agenda, attendance, decisions, and the projects they open."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import chronicle, moves, papers, sheets
from haitang.engine.chronicle import Act
from haitang.entrypoints.web.act.views import conflicted, form
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.entrypoints.web.staff.acts import acts_for
from haitang.entrypoints.web.staff.agenda import agenda_of, barred_by, motions_of, tabling
from haitang.entrypoints.web.staff.linked import linked_of
from haitang.entrypoints.web.staff.minutes import attendance_of, presences_of, slot_of
from haitang.entrypoints.web.staff.rows import TAGS
from haitang.entrypoints.web.staff.story import items_of
from haitang.entrypoints.web.tags import written
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.registry import commands
from haitang.records.matter import Matter
from haitang.records.slot import Motion

PLACED = ("meetings.table", "meetings.decide", "joint.decide")


@for_staff
def meeting(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The page of one session."""
    found = matter_for(staff, number, "meeting")
    return render(request, "staff/meeting.html", _context(staff, found))


@for_staff
def table(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """Put an item on the agenda; a matter chosen without a topic brings the title that the public may read."""
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
    return {"topic": sheets.title_of(raised, public=True).say(staff.tongue)}


def _context(staff: Staff, found: Matter) -> dict[str, Any]:
    slot, motions = slot_of(found), motions_of(found)
    open_to = {choice.command.name: choice for choice in moves.choices(staff.actor, staff.posts, found)}
    acts = acts_for(staff, found, reverse("desk_meeting", args=[found.number]), barred=barred_by(motions), skip=PLACED)
    kept, told = papers.of(found), chronicle.of(found)
    return {
        "section": "meetings",
        "matter": found,
        "row": sheets.row_of(found),
        "tag": TAGS.get(found.state, "plain"),
        "slot": slot,
        "attendance": attendance_of(slot),
        "presences": presences_of(found, slot),
        "agenda": agenda_of(staff, found, motions, open_to.get("meetings.decide"), open_to.get("joint.decide")),
        "table": tabling(staff, found, open_to.get("meetings.table"), motions),
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
        elif act.command in {"meetings.decide", "joint.decide", "joint.carry"}:
            item["text"] = written(topics.get(act.facts.get("motion", 0), ""))
    return items
