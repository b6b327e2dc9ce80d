"""Raising 提级: which office a matter is about, whether somebody stands above it, and what follows for the matter.

An office is chosen by its post's code, or as a whole by `office:` and the code of its place. Persons are never named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from haitang.engine import concern
from haitang.engine.authority import today
from haitang.kernel.errors import Invalid
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Membership, Organization, Post
from haitang.records.place import Place

OFFICE = "office:"
FIELD = "concerns"
#: Offices that nobody can complain of here: they read figures or keep the machine, and decide nothing.
_NO_OFFICE = (Role.READER, Role.ADMINISTRATOR)
OFFERED = 200
_COMMUNITIES = ("community", "village")

#: Where nobody is left who could take it: said at the door instead of keeping what nobody may read.
NOBODY = Words(
    zh="这里没有人能不经过它来办这件事。请打 12345，由上级来办；需要作证据的，请到纪检监察、信访窗口。",
    en="Nobody here could take this without that office. Please call 12345, so that those above take it; or go to the "
    "inspection or petition counter.",
)
#: What stands on the pages of such a matter.
ONE_UP = Words(
    zh="这件事说的是“{office}”，由上一级办；被说到的办公室和任职的人看不到。",
    en="This is about “{office}”. It is handled one level up; that office and whoever serves in it cannot see it.",
)
LAST = Words(
    zh="这件事说的是“{office}”。本系统里它没有上一级，由没有被说到的督办员或审计员办；被说到的人看不到。",
    en="This is about “{office}”. Nobody stands above it in this installation, so a supervisor or an auditor who is not "
    "concerned handles it; those concerned cannot see it.",
)
OUTSIDE = Words(
    zh="这件事说的是“{office}”，它看不到，也不能办。",
    en="This is about “{office}”, which cannot see it and cannot handle it.",
)


@dataclass(frozen=True, slots=True)
class Office:
    """An office one may speak about, under the place where it stands."""

    code: str
    words: Words
    place: Words


def offices(organization: Organization, near: Place | None = None) -> list[Office]:
    """The offices of a place and above it, or of the whole territory: posts by what they are, communities as a whole."""
    posts = Post.objects.filter(organization=organization).exclude(role__in=_NO_OFFICE).select_related("place")
    wholes = Place.objects.filter(organization=organization, kind__in=_COMMUNITIES, closed_on=None).order_by("path")
    if near is not None and near.community:
        posts = posts.filter(place__community__in=("", near.community))
        wholes = wholes.filter(code=near.community)
    whole = [
        Office(OFFICE + p.code, Words(zh=f"{p.name}（整个）", en=f"{p.name_en} (as a whole)"), _name(p))
        for p in wholes[:OFFERED]
    ]
    listed = posts.order_by("place__path", "code")[:OFFERED]
    return [*whole, *(Office(post.code, Words(zh=post.name, en=post.name_en), _name(post.place)) for post in listed)]


def settle(matter: Matter, choice: str) -> None:
    """Note which office a matter is about; the caller saves it. Invalid when it is none, or nobody could take it."""
    matter.concerns, path = _chosen(matter.organization, choice)
    matter.raised_past = "" if matter.concerns is not None and matter.concerns.role == Role.OWNER else path
    matter.screened, matter.nobody_above = False, False
    if matter.raised_past and not _somebody(matter):
        matter.nobody_above = True
        if matter.concerns is None or not _somebody(matter):
            raise Invalid.of(FIELD, NOBODY.zh, NOBODY.en)


def told(matter: Matter, office: Words) -> Words:
    """What those who may read the matter are told about who handles it."""
    said = LAST if matter.nobody_above else ONE_UP if matter.raised_past else OUTSIDE
    return Words(zh=said.zh.format(office=office.zh), en=said.en.format(office=office.en))


def office_of(matter: Matter) -> Words | None:
    """The office a matter is about, by its name; None for every other matter."""
    if matter.concerns is not None:
        return Words(zh=matter.concerns.name, en=matter.concerns.name_en)
    code = matter.raised_past.rstrip("/").rpartition("/")[2]
    place = Place.objects.filter(code=code).first() if code else None
    return _name(place) if place else None


def _chosen(organization: Organization, choice: str) -> tuple[Post | None, str]:
    if choice.startswith(OFFICE):
        places = Place.objects.filter(organization=organization, kind__in=_COMMUNITIES)
        if place := places.filter(code=choice.removeprefix(OFFICE)).first():
            return None, place.path
    else:
        posts = Post.objects.filter(organization=organization).exclude(role__in=_NO_OFFICE).select_related("place")
        if post := posts.filter(code=choice).first():
            return post, post.place.path
    raise Invalid.of(FIELD, "没有这个办公室，请从列表里选", "There is no such office; please choose from the list")


def _somebody(matter: Matter) -> bool:
    """Whether somebody serves today who could carry the matter and is not part of the office it is about."""
    roles: Sequence[Role] = tuple(concern.LAST if matter.nobody_above else concern.CARRIES)
    paths = [path for path in concern.above(matter.raised_past) if matter.nobody_above or path != matter.raised_past]
    serving = Membership.objects.filter(
        today(), post__organization=matter.organization, post__role__in=roles, post__place__path__in=paths
    )
    return serving.exclude(Exists(_concerned(matter).filter(account=OuterRef("account")))).exists()


def _concerned(matter: Matter) -> QuerySet[Membership]:
    terms = Membership.objects.filter(today())
    if matter.concerns is not None and matter.nobody_above:
        return terms.filter(post=matter.concerns)
    return terms.filter(post__place__path__startswith=matter.raised_past).exclude(post__role=Role.OWNER)


def _name(place: Place) -> Words:
    return Words(zh=place.name, en=place.name_en)
