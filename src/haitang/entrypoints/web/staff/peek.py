"""Peek 看一眼: one matter beside the list: what was said, where it stands, what comes next."""

from dataclasses import dataclass

from django.urls import reverse

from haitang.engine import moves, sheets
from haitang.entrypoints.web.staff.access import Staff, name_of
from haitang.entrypoints.web.staff.deadlines import Deadline, deadline
from haitang.entrypoints.web.staff.rows import TAGS, called
from haitang.entrypoints.web.staff.turns import turn_of
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.voice import Voice

#: How many of those who spoke a look shows; the matter's own page shows them all.
VOICES = 3


@dataclass(frozen=True, slots=True)
class Peek:
    """What the side panel shows."""

    matter: Matter
    title: str
    url: str
    place: Words
    deadline: Deadline
    state: Words
    tag: str
    petals: int
    said: list[Voice]
    claimed: str
    owner: Words | None
    next: Words | None
    turn: str


def peek_of(staff: Staff, matter: Matter) -> Peek:
    """A look at one matter, in at most three queries."""
    kind = kinds[matter.kind]
    state = kind.flow.state(matter.state)
    voices = [] if matter.private else list(matter.voices.filter(withdrawn_at=None).order_by("id")[:VOICES])
    claim = matter.claims.order_by("-id").first() if matter.outcome and not matter.private else None
    first = moves.next_of(staff.actor, staff.posts, matter)
    return Peek(
        matter=matter,
        title=called(
            sheets.title_of(matter, False), voices[0].words if voices else "", staff.tongue, bool(matter.title)
        ),
        url=reverse("desk_matter", args=[matter.number]),
        place=sheets.row_of(matter).place,
        deadline=deadline(matter.state, matter.received_at, matter.due_at, matter.closed_at, matter.due_provisional),
        state=state.words,
        tag=TAGS.get(matter.state, "plain"),
        petals=state.petals,
        said=voices,
        claimed=claim.note if claim else "",
        owner=name_of(matter.owner) if matter.owner else None,
        next=first.words if first else None,
        turn="" if first else turn_of(matter, staff.tongue),
    )
