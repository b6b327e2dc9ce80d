"""Docket 调解台账: what waits for a mediator, and what somebody mediates. Nobody else is shown a line of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from haitang.engine import confided, confidence, mediating
from haitang.engine.territory import ABOVE, named
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.mediation import Accord, Mediator, Side, Sitting
from haitang.records.party import Post

#: Lines of one list.
MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One dispute by its number: where roughly, since when, how it stands. Nothing of what it is about."""

    number: str
    place: Words
    received_at: datetime
    state: str
    words: Words
    closed: bool
    outcome: Words | None


@dataclass(frozen=True, slots=True)
class Docket:
    """What waits for a mediator here, and what this one has."""

    waiting: list[Line]
    mine: list[Line]


def of(account: int | None, posts: Sequence[Post]) -> Docket:
    """The docket of a mediator; empty for anybody else. Three queries: of all that somebody ever mediated only the order
    is read, not the disputes."""
    held = [post for post in posts if post.role == Role.MEDIATOR]
    if not held or account is None:
        return Docket([], [])
    rows = Matter.objects.filter(kind__in=confidence.confidential()).select_related(f"place__{ABOVE}")
    waiting = rows.filter(_at(held), shape="mediation", state="asked").order_by("received_at", "pk")[:MOST]
    mine = list(rows.filter(pk__in=_latest(account, held)))
    return Docket([_line(one) for one in waiting], [_line(one) for one in _open_first(mine)])


def _latest(account: int, held: Sequence[Post]) -> list[int]:
    """Which disputes somebody mediates under these posts: all that are open first, then the last closed."""
    parts = Mediator.objects.filter(account=account, until=None, post__in=[post.pk for post in held])
    ordered = parts.order_by(F("matter__closed_at").desc(nulls_first=True), "-matter_id")
    return list(dict.fromkeys(ordered.values_list("matter_id", flat=True)[: MOST * 2]))[:MOST]


def find(account: int | None, posts: Sequence[Post], number: str) -> Matter | None:
    """A dispute for somebody who mediates it, or who may still take it on; None for everybody else."""
    held = [post for post in posts if post.role == Role.MEDIATOR]
    rows = Matter.objects.filter(number=number, kind__in=confidence.confidential())
    found = rows.select_related(f"place__{ABOVE}", "organization", "owner").prefetch_related("mediators").first()
    if found is None or not held:
        return None
    if confidence.part_of(account, held, found) is not None:
        return found
    waits = found.state == "asked" and any(
        post.organization_id == found.organization_id and found.place.within(post.place) for post in held
    )
    return found if waits else None


@dataclass(frozen=True)
class File:
    """案卷: all that is written of one dispute, for those who mediate it; the sealed texts by the id of what holds them."""

    sides: list[Side]
    sittings: list[Sitting]
    accord: Accord | None

    def sealed(self) -> list[int]:
        """The sealed texts of it, as far as they are words; the signed paper is opened by itself."""
        held = [*(s.words_id for s in self.sides), *(s.voice.contact_id for s in self.sides)]
        return [one for one in (*held, *(s.minutes_id for s in self.sittings)) if one is not None]


def file_of(matter: Matter) -> File:
    """The file of one dispute. Three queries."""
    sittings = Sitting.objects.filter(matter=matter).select_related("place").order_by("held_on", "id")
    accord = Accord.objects.filter(matter=matter).select_related("paper__file").first()
    return File(mediating.sides(matter), list(sittings), accord)


def said(side: Side) -> str:
    """What one side said, for that side itself."""
    return confided.words_of(side.voice)


def _at(posts: Sequence[Post]) -> Q:
    here = Q(pk__in=[])
    for post in posts:
        here |= Q(organization=post.organization_id, place__path__startswith=post.place.path)
    return here


def _open_first(matters: list[Matter]) -> list[Matter]:
    return sorted(matters, key=lambda one: (one.closed_at is not None, -one.received_at.timestamp()))


def _line(matter: Matter) -> Line:
    kind = kinds[matter.kind]
    return Line(
        number=matter.number,
        place=named(matter.place),
        received_at=matter.received_at,
        state=matter.state,
        words=kind.flow.state(matter.state).words,
        closed=matter.closed_at is not None,
        outcome=kind.ending(matter.outcome),
    )
