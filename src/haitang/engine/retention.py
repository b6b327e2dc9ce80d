"""Retention 保存期限: how long a closed matter keeps words, contacts and photos, by what came of it. One date counts: its closing.

No law is guessed: a term nobody has confirmed destroys nothing. Setting `retention.<outcome>` of an organization is the
number of years, with its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from haitang.engine import clock, persons
from haitang.kernel.courses import ENDINGS
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place

SETTING = "retention."
LONGEST_YEARS = 100
#: What stands there until an office has decided.
UNSET = Words(
    zh="建议值；个人信息保护法第十九条只说“必要的最短时间”，没有年数；未确认",
    en="a proposal; PIPL article 19 says “the shortest time necessary” and names no number; unconfirmed",
)
PROPOSED_YEARS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """How long what came to this outcome is kept, from where the number is, and whether the office stands by it."""

    outcome: str
    words: Words
    years: int
    source: Words
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Due:
    """How many closed matters of one outcome in one community have been kept long enough."""

    outcome: str
    community: str
    count: int


def outcomes() -> dict[str, Words]:
    """Everything that can come of what voices said: what the catalogue names, in its order, then what every case may come to.

    A report that was not taken because it was about a person has a term too: its voice's contact is still kept.
    """
    named = {option.code: option.words for kind in kinds if kind.flow.voiced for option in kind.outcomes}
    return {**named, **{code: ending.words for code, ending in ENDINGS.items()}, persons.BASIS: persons.NAMED}


def terms(organization: Organization) -> list[Term]:
    """The term of every outcome. One query."""
    rows = Setting.objects.filter(organization=organization, name__startswith=SETTING)
    known = {row.name.removeprefix(SETTING): row for row in rows}
    return [_term(outcome, words, known.get(outcome)) for outcome, words in outcomes().items()]


def term_of(matter: Matter) -> Term | None:
    """How long what was said in a matter is kept, once something has come of it. One query."""
    came_to = persons.BASIS if persons.refused(matter) else matter.outcome
    return next((term for term in terms(matter.organization) if term.outcome == came_to), None)


def cutoffs(organization: Organization) -> dict[str, str]:
    """The last closing day, as text, that has been kept long enough today; confirmed terms only."""
    today = clock.today()
    return {
        term.outcome: _years_before(today, term.years).isoformat() for term in terms(organization) if term.confirmed
    }


def due(organization: Organization, until: Mapping[str, str]) -> QuerySet[Matter]:
    """The matters that these days bring; those that were opened again since are no longer among them."""
    chosen = Q(pk__in=[])
    for outcome, day in until.items():
        end = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time.min, clock.ZONE)
        came_to = Q(basis=outcome) if outcome == persons.BASIS else Q(outcome=outcome)
        chosen |= came_to & Q(closed_at__lt=end)
    return Matter.objects.filter(chosen, organization=organization, shape__in=_voiced(), anonymized_at=None)


def _voiced() -> list[str]:
    """The shapes of what somebody said."""
    return sorted({kind.shape for kind in kinds if kind.flow.voiced})


def counted(organization: Organization, until: Mapping[str, str]) -> list[Due]:
    """What is due, by outcome and community. One query."""
    refused = When(basis=persons.BASIS, then=Value(persons.BASIS))
    rows = due(organization, until).annotate(came_to=Case(refused, default=F("outcome")))
    found = rows.order_by("came_to", "community").values_list("came_to", "community").annotate(count=Count("pk"))
    return [Due(outcome, community, count) for outcome, community, count in found]


def place_names(codes: set[str]) -> dict[str, Words]:
    """Communities by code. One query."""
    return {place.code: Words(zh=place.name, en=place.name_en) for place in Place.objects.filter(code__in=codes)}


def _term(outcome: str, words: Words, row: Setting | None) -> Term:
    if row is None:
        return Term(outcome, words, PROPOSED_YEARS, UNSET, False)
    return Term(outcome, words, int(row.value), Words(zh=row.source, en=row.source), row.confirmed)


def _years_before(day: date, years: int) -> date:
    """The same day some years ago; 28 February where there was no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
