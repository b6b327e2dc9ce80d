"""Duties 谁来管: for everybody, who answers for what at a place and what makes it theirs; drawn once as 1+4+N."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from django.http import HttpRequest, HttpResponse

from haitang.engine import directory, duties
from haitang.engine.territory import shown, whole
from haitang.entrypoints.web.public.showing import chosen_place, show
from haitang.kernel.duty_words import PARTS, PETALS
from haitang.kernel.kind import Option
from haitang.kernel.words import Words
from haitang.records.duty import Duty
from haitang.records.party import Organization

#: What stands in the middle and in a petal: a word short enough for it.
SHORT: dict[str, Words] = {
    "coordinator": Words(zh="牵头", en="lead"),
    "grid": Words(zh="网格", en="grid"),
    "owners": Words(zh="业委会", en="owners"),
    "community": Words(zh="社区", en="community"),
    "property": Words(zh="物业", en="property"),
}
#: Where the word of each petal stands in the drawing (its box is 24 units wide).
_SPOTS = {"grid": (12, 5.4), "owners": (18.9, 12.2), "community": (12, 19), "property": (5.1, 12.2)}
#: The outline of each petal, as in parts/bloom.html.
_SHAPES = {
    "grid": "M12 12 7 7A5 5 0 0 1 17 7Z",
    "owners": "M12 12 17 7A5 5 0 0 1 17 17Z",
    "community": "M12 12 17 17A5 5 0 0 1 7 17Z",
    "property": "M12 12 7 17A5 5 0 0 1 7 7Z",
}
#: Departments that the drawing has room for; the list below it names all.
_AROUND, _RADIUS = 12, 12.6


@dataclass(frozen=True, slots=True)
class Named:
    """A line as everybody reads it: the office, for what, on which basis."""

    office: Words
    category: Words
    basis: Words
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of 1+4+N with whoever is named for it here."""

    code: str
    words: Words
    named: list[Named]


@dataclass(frozen=True, slots=True)
class Whose:
    """A category and whoever is asked first for it here."""

    category: Option
    first: Named | None


def page(request: HttpRequest) -> HttpResponse:
    """Whose is it: the flower and the lists of one place."""
    return show(request, "duties", _context(request), "duties")


def paper(request: HttpRequest) -> HttpResponse:
    """The same on one sheet of paper."""
    return show(request, "duties_print", _context(request), "duties")


def _context(request: HttpRequest) -> dict[str, Any]:
    organization = directory.site()
    if organization is None:
        return {"here": None, "parts": [], "whose": [], "places": []}
    here = chosen_place(request, organization) or whole(organization)
    found = list(duties.in_force(organization))
    parts = _parts(found, here) if here else []
    return {
        "here": here,
        "where": shown(here) if here else None,
        "parts": parts,
        "whose": _whose(found, here) if here else [],
        "drawing": _drawing(parts),
        "places": _places(organization, here.code if here else ""),
        "anybody": bool(found),
    }


def _places(organization: Organization, chosen: str) -> list[dict[str, Any]]:
    """The places somebody may ask for: communities and compounds."""
    return [
        {"code": place.code, "words": Words(zh=place.name, en=place.name_en), "current": place.code == chosen}
        for place in duties.served(organization)
    ]


def _named(one: Duty) -> Named:
    return Named(duties.office_of(one), duties.category_words(one.category), duties.basis_of(one), one.confirmed)


def _parts(found: Sequence[Duty], here: Any) -> list[Part]:
    return [
        Part(code, PARTS[code], [_named(one) for one in lines]) for code, lines in duties.at_place(found, here).items()
    ]


def _whose(found: Sequence[Duty], here: Any) -> list[Whose]:
    asked = ((option, duties.named_for(found, option.code, here)) for option in duties.categories())
    return [Whose(option, _named(one) if one else None) for option, one in asked]


def _drawing(parts: Sequence[Part]) -> dict[str, Any]:
    """Coordinates of the flower: the centre, four petals, a ring of numbered departments outside."""
    known = {part.code: part for part in parts}
    departments = [] if "department" not in known else known["department"].named
    offices = list(dict.fromkeys(one.office for one in departments))[:_AROUND]
    return {
        "lead": bool(known.get("coordinator") and known["coordinator"].named),
        "lead_words": SHORT["coordinator"],
        "petals": [
            {"path": _SHAPES[code], "x": _SPOTS[code][0], "y": _SPOTS[code][1], "words": SHORT[code],
             "on": bool(known.get(code) and known[code].named)}
            for code in PETALS
        ],
        "around": [_spot(number, len(offices)) for number in range(len(offices))],
        "offices": offices,
    }  # fmt: skip


def _spot(number: int, count: int) -> dict[str, Any]:
    """The n-th department on the ring, from the upper right on so that none lies above a petal's tip."""
    angle = 2 * pi * number / count - pi / 4
    return {"n": number + 1, "x": round(12 + _RADIUS * cos(angle), 2), "y": round(12 + _RADIUS * sin(angle), 2)}
