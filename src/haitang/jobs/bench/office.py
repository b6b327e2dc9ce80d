"""Office 合成单位: a synthetic sub-district with somebody in every post, in which matters can be many.

One community has most of the matters, so that its lists fill their pages at 1,000 already: a page of 50 rows is never
compared with one of five. One grid cell (`TINY`) has the same few matters however many there are elsewhere.
"""

from dataclasses import dataclass
from datetime import date

from haitang.commands import offices
from haitang.engine import gate
from haitang.kernel.actor import Actor
from haitang.kernel.role import Role
from haitang.records.party import Organization, Post
from haitang.records.place import Place

SYNTHETIC = Actor("bench", system="bench")
CODE, MARK = "bench", "ZZ"
COMMUNITIES, CELLS, BUILDINGS = 4, 6, 4
#: The cell whose matters are as few in a large home as in a small one.
TINY = "bench-1-5"

#: Login → where, and as what. Every role that is a post is there.
CAST: dict[str, tuple[str, Role]] = {
    "recorder": ("bench-0", Role.RECORDER),
    "grid": (TINY, Role.GRID),
    "desk": ("bench-0", Role.DESK),
    "dispatcher": ("bench", Role.DISPATCHER),
    "owner": ("bench-0", Role.OWNER),
    "works": ("bench", Role.OWNER),
    "checker": ("bench", Role.CHECKER),
    "supervisor": ("bench", Role.SUPERVISOR),
    "chair": ("bench-0", Role.CHAIR),
    "mediator": ("bench-0", Role.MEDIATOR),
    "reader": ("bench", Role.READER),
    "auditor": ("bench", Role.AUDITOR),
    "administrator": ("bench", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class Office:
    """What rows are made from: the organization, its places by code, its posts by login."""

    organization: Organization
    places: dict[str, Place]
    posts: dict[str, Post]


def founded() -> Office:
    """The office; made through the gate in an empty home."""
    if not Organization.objects.exists():
        _found()
    organization = Organization.objects.get(code=CODE)
    places = {place.code: place for place in Place.objects.select_related("parent")}
    return Office(organization, places, {post.code: post for post in Post.objects.select_related("place")})


def _found() -> None:
    gate.do(offices.found, SYNTHETIC, code=CODE, name="合成数据街道", name_en="Synthetic", mark=MARK)
    _place(CODE, "sub-district", "", organization=CODE)
    for community in range(COMMUNITIES):
        top = f"bench-{community}"
        _place(top, "community", CODE, _square(community * 0.06, 0, 0.06))
        for cell in range(CELLS):
            _cell(top, community * 0.06 + 0.01 * cell, cell)
    for login, (place, role) in CAST.items():
        _appoint(login, place, role)


def _cell(top: str, west: float, number: int) -> None:
    code = f"{top}-{number}"
    _place(code, "cell", top, _square(west, 0, 0.01))
    _place(f"{code}-c", "compound", code, _square(west + 0.002, 0.002, 0.006))
    for building in range(BUILDINGS):
        _place(f"{code}-c-{building}", "building", f"{code}-c", _square(west + 0.003 + 0.001 * building, 0.003, 0.0005))


def _square(east: float, north: float, side: float) -> list[tuple[float, float]]:
    west, south = round(120.6 + east, 6), round(31.3 + north, 6)
    far, top = round(west + side, 6), round(south + side, 6)
    return [(west, south), (far, south), (far, top), (west, top)]


def _place(
    code: str, kind: str, parent: str, outline: list[tuple[float, float]] | None = None, organization: str = ""
) -> None:
    gate.do(
        offices.add_place,
        SYNTHETIC,
        code=code,
        name=f"合成 {code}",
        name_en=f"Synthetic {code}",
        kind=kind,
        parent=parent,
        organization=organization,
        outline=outline or [],
        invented=True,
    )


def _appoint(login: str, place: str, role: Role) -> None:
    gate.do(
        offices.create_post,
        SYNTHETIC,
        code=login,
        name=f"合成 {login}",
        name_en=f"Synthetic {login}",
        role=role,
        place=place,
        organization=CODE,
    )
    gate.do(offices.open_account, SYNTHETIC, login=login)
    gate.do(offices.appoint, SYNTHETIC, post=login, login=login, since=date(2020, 1, 1))
