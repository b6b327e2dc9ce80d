"""Duties 责任清单: who answers for what at which place, on which basis, and for what nobody is named.

A line for the category goes before one for everything, then the one named nearest to the place, and of several
parties the one that acts first (kernel/duty_words.py) is asked.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from haitang.engine import clock
from haitang.kernel.duty_words import ACTING, BASES, PARTS
from haitang.kernel.kind import Option
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.duty import Duty
from haitang.records.party import Organization
from haitang.records.place import Place

#: What a duty says; an edition keeps all of it.
TEXTS = ("category", "part", "basis", "text", "text_en", "source")
#: More lines than this no office keeps for itself; pages read no more.
MOST = 500
#: Places for which somebody has to be named.
SERVED = ("community", "village", "compound")
_COMMUNITIES = ("community", "village")


@dataclass(frozen=True, slots=True)
class Gap:
    """A category for which nobody is named, and the places where that is so: whole communities before compounds."""

    category: Option
    places: tuple[Place, ...]


def in_force(organization: Organization | int) -> QuerySet[Duty]:
    """The lines that hold today, with office and place. One query."""
    today = clock.today()
    rows = Duty.objects.filter(Q(until=None) | Q(until__gte=today), organization=organization, since__lte=today)
    return rows.filter(ended_at=None).select_related("post", "place").order_by("id")


def categories() -> tuple[Option, ...]:
    """Everything a matter may be about, each code once, in the order of the catalogue."""
    found = (option for kind in kinds if kind.shape == "case" for option in kind.categories)
    return tuple({option.code: option for option in found}.values())


def category_words(code: str) -> Words:
    """A category as people say it; without one: everything."""
    named = next((option.words for option in categories() if option.code == code), None)
    return named or Words(zh="各类事项", en="everything")


def around(place: Place) -> Place:
    """The compound or community a place lies in: for what is decided at one door and means all of its like."""
    while place.kind not in SERVED and place.parent is not None:
        place = place.parent
    return place


def fitting(duties: Iterable[Duty], category: str, place: Place) -> list[Duty]:
    """The lines that cover a category at a place, the one to ask first at the head. The coordinator stands in none."""
    found = [one for one in duties if _covers(one, category, place)]
    return sorted(
        found, key=lambda one: (one.category != category, -len(one.place.path), ACTING.index(one.part), one.pk)
    )


def named_for(
    duties: Iterable[Duty], category: str, place: Place, part: str = "", without: Collection[int] = ()
) -> Duty | None:
    """Whoever answers for a category at a place: of one part only, and none of the posts `without`."""
    found = fitting(duties, category, place)
    return next((one for one in found if part in ("", one.part) and one.post_id not in without), None)


def _covers(one: Duty, category: str, place: Place) -> bool:
    return one.part in ACTING and one.category in ("", category) and place.within(one.place)


def at_place(duties: Iterable[Duty], place: Place) -> dict[str, list[Duty]]:
    """Of each part of 1+4+N whoever is named for a place: those at the nearest place that names anybody of the part."""
    found: dict[str, list[Duty]] = {part: [] for part in PARTS}
    reaching = [one for one in duties if place.within(one.place)]
    for one in sorted(reaching, key=lambda one: (-len(one.place.path), one.category != "", one.pk)):
        part = found[one.part]
        if one.part == "department" or not part or part[0].place_id == one.place_id:
            part.append(one)
    return found


def served(organization: Organization) -> list[Place]:
    """The communities and compounds of an organization in the order of the tree. One query."""
    rows = Place.objects.filter(organization=organization, kind__in=SERVED, closed_on=None)
    return list(rows.order_by("path")[:MOST])


def gaps(duties: Sequence[Duty], places: Sequence[Place]) -> list[Gap]:
    """For which category nobody is named, and where. Pure: reads nothing."""
    found = []
    for option in categories():
        bare = _bare(duties, option.code, places)
        if bare:
            found.append(Gap(option, tuple(bare)))
    return found


def _bare(duties: Sequence[Duty], category: str, places: Sequence[Place]) -> list[Place]:
    """Places without anybody: a community stands for its compounds when all of them are bare."""
    covering = [one for one in duties if one.part in ACTING and one.category in ("", category)]
    bare = [place for place in places if not any(place.within(one.place) for one in covering)]
    whole = [place for place in bare if place.kind in _COMMUNITIES and _all_bare(place, places, bare)]
    apart = [place for place in bare if place.kind not in _COMMUNITIES and not any(place.within(up) for up in whole)]
    return [*whole, *apart]


def _all_bare(community: Place, places: Sequence[Place], bare: Collection[Place]) -> bool:
    return all(place in bare for place in places if place.within(community))


def basis_of(one: Duty) -> Words:
    """On which basis: what sort, and its wording; the Chinese stands in where nobody wrote the English."""
    sort = BASES[one.basis]
    return Words(zh=f"{sort.zh}：{one.text}", en=f"{sort.en}: {one.text_en or one.text}")


def office_of(one: Duty) -> Words:
    """The office that is named."""
    return Words(zh=one.post.name, en=one.post.name_en)
