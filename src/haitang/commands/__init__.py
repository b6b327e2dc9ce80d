"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from haitang.commands import answers, matters, meetings, offices, photos, projects, rhythm, site, voices
from haitang.kernel.registry import enlist


def load() -> None:
    """Put every command into the registry."""
    for room in (offices, matters, answers, voices, meetings, projects, rhythm, photos, site):
        enlist(*room.COMMANDS)
