"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from haitang.commands import answers, links, matters, meetings, offices, projects, rhythm, terms, voices
from haitang.kernel.registry import enlist


def load() -> None:
    """Put every command into the registry."""
    for room in (offices, terms, links, matters, answers, voices, meetings, projects, rhythm):
        enlist(*room.COMMANDS)
