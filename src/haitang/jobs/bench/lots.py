"""Lots 份额: how a hundred synthetic matters are spread over kinds, states, owners and what is marked on them."""

import random
from dataclasses import dataclass
from typing import Any

from haitang.records.matter import Matter

PROBLEM, CONSULT, SESSION, JOINT, PROJECT, DISPUTE = (
    "requests.problem",
    "guide.consult",
    "talk_on_fours.session",
    "joint_handling.session",
    "service_projects.project",
    "disputes.mediation",
)
SESSIONS = (SESSION, JOINT)
#: Among so many are the sessions that have not been held yet, and most of what waits for a second person.
AHEAD = 1_000
ANSWERED = ("answered", "closed")


@dataclass(frozen=True, slots=True)
class Lot:
    """What one matter in a hundred is: kind, state, owner, and which marks it carries."""

    kind: str
    state: str
    owner: str = ""
    marks: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self.state in {"closed", "ended", "cancelled"}

    @property
    def answered(self) -> bool:
        """Whether those who spoke have been answered."""
        return self.state in ANSWERED and self.kind in {PROBLEM, CONSULT}

    @property
    def outcome(self) -> str:
        """What came of it."""
        return "solved" if self.answered and self.kind == PROBLEM else ""

    def details(self, number: int) -> dict[str, Any]:
        """What stands in the free part of the row."""
        made: dict[str, Any] = {}
        if "unmatched" in self.marks:
            made["routing"] = {"unmatched": True}
        if "joint" in self.marks:
            made["joint_meeting"] = "handed_back"
        if self.state == "reopened":
            made["reopened"] = "合成"
        return made


@dataclass(slots=True)
class Told:
    """One synthetic matter on its way into the tables: the row, its lot, what was said, the how-manieth it is."""

    row: Matter
    lot: Lot
    words: str
    number: int


def _of(count: int, kind: str, state: str, owners: tuple[str, ...] = ("",), marks: tuple[str, ...] = ()) -> list[Lot]:
    return [Lot(kind, state, owners[number % len(owners)], marks) for number in range(count)]


_HANDS = ("owner", "works")
_DEALT = [
    *_of(9, PROBLEM, "received"),
    *_of(9, PROBLEM, "accepted", marks=("unmatched", "bounced", "joint")),
    *_of(8, PROBLEM, "assigned", _HANDS, ("part",)),
    *_of(9, PROBLEM, "working", _HANDS),
    *_of(8, PROBLEM, "reopened", _HANDS),
    *_of(8, PROBLEM, "parked", _HANDS),
    *_of(8, PROBLEM, "claimed_done", _HANDS),
    *_of(2, PROBLEM, "checked", _HANDS),
    *_of(9, PROBLEM, "answered", _HANDS, ("wish",)),
    *_of(2, PROBLEM, "needs_info"),
    *_of(2, PROBLEM, "referred"),
    *_of(1, PROBLEM, "joined"),
    *_of(10, PROBLEM, "closed", _HANDS),
    *_of(1, CONSULT, "received"),
    *_of(1, CONSULT, "closed"),
    *_of(1, SESSION, "planned"),
    *_of(1, SESSION, "published"),
    *_of(2, SESSION, "closed"),
    *_of(1, JOINT, "closed", marks=("point",)),
    *_of(3, PROJECT, "working", _HANDS),
    *_of(2, PROJECT, "closed", _HANDS),
    *_of(3, DISPUTE, "mediating", marks=("dispute",)),
]


def _shuffled() -> tuple[Lot, ...]:
    random.Random(4).shuffle(_DEALT)  # noqa: S311 (the same order in every run)
    return tuple(_DEALT)


LOTS = _shuffled()
