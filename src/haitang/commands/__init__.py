"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from importlib import import_module
from pkgutil import iter_modules

from haitang.kernel.registry import enlist


def load() -> None:
    """Put every command into the registry, room by room."""
    for room in sorted(iter_modules(__path__), key=lambda found: found.name):
        enlist(*import_module(f"{__name__}.{room.name}").COMMANDS)
