"""Rows 行: one matter of a list as staff templates show it."""

from dataclasses import dataclass

from django.urls import reverse

from haitang.engine import sheets
from haitang.engine.sheets import Row
from haitang.entrypoints.web.staff.deadlines import Deadline, deadline
from haitang.kernel.words import Words

#: The tag (shape and color) of a state; the word always stands beside it.
TAGS = {
    "received": "ask",
    "reopened": "ask",
    "claimed_done": "doing",
    "checked": "doing",
    "answered": "done",
    "accepted": "doing",
    "assigned": "doing",
    "working": "doing",
    "approved": "doing",
    "published": "doing",
    "held": "doing",
    "asked": "ask",
    "mediating": "doing",
    "signed": "done",
}
PAGES = {"case": "desk_matter", "meeting": "desk_meeting", "project": "desk_project", "talent": "desk_talent"}
EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what the page adds: its address, its name, its deadline, the tag of its state."""

    row: Row
    url: str
    title: str
    deadline: Deadline
    tag: str


def line_of(row: Row, tongue: str) -> Line:
    """A row for the desk. A matter nobody has named yet is called by what was said."""
    return Line(
        row=row,
        url=reverse(PAGES[row.shape], args=[row.number]),
        title=called(row.title, row.said, tongue, named=row.titled),
        deadline=deadline(row.state, row.received_at, row.due_at, row.closed_at, row.due_provisional),
        tag=TAGS.get(row.state, "plain"),
    )


def called(title: Words, said: str, tongue: str, named: bool) -> str:
    """What staff read as the name of a matter: its title, else the first words of what was said, else its kind."""
    if named or not said:
        return title.say(tongue)
    first = said.splitlines()[0]
    return first if len(first) <= EXCERPT else f"{first[:EXCERPT]}…"


def lines_of(page: sheets.Page, tongue: str) -> list[Line]:
    """All rows of one page."""
    return [line_of(row, tongue) for row in page.rows]
