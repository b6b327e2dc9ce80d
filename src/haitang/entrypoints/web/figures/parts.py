"""Parts 分项: a number taken apart by what its lines say, each part opening to its own rows; for the entitled only.

What the lines say lies in their sealed halves, so that nobody else is shown a part. A figure that opens to a count only
has none, as it has no communities.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.engine import tally
from haitang.entrypoints.web.figures import facts
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked
from haitang.kernel.figure import Figure, Measure

#: Measures whose parts add up to the whole; the others are reckoned for each part by itself.
ADDING: frozenset[Measure] = frozenset({"quantity", "count", "rows", "weighted"})
HEADINGS = {
    "category": gettext_lazy("By category"),
    "basis": gettext_lazy("By basis"),
    "outcome": gettext_lazy("By what came of it"),
    "was": gettext_lazy("By what had come of it before"),
}


@dataclass(frozen=True, slots=True)
class Apart:
    """A number by the values of one fact: what parts/bars.html draws, and whether the bars add up to it."""

    fact: str
    heading: str
    bars: list[dict[str, Any]]
    most: int
    adds: bool


@dataclass(frozen=True, slots=True)
class Only:
    """The part a page shows: what its lines say, and the address of the whole."""

    name: str
    value: str
    whole: str


def apart(spec: Figure, chosen: Asked, language: str) -> list[Apart]:
    """One for each fact that the figure names and the page has not narrowed it by already."""
    if not chosen.live:
        return []
    known = {name for name, _value in chosen.where}
    found = [_by(spec, chosen, fact, language) for fact in spec.by if fact not in known]
    return [each for each in found if any(bar["named"] for bar in each.bars)]


def _by(spec: Figure, chosen: Asked, fact: str, language: str) -> Apart:
    points = tally.parts(spec.name, fact, *chosen.given, where=chosen.where)
    bars: list[dict[str, Any]] = [
        {
            "label": capfirst(_called(fact, value, language)),
            "value": max(0, int(point.value or 0)),
            "text": shown(point.value),
            "url": chosen.part(*chosen.where, (fact, value)).url("figure", spec.name),
            "named": bool(value),
            "other": not value,
        }
        for value, point in points
    ]
    heading = HEADINGS.get(fact) or facts.name_of(fact)
    return Apart(fact, str(heading), bars, max([1, *(bar["value"] for bar in bars)]), spec.measure in ADDING)


def only(chosen: Asked, spec: Figure, language: str) -> list[Only]:
    """What the page is narrowed to, each with the way back."""
    return [
        Only(
            str(facts.name_of(fact)),
            _called(fact, value, language),
            chosen.part(*(other for other in chosen.where if other[0] != fact)).url("figure", spec.name),
        )
        for fact, value in chosen.where
    ]


def _called(fact: str, value: str, language: str) -> str:
    return facts.value_of(fact, value, language) if value else _("not said")
