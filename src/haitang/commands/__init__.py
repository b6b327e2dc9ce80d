"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from haitang.commands import (
    answers,
    channels,
    deliveries,
    matters,
    meetings,
    offices,
    projects,
    rhythm,
    voices,
    wordings,
)
from haitang.kernel.registry import enlist


def load() -> None:
    """Put every command into the registry."""
    for room in (offices, matters, answers, voices, meetings, projects, rhythm, channels, wordings, deliveries):
        enlist(*room.COMMANDS)
