"""Registry 名册: fixed stores of kinds, commands and figures, filled at start and then frozen."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from haitang.kernel.command import Command, described
from haitang.kernel.figure import Figure
from haitang.kernel.kind import Kind
from haitang.kernel.layout import Layout
from haitang.kernel.module import Module

T = TypeVar("T")


class Store(Generic[T]):
    """Named things of one sort. Adding a name twice, or after `freeze`, is refused."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._things: dict[str, T] = {}
        self._frozen = False

    def add(self, name: str, thing: T) -> None:
        """Put `thing` in; RuntimeError when frozen, ValueError when the name is taken."""
        if self._frozen:
            raise RuntimeError(f"the {self.noun} store is frozen")
        if name in self._things:
            raise ValueError(f"{self.noun} {name} is there already")
        self._things[name] = thing

    def get(self, name: str) -> T | None:
        """The thing of that name, or None."""
        return self._things.get(name)

    def __getitem__(self, name: str) -> T:
        return self._things[name]

    def __iter__(self) -> Iterator[T]:
        return iter(self._things.values())

    def __len__(self) -> int:
        return len(self._things)

    def __contains__(self, name: object) -> bool:
        return name in self._things

    def freeze(self) -> None:
        """No further additions."""
        self._frozen = True


commands: Store[Command] = Store("command")
kinds: Store[Kind] = Store("kind")
figures: Store[Figure] = Store("figure")
modules: Store[Module] = Store("module")
layouts: Store[Layout] = Store("layout")


def enlist(*functions: Callable[..., Any]) -> None:
    """Add command functions under their names."""
    for function in functions:
        spec = described(function)
        commands.add(spec.name, spec)


def offer(*things: Module | Kind | Figure | Layout) -> None:
    """Add a catalogue file as a module, with its kinds and figures, or the layouts of foreign tables."""
    for thing in things:
        if isinstance(thing, Module):
            modules.add(thing.name, thing)
        elif isinstance(thing, Kind):
            kinds.add(thing.name, thing)
        elif isinstance(thing, Layout):
            layouts.add(thing.name, thing)
        else:
            figures.add(thing.name, thing)


def freeze() -> None:
    """Close all stores; called once when the application has loaded."""
    for store in (commands, kinds, figures, modules, layouts):
        store.freeze()
