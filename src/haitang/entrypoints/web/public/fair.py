"""Fairness 公道: counts and reasons for everybody; to one's own matter what was set aside, and the way to appeal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from haitang.engine import asides, concern, directory, raising, unindexed
from haitang.entrypoints.web.public.showing import address, show
from haitang.kernel import fair
from haitang.kernel.words import Words
from haitang.records.fair import SettingAside
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.voice import Voice

#: As many decisions are counted on the page, the latest; more than an office makes in years.
MOST = 1_000
FIGURES = {fair.INVALID: "fairness.invalid", fair.WITHHELD: "fairness.withheld", fair.WITHDRAWN: "fairness.withdrawn"}


Decided = tuple[str, datetime | None, bool | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One reason, or one sort as a whole: how many, appealed against, found right, still to be decided."""

    words: Words
    decided: int
    appealed: int
    upheld: int


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the three, with its reasons, those nobody has used among them."""

    whole: Line
    url: str
    reasons: list[Line]


def counted(request: HttpRequest) -> HttpResponse:
    """`/fairness`: how often, why, and what appeals came to. It counts acts of offices; nobody's words are shown."""
    organization = directory.site()
    decided = _decided(organization) if organization else []
    context = {
        "sorts": _sorts(_counts(decided[:MOST])),
        "latest": MOST if len(decided) > MOST else 0,
        "never": fair.NEVER,
        "days": asides.days(organization) if organization else 0,
        "persons": address("figure", "fairness.about_persons"),
    }
    return show(request, "fairness", context, "answers")


def fair_for(matter: Matter, voice: Voice) -> dict[str, Any]:
    """What parts/fair.html shows to a voice: whose office it is about, what was decided, how it may appeal. Two queries."""
    found = SettingAside.objects.filter(matter=matter, confirmed=True).order_by("-id").first()
    office = raising.office_of(matter) if concern.concerned(matter) else None
    shown: dict[str, Any] = {"raised": raising.told(matter, office) if office else None, "aside": found}
    if found is None:
        return shown
    return {
        **shown,
        "aside_words": fair.SORTS[found.sort],
        "aside_reason": fair.REASONS[found.sort][found.reason],
        "aside_until": asides.until(found),
        "appealable": asides.open_for(voice) is not None,
        "my_appeal": found.voice_id == voice.pk,
    }


def _sorts(found: dict[str, tuple[int, int, int]]) -> list[Sort]:
    return [
        Sort(_sum(words, sort, found), address("figure", FIGURES[sort]), _reasons(sort, found))
        for sort, words in fair.SORTS.items()
    ]


def _decided(organization: Organization) -> list[Decided]:
    """The latest decisions: reason, appealed at, upheld; one more than are counted. The figures count them all."""
    ours = unindexed.equals("matter__organization_id", organization.pk)
    rows = SettingAside.objects.filter(ours, confirmed=True).order_by("-pk")
    return list(rows.values_list("reason", "appealed_at", "upheld")[: MOST + 1])


def _counts(rows: Iterable[Decided]) -> dict[str, tuple[int, int, int]]:
    """By reason: decided, appealed, upheld."""
    found: dict[str, tuple[int, int, int]] = {}
    for reason, appealed_at, upheld in rows:
        decided, times, right = found.get(reason, (0, 0, 0))
        found[reason] = decided + 1, times + (appealed_at is not None), right + bool(upheld)
    return found


def _reasons(sort: str, found: dict[str, tuple[int, int, int]]) -> list[Line]:
    return [Line(words, *found.get(code, (0, 0, 0))) for code, words in fair.REASONS[sort].items()]


def _sum(words: Words, sort: str, found: dict[str, tuple[int, int, int]]) -> Line:
    lines = _reasons(sort, found)
    return Line(words, sum(x.decided for x in lines), sum(x.appealed for x in lines), sum(x.upheld for x in lines))
