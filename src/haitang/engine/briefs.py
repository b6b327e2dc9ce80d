"""Briefs 简报: every figure of a place and period in plain sentences, each number with the name of its figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from haitang.engine import charter, ledger, tally
from haitang.engine.tally.scope import scope_of
from haitang.kernel.figure import Figure
from haitang.kernel.module import module_of
from haitang.kernel.registry import figures
from haitang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a brief: a number and, where it is a count there, that of the same days a year before."""

    number: tally.Number
    before: tally.Point | None

    def sentence(self, language: str) -> str:
        """The sentence; its number is followed by the figure's name in brackets."""
        number = self.number
        name, unit = number.figure.words.say(language), number.unit.say(language)
        if number.value is None:
            return f"{name} [{number.figure.name}]"
        words = Words(
            zh=f"{name}{number.value}{unit}[{number.figure.name}]",
            en=f"{name}: {number.value} {unit} [{number.figure.name}]",
        )
        return words.say(language) + self._then(language)

    def _then(self, language: str) -> str:
        if self.before is None or not self.before.value:
            return ""
        then = self.before.value
        return Words(zh=f"，上年同期 {then}", en=f", {then} in the same days a year before").say(language)


@dataclass(frozen=True, slots=True)
class Brief:
    """简报: what is there, what is still to come, and the ledgers it was read from."""

    place: str
    start: date
    end: date
    as_recorded_until: date | None
    said: tuple[Said, ...]
    to_come: tuple[tally.Number, ...]
    heads: tuple[tuple[str, ledger.PublicHead], ...]


def brief(place: str = "", start: date | None = None, end: date | None = None, entitled: bool = False) -> Brief:
    """Every figure of the modules that are on, of a place and period, read at one moment; Invalid as `tally.figures`."""
    with tally.one_moment():
        return _brief(place, start, end, entitled)


def _brief(place: str, start: date | None, end: date | None, entitled: bool) -> Brief:
    scope = scope_of(place)
    off = charter.off_in(scope.ledgers)
    named = [figure for figure in figures if module_of(figure.name) not in off]
    listed = [figure.name for figure in sorted(named, key=_of_the_door)]
    numbers = tally.figures(listed, place, start, end, entitled)
    there = [number for number in numbers if not number.not_yet and (number.value is not None or number.closed)]
    first, last = tally.period(start, end)
    read = ledger.head if entitled else ledger.sealed
    return Brief(
        place=scope.place,
        start=first,
        end=last,
        as_recorded_until=min((n.as_recorded_until for n in numbers if n.as_recorded_until), default=None),
        said=tuple(Said(number, _before(number, entitled)) for number in there),
        to_come=tuple(number for number in numbers if number.not_yet),
        heads=tuple((name, read(name)) for name in scope.ledgers),
    )


def _of_the_door(figure: Figure) -> bool:
    """What an office counts about its own manners (row S0) stands after what it did for the neighborhood."""
    return figure.row == "S0"


def _before(number: tally.Number, entitled: bool) -> tally.Point | None:
    """The year before, of flows that count; a change says it itself and a stock has its own day."""
    spec = number.figure
    if spec.stock or spec.measure == "change":
        return None
    return tally.year_on_year(spec.name, number.place, number.start, number.end, entitled).before


def plain(made: Brief, language: str) -> dict[str, Any]:
    """The brief as one object for machines: sentences, and the figures they stand on."""
    return {
        "place": made.place,
        "from": made.start.isoformat(),
        "to": made.end.isoformat(),
        "as_recorded_until": made.as_recorded_until.isoformat() if made.as_recorded_until else None,
        "sentences": [
            {"sentence": said.sentence(language), **tally.plain(said.number, language)} for said in made.said
        ],
        "not_yet": _plain(made.to_come, language),
        "ledgers": [{"ledger": name, "size": head.size, "root": head.root} for name, head in made.heads],
    }


def _plain(numbers: Iterable[tally.Number], language: str) -> list[dict[str, Any]]:
    return [tally.plain(number, language) for number in numbers]
