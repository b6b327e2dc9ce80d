"""Survey 勘界: places as the installation or an administrator enters them: under their parent, with an outline."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from haitang.engine import territory
from haitang.engine.change import place_of
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import Latitude, Longitude
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import LONGEST_PATH, Place

Corner = tuple[Longitude, Latitude]
CORNERS = 500
#: What an administrator may enter, from the community down; what lies above is the installation's.
KINDS: dict[str, Words] = {
    "community": Words(zh="社区", en="community"),
    "village": Words(zh="村", en="village"),
    "cell": Words(zh="网格", en="grid cell"),
    "compound": Words(zh="小区", en="compound"),
    "building": Words(zh="楼幢", en="building"),
    "stairwell": Words(zh="楼道", en="stairwell"),
    "lift": Words(zh="电梯", en="lift"),
    "venue": Words(zh="场所", en="venue"),
    "spot": Words(zh="地点", en="spot"),
    "route": Words(zh="路线", en="route"),
    "zone": Words(zh="功能区", en="zone"),
    "water": Words(zh="水面", en="water"),
}


def ring(corners: list[Corner]) -> list[Corner]:
    """No outline, or one that encloses something."""
    if 0 < len(corners) < 3:
        raise ValueError("an outline has three corners or more")
    return corners


Outline = Annotated[list[Corner], Field(max_length=CORNERS), AfterValidator(ring)]


def enter(
    code: str,
    name: str,
    name_en: str,
    kind: str,
    above: Place | None,
    organization: Organization | None = None,
    outline: list[Corner] | None = None,
    invented: bool = False,
) -> Place:
    """A new place below `above`; Conflict when its code is taken, Invalid when it lies too deep."""
    if Place.objects.filter(code=code).exists():
        raise Conflict(Words(zh="这个code已经有了", en="This code is taken already"))
    path = f"{above.path if above else '/'}{code}/"
    if len(path) > LONGEST_PATH:
        raise Invalid.of("parent", "层级太深", "This lies too deep")
    made = Place.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        parent=above,
        path=path,
        community=code if kind in {"community", "village"} else (above.community if above else ""),
        organization=organization or (above.organization if above else None),
        outline=[list(corner) for corner in outline or []],
        invented=invented or bool(above and above.invented),
    )
    territory.forget()
    return made


def redraw(place: Place, outline: list[Corner]) -> None:
    """Another outline, or none."""
    Place.objects.filter(pk=place.pk).update(outline=[list(corner) for corner in outline])
    territory.forget()


def rename(place: Place, name: str, name_en: str) -> None:
    """Another name; the code stays, so that every line in the ledger still means the same place."""
    Place.objects.filter(pk=place.pk).update(name=name, name_en=name_en)


def close(place: Place, day: date) -> None:
    """The place is offered no more; Invalid while something open lies in it."""
    if Place.objects.filter(parent=place, closed_on=None).exists():
        raise Invalid.of("place", "里面还有没停用的地方，请先停用它们", "Close the places that lie in it first")
    Place.objects.filter(pk=place.pk).update(closed_on=day)
    territory.forget()


def parent_of(code: str) -> Place:
    """The place something is to lie in; Invalid when there is none or it is closed."""
    found = place_of(code, "parent")
    if found.closed_on is not None:
        raise Invalid.of("parent", "这个地方已经停用", "That place is closed")
    return found
