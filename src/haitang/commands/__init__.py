"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from haitang.commands import (
    answers,
    matters,
    meetings,
    offices,
    openings,
    places,
    projects,
    rhythm,
    setup,
    voices,
    workdays,
)
from haitang.kernel.registry import enlist


def load() -> None:
    """Put every command into the registry."""
    for room in (offices, setup, places, workdays, openings, matters, answers, voices, meetings, projects, rhythm):
        enlist(*room.COMMANDS)
