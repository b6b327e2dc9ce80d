"""Dangers 急事电话: whom to call about a danger at a place, from the directory alone; a number that nobody entered is not
guessed."""

from collections.abc import Iterable

from haitang.engine import directory
from haitang.engine.directory import Call
from haitang.engine.territory import whole
from haitang.kernel.dangers import Danger
from haitang.records.party import Organization
from haitang.records.place import Place

#: More lines than this are a list to search, not a number to dial.
MOST = 6


def calls(danger: Danger, place: Place | None, organization: Organization | None) -> list[Call]:
    """The lines that serve a danger, the nearest first. Two queries at most."""
    return serving(danger, at(place, organization))


def at(place: Place | None, organization: Organization | None) -> list[Call]:
    """Every line of a place, the nearest first. Where the place is not known: those of the whole territory."""
    everywhere = whole(organization) if organization is not None else None
    if place is None or (everywhere is not None and place.pk == everywhere.pk):
        return directory.calls_below(everywhere) if everywhere is not None else []
    return directory.calls(place)


def serving(danger: Danger, found: Iterable[Call]) -> list[Call]:
    """Those of some lines that serve a danger, by what the line is for; rescue before the rest, as the danger lists it."""
    ranked = [(_rank(danger, call), call) for call in found]
    chosen = sorted((one for one in ranked if one[0] is not None), key=lambda one: one[0] or 0)
    return [call for _, call in chosen][:MOST]


def _rank(danger: Danger, call: Call) -> int | None:
    if call.sort in danger.sorts:
        return danger.sorts.index(call.sort)
    return len(danger.sorts) if any(label in call.words.zh for label in danger.labels) else None
