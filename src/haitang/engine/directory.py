"""Directory 找谁: which office a site belongs to and whom to call at a place. Read from lines, roles and offices only.

Setting: `site` (of the installation) = {"organization": code}. Numbers are DirectoryLine; a place shows its own lines
and those of the places above it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from haitang.engine import charter, clock, promise
from haitang.engine.charter import Charter
from haitang.kernel.hours import Days, Standing, standing
from haitang.kernel.office_words import SORTS
from haitang.kernel.words import Words
from haitang.records.directory import DirectoryLine
from haitang.records.office import Setting
from haitang.records.party import Organization, Post
from haitang.records.place import Place

#: More lines than this nobody reads on one page.
MOST = 400


@dataclass(frozen=True, slots=True)
class Office:
    """An organization as residents meet it: its name, one telephone number, when somebody is there, its shell."""

    organization: Organization
    words: Words
    phone: str
    hours: Words | None
    charter: Charter


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call: an office, its number, when somebody answers, and whether that is now.

    `when` holds days and times as kernel/hours.py has them; `hours` what they cannot say. `line` is its id.
    """

    words: Words
    phone: str
    hours: Words | None
    sort: str
    when: tuple[Days, str]
    now: Standing
    place: Place
    line: int
    checked_on: date

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return self.phone.replace(" ", "")


_spoken_for: ContextVar[str] = ContextVar("haitang_office", default="")


@contextmanager
def speaking_for(code: str) -> Iterator[None]:
    """Within the block the site speaks for the organization of that code, where there is one."""
    token = _spoken_for.set(code)
    try:
        yield
    finally:
        _spoken_for.reset(token)


def site() -> Organization | None:
    """The organization this page speaks for: the one its reader has chosen, else the one the setting names, else the
    first that is open, else the first that was founded. Two queries, whatever the answer."""
    return choose()[0]


def published() -> list[Organization]:
    """The organizations that have opened through their set-up, in the order of their founding. For the chooser."""
    return choose()[1]


def choose() -> tuple[Organization | None, list[Organization]]:
    """`site` and `published` at once, in two queries."""
    settings = list(Setting.objects.filter(Q(organization=None, name="site") | Q(name=charter.OPENING)))
    named = next((row.value.get("organization", "") for row in settings if row.organization_id is None), "")
    states = {row.organization_id: row.value.get("state") for row in settings if row.organization_id}
    found = list(Organization.objects.order_by("id"))
    by_code = {organization.code: organization for organization in found}
    first = next((one for one in found if states.get(one.pk, "open") == "open"), found[0] if found else None)
    speaking = by_code.get(_spoken_for.get()) or by_code.get(named) or first
    return speaking, [one for one in found if states.get(one.pk) == "open"]


def office_words(organization: Organization) -> dict[str, object]:
    """An office in the chooser: its code and its name."""
    return {"code": organization.code, "words": Words(zh=organization.name, en=organization.name_en)}


def hidden() -> set[int]:
    """Keys of the organizations that have not opened yet: nothing of theirs is listed in public."""
    rows = Setting.objects.filter(name=charter.OPENING).exclude(organization=None)
    return {row.organization_id for row in rows if row.organization_id and row.value.get("state") != "open"}


def office_of(organization: Organization) -> Office:
    """The office with its number and hours, both empty until they are set, and all that it has settled. One query."""
    known = charter.of(organization)
    words = Words(zh=organization.name, en=organization.name_en)
    return Office(organization, words, known.phone, known.hours, known)


def front(organization: Organization, place: Place | None) -> tuple[Office, list[Call]]:
    """The office and whom to call at a place: what a first page says. Two queries."""
    rows = _in_use().filter(organization=organization, place__path__in=_chain(place) if place else [])
    return office_of(organization), _calls(rows.select_related("place"))


def calls(place: Place) -> list[Call]:
    """Whom to call at a place, the nearest first: its own lines, then those of the places above it. One query."""
    rows = _in_use().filter(organization=place.organization_id, place__path__in=_chain(place))
    return _calls(rows.select_related("place"))


def calls_below(place: Place) -> list[Call]:
    """Every line at a place and below it, place by place in the order of the tree. One query."""
    rows = _in_use().filter(organization=place.organization_id, place__path__startswith=place.path)
    found = list(rows.select_related("place").order_by("place__path")[:MOST])
    return [call_of(line) for line in sorted(found, key=lambda line: (line.place.path, *_order(line)))]


def kept_by(posts: Sequence[Post]) -> list[Call]:
    """The lines at the places of these posts and below, those nobody has dialed for longest first. One query."""
    below = Q(pk=None)
    for post in posts:
        below |= Q(place__path__startswith=post.place.path, organization=post.organization_id)
    rows = _in_use().filter(below).select_related("place").order_by("checked_on", "pk")
    return [call_of(line) for line in rows[:MOST]]


def call_of(line: DirectoryLine) -> Call:
    """A line as pages show it, with whether somebody answers now."""
    days = cast(Days, line.days)
    now = standing(days, line.times, clock.now().astimezone(clock.ZONE), promise.workdays().is_work)
    words = Words(zh=line.label, en=line.label_en)
    return Call(
        words, line.phone, _note(line), line.sort, (days, line.times), now, line.place, line.pk, line.checked_on
    )


def _in_use() -> QuerySet[DirectoryLine]:
    return DirectoryLine.objects.filter(withdrawn_at=None)


def _calls(rows: Iterable[DirectoryLine]) -> list[Call]:
    return [call_of(line) for line in sorted(rows, key=lambda line: (-len(line.place.path), *_order(line)))]


def _order(line: DirectoryLine) -> tuple[int, int, int]:
    rank = SORTS.index(line.sort) if line.sort in SORTS else len(SORTS)
    return line.position, rank, line.pk


def _chain(place: Place) -> list[str]:
    """The paths of a place and of everything above it."""
    steps = place.path.strip("/").split("/")
    return [f"/{'/'.join(steps[: count + 1])}/" for count in range(len(steps))]


def _note(line: DirectoryLine) -> Words | None:
    return Words(zh=line.hours, en=line.hours_en or line.hours) if line.hours else None
