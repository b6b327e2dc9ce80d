"""A drawn neighborhood: the cast's places with outlines, and a belt of water with a zone beside it."""

from haitang.commands import places
from haitang.engine import gate
from tests.cast import Cast

Ring = list[tuple[float, float]]


def box(west: float, south: float, east: float, north: float) -> Ring:
    """A rectangle of degrees, given in ten-thousandths past 120° E and 31° N."""
    w, s, e, n = 120 + west / 10_000, 31 + south / 10_000, 120 + east / 10_000, 31 + north / 10_000
    return [(round(x, 6), round(y, 6)) for x, y in ((w, s), (e, s), (e, n), (w, n))]


OUTLINES: dict[str, Ring] = {
    "sujin": box(6100, 3400, 6250, 3500),
    "daguan": box(6100, 3400, 6200, 3500),
    "jinhua": box(6200, 3400, 6250, 3500),
    "dgmy": box(6110, 3420, 6140, 3480),
    "dgmy-15": box(6120, 3440, 6130, 3450),
}


def drawn(cast: Cast) -> None:
    """Draw them as the administrator does, from the largest down."""
    for code, ring in OUTLINES.items():
        gate.do(places.outline, cast.administrator, place=code, outline=ring)
    for code, name, english, kind, ring in (
        ("belt", "水带", "Water Belt", "water", box(6105, 3455, 6190, 3460)),
        ("pond", "廉池", "Lian Pond", "zone", box(6112, 3461, 6119, 3466)),
    ):
        gate.do(
            places.add, cast.administrator, code=code, name=name, name_en=english, kind=kind, parent="daguan",
            outline=ring,
        )  # fmt: skip
