"""Finding 找一找: what anybody may read, by any piece of its words. Nothing of a search is kept anywhere.

A source is a function that takes the words and the organization and gives hits in at most one query. Another room adds
its own to `SOURCES`. Words are matched as they stand (no dictionary, no ranking of anybody): one Chinese character is
enough. Matters are looked up in the index of what is shown to everybody, the few other things one by one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from haitang.engine import clock, guide
from haitang.engine.indexing import open_to_all
from haitang.engine.notices import SORTS, said
from haitang.engine.territory import ABOVE, NAMED, shown
from haitang.kernel.grams import sought
from haitang.kernel.limits import QUERY, printable
from haitang.kernel.number import parse_number
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.directory import DirectoryLine
from haitang.records.matter import Matter
from haitang.records.notice import Notice
from haitang.records.party import Organization
from haitang.records.place import Place

#: Most words of one search, hits of one source, hits of one page.
WORDS, DEPTH, PAGE = 5, 60, 20
PLACE = Words(zh="地方", en="place")
ARTICLE = Words(zh="办事指南", en="service guide")
NUMBER = Words(zh="电话", en="telephone")
ANSWERED = Words(zh="办过的事", en="what was done")
IN_HAND = Words(zh="正在办的事", en="what is in hand")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, the page that shows it, what sort of thing it is, where and of which day."""

    title: Words
    route: str
    args: tuple[str | int, ...]
    kind: Words
    place: Words | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits; `after` opens the next one (0 on the last). `cut` when a source had more than it gives."""

    hits: list[Hit]
    after: int
    cut: bool


Source = Callable[[Sequence[str], Organization], list[Hit]]


def words_of(text: str) -> list[str]:
    """A search as typed, as the words that must all be there; none for what cannot be looked for."""
    try:
        return printable(text).strip()[:QUERY].split()[:WORDS]
    except ValueError:
        return []


def find(words: Sequence[str], organization: Organization, after: int = 0) -> Found:
    """One page of what fits, the exact number first, then source by source, each the newest first."""
    if not words:
        return Found([], 0, False)
    lists = [source(words, organization) for source in SOURCES]
    hits = [hit for found in lists for hit in found[:DEPTH]]
    exact = _number(words)
    hits.sort(key=lambda hit: not (exact and hit.args == (exact,)))
    following = after + PAGE if len(hits) > after + PAGE else 0
    return Found(hits[after : after + PAGE], following, any(len(found) > DEPTH for found in lists))


def _number(words: Sequence[str]) -> str:
    """The number that was typed, however it was typed; empty when it is none."""
    try:
        return parse_number("".join(words))
    except ValueError:
        return ""


def _all(words: Sequence[str], *columns: str) -> Q:
    """Every word in one of the columns; Django escapes what LIKE would read as a wildcard."""
    whole = Q()
    for word in words:
        one = Q()
        for column in columns:
            one |= Q(**{f"{column}__icontains": word})
        whole &= one
    return whole


def places(words: Sequence[str], organization: Organization) -> list[Hit]:
    """Places that people name, whose page says whom to call."""
    rows = Place.objects.filter(_all(words, "name", "name_en"), organization=organization, kind__in=_PLACES)
    return [
        Hit(Words(zh=place.name, en=place.name_en), "place", (place.code,), PLACE, shown(place), None)
        for place in rows.select_related(ABOVE).order_by("path")[: DEPTH + 1]
    ]


#: Buildings and stairwells are too exact to be listed.
_PLACES = tuple({*NAMED, "sub-district", "development-zone"} - {"building", "stairwell", "lift"})


def notices(words: Sequence[str], organization: Organization) -> list[Hit]:
    """Notices in their present wording, in either language; not what was withdrawn."""
    fits = _all(words, "title", "body", "title_en", "body_en", "source")
    rows = Notice.objects.filter(fits, organization=organization, withdrawn_at=None).select_related(f"place__{ABOVE}")
    return [
        Hit(
            title=said(notice.title, notice.title_en),
            route="notice",
            args=(notice.pk,),
            kind=SORTS[notice.sort],
            place=shown(notice.place),
            day=clock.local_day(notice.published_at),
        )
        for notice in rows.order_by("-published_at", "-pk")[: DEPTH + 1]
    ]


def articles(words: Sequence[str], organization: Organization) -> list[Hit]:
    """Articles of the service guide that somebody has checked in time."""
    fits = _all(words, "title", "title_en", "papers", "papers_en", "steps", "steps_en", "counter", "counter_en")
    rows = guide.in_use().filter(fits, organization=organization).select_related(f"place__{ABOVE}")
    return [
        Hit(guide.title_of(article), "article", (article.code,), ARTICLE, shown(article.place), article.checked_on)
        for article in rows.order_by("-checked_on", "-pk")[: DEPTH + 1]
    ]


def numbers(words: Sequence[str], organization: Organization) -> list[Hit]:
    """Whom to call, by office or role; the page of the place shows the number."""
    rows = DirectoryLine.objects.filter(_all(words, "label", "label_en"), organization=organization, withdrawn_at=None)
    return [
        Hit(Words(zh=line.label, en=line.label_en), "place", (line.place.code,), NUMBER, shown(line.place), None)
        for line in rows.select_related(f"place__{ABOVE}").order_by("place__path", "position", "pk")[: DEPTH + 1]
    ]


def matters(words: Sequence[str], organization: Organization) -> list[Hit]:
    """Matters, sessions with their public agendas, and projects: by screened title or by number, never by what was said."""
    rows = Matter.objects.filter(organization=organization, screened=True, private=False)
    if exact := _number(words):
        rows = rows.filter(number=exact)
    else:
        phrases = [phrase for word in words if (phrase := sought(word))]
        if not phrases:
            return []
        rows = rows.filter(searched__shown__says=phrases).order_by("-searched__matter_id")
    public = [kind.name for kind in kinds if open_to_all(kind)]
    found = rows.filter(kind__in=public).select_related(f"place__{ABOVE}")
    return [_hit(matter) for matter in found[: DEPTH + 1]]


def _hit(matter: Matter) -> Hit:
    kind = kinds[matter.kind]
    at = matter.due_at if matter.shape == "meeting" else matter.closed_at or matter.received_at
    state = ANSWERED if matter.closed_at else IN_HAND
    title = Words(zh=matter.title, en=matter.title) if matter.title else kind.words
    route = matter.shape if matter.shape in ROUTES else "matter"
    return Hit(
        title=title,
        route=route,
        args=(matter.number,),
        kind=state if kind.flow.voiced else kind.words,
        place=shown(matter.place),
        day=clock.local_day(at) if at else None,
    )


#: Shapes that have a page of their own name.
ROUTES = ("meeting", "project")

#: In the order in which their hits are shown. Another room's source goes here.
SOURCES: list[Source] = [numbers, places, notices, articles, matters]
