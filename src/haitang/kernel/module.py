"""Modules 模块: a catalogue file as a whole, which an office may switch on or off."""

from dataclasses import dataclass

from haitang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Module:
    """模块: one catalogue file. `name` is the file's, and the first part of the names of its kinds and figures.

    `starts_on` is how it stands when a real office is founded; a `core` module cannot be switched off.
    """

    name: str
    words: Words
    starts_on: bool = True
    core: bool = False


def module_of(name: str) -> str:
    """The module a kind or figure belongs to: `requests.problem` → `requests`."""
    return name.partition(".")[0]
