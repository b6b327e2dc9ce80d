"""Sessions 会: what is put on the table, who came, what was decided and why, and what came of it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import directory, sheets
from haitang.engine.sheets import Row
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.slot import Attendance, Motion, Slot

#: States in which the agenda may be read by everybody.
_OPEN = ("published", "held", "closed")
_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A session to come: its day, its place, its first topics."""

    row: Row
    topics: list[str]


def card(row: Row) -> Card:
    """The card of a session; topics only once its agenda is published."""
    motions = Motion.objects.filter(meeting__number=row.number).order_by("position") if row.state in _OPEN else ()
    return Card(row, [motion.topic for motion in motions[:_TOPICS]])


def meetings(request: HttpRequest) -> HttpResponse:
    """What comes and what was decided; past sessions a page at a time."""
    organization = directory.site()
    filters = {"organization": organization.code} if organization else {}
    page = sheets.rows("public_sessions", actor_of(request), filters, request.GET.get("after", ""), limit=20)
    ahead = [] if request.GET.get("after") else sheets.rows("public_ahead", actor_of(request), filters, limit=6).rows
    context = {"ahead": [card(row) for row in ahead], "rows": page.rows, "after": page.after}
    return show(request, "meetings", context, "meetings")


def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """One session with its agenda, its attendance, its decisions and their reasons."""
    found = Matter.objects.filter(number=readable(number), shape="meeting").select_related(
        "organization", f"place__{ABOVE}"
    )
    matter = found.first()
    if matter is None or not kinds[matter.kind].public:
        raise Http404
    motions = Motion.objects.filter(meeting=matter).select_related("matter", "result").order_by("position")
    attendance = Attendance.objects.filter(slot__matter=matter).first()
    context = {
        "matter": matter,
        "kind": kinds[matter.kind],
        "row": sheets.row_of(matter, public=True),
        "place": shown(matter.place),
        "slot": Slot.objects.filter(matter=matter).select_related(f"place__{ABOVE}").first(),
        "attendance": attendance,
        "evidence": label_of(f"choice {attendance.evidence}") if attendance else "",
        "tag": "done" if kinds[matter.kind].flow.state(matter.state).final else "doing",
        "items": [_item(motion) for motion in motions] if matter.state in _OPEN else [],
        "open": matter.state in _OPEN,
        "cancelled": matter.details.get("cancelled", ""),
    }
    return show(request, "meeting", context, "meetings", matter.organization)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda as everybody may read it. `raised` and `result` only where they are public."""

    motion: Motion
    raised: Matter | None
    result: Matter | None
    decision: Words | None

    @property
    def tag(self) -> str:
        """A deed is a mark, putting it off is none."""
        return "done" if self.motion.decision in {"project", "task"} else "plain"


DECISIONS: dict[str, Words] = {
    "project": Words(zh="立项", en="Open a project"),
    "task": Words(zh="交给一个单位办", en="Give it to an office"),
    "no_action": Words(zh="不办，说明原因", en="Take no action"),
    "postponed": Words(zh="下次再议", en="Postpone"),
}


def _item(motion: Motion) -> Item:
    raised = motion.matter if motion.matter and motion.matter.screened and not motion.matter.private else None
    return Item(motion, raised, motion.result, DECISIONS.get(motion.decision))
