"""Alike 像是同一件: matters of the community that sound like this one, for the desk to join before two are worked on."""

from collections.abc import Sequence
from dataclasses import dataclass

from haitang.commands import joining
from haitang.engine import similar
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff
from haitang.entrypoints.web.staff.rows import Line, line_of
from haitang.entrypoints.web.staff.spoken import Spoken
from haitang.kernel.command import described
from haitang.kernel.role import Role
from haitang.records.matter import Matter

#: Where joining still saves work: nobody has begun.
EARLY = ("received", "accepted")
JOIN = described(joining.join).name
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """One matter that sounds the same; `key` for the form that joins this one to it, empty where it cannot be joined."""

    line: Line
    key: str


def alike_of(staff: Staff, found: Matter, spoken: Sequence[Spoken], joins: bool) -> list[Alike]:
    """What sounds most like a new matter, within what these posts may see; nothing for a private one."""
    if (
        found.state not in EARLY
        or found.private
        or not spoken
        or not staff.holds(Role.DESK, Role.DISPATCHER, Role.GRID)
    ):
        return []
    words = f"{found.title}\n{spoken[0].voice.words}"
    near = similar.near(words, found.place, limit=SHOWN, posts=staff.posts, but=found.number)
    return [Alike(line_of(match.row, staff.tongue), new_key() if joins else "") for match in near]
