"""Minutes 纪要: what a session's recorded acts say, on paper. Nothing is typed again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import chronicle, clock
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.entrypoints.web.staff.agenda import decision_of, motions_of
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.slot import Attendance, Presence, Slot

#: Acts that decide an item.
DECIDING = ("meetings.decide", "joint.decide")


@for_staff
def minutes(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The minutes, made from the recorded acts; nothing is typed again."""
    found = matter_for(staff, number, "meeting")
    acts = chronicle.of(found)
    entries = {act.facts.get("motion"): act.entry for act in acts if act.command in DECIDING}
    slot = slot_of(found)
    context = {
        "matter": found,
        "slot": slot,
        "attendance": attendance_of(slot),
        "presences": presences_of(found, slot),
        "items": [(motion, decision_of(motion), entries.get(motion.pk)) for motion in motions_of(found)],
        "acts": acts,
        "first": acts[0].entry if acts else None,
        "last": acts[-1].entry if acts else None,
        "made": clock.now(),
    }
    return render(request, "staff/minutes.html", context)


def slot_of(found: Matter) -> Slot | None:
    """When and where a session takes place."""
    return Slot.objects.filter(matter=found).select_related("place").first()


def attendance_of(slot: Slot | None) -> Attendance | None:
    """How many came, once that is recorded."""
    return slot.attendances.first() if slot else None


def presences_of(found: Matter, slot: Slot | None) -> list[Presence]:
    """Which offices came to a meeting of offices and which did not; other sessions record none and ask nothing."""
    if slot is None or "offices" not in kinds[found.kind].panels:
        return []
    return list(slot.presences.select_related("post").order_by("-came", "id"))
