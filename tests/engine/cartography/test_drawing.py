"""A drawing: where names stand, what lies in what, the same for the same versions, and over tiles where they belong."""

from math import cos, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings as DjangoSettings
from shapely import Point, Polygon

from haitang.engine.cartography import tiles
from haitang.engine.cartography.drawing import Drawing, draw
from haitang.engine.cartography.frame import Frame, around
from haitang.engine.cartography.gcj02 import displayed
from haitang.engine.cartography.labels import HIGH, SIZES, Wanted, tiers, width_of
from haitang.engine.cartography.reading import COMMUNITY, NEAR, WHOLE, Outlined, View
from haitang.kernel.words import Words
from tests.drawn import OUTLINES, Ring, box

PATHS = {"sujin": "/sujin/", "daguan": "/sujin/daguan/", "jinhua": "/sujin/jinhua/", "dgmy": "/sujin/daguan/dgmy/"}
TILES = {"url": "https://tiles.example/{z}/{x}/{y}.png", "by": "例图", "system": "wgs84", "review": "GS(2026)1"}


def one(code: str, kind: str, ring: Ring, path: str = "", version: int = 0) -> Outlined:
    return Outlined(hash(code) % 1000, code, Words(zh=f"名{code}", en=code), kind, path or PATHS[code], version, ring)


def view(code: str, near: str, version: int = 0) -> View:
    outlines = (
        one("daguan", "community", OUTLINES["daguan"], version=version),
        one("jinhua", "community", OUTLINES["jinhua"]),
        one("dgmy", "compound", OUTLINES["dgmy"]),
        one("belt", "water", box(6105, 3455, 6190, 3460), "/sujin/daguan/belt/"),
        one("dgmy-15", "building", OUTLINES["dgmy-15"], "/sujin/daguan/dgmy/dgmy-15/"),
    )
    return View(code, PATHS[code], near, outlines)


def drawing(code: str, near: str) -> Drawing:
    return draw(view(code, near), "zh-hans") or pytest.fail("nothing drawn")


@settings(max_examples=50)
@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0.0001, 0.5), st.floats(0.0001, 0.5))
def test_a_frame_holds_what_it_is_about_and_finds_the_way_back(
    west: float, south: float, wide: float, high: float
) -> None:
    ring = [(west, south), (west + wide, south), (west + wide, south + high)]
    frame = around([ring]) or pytest.fail("no frame")
    for corner in ring:
        x, y = frame.at(*corner)
        assert -1 <= x <= frame.width + 1 and -1 <= y <= frame.height + 1
        assert frame.where(x, y) == pytest.approx(corner, abs=1e-9)


def test_a_square_on_the_ground_is_a_square_on_the_drawing() -> None:
    high = 0.01
    wide = high / cos(radians(31.345))
    frame = around([[(120.6, 31.34), (120.6 + wide, 31.34), (120.6 + wide, 31.35)]]) or pytest.fail("no frame")
    (left, bottom), (right, top) = frame.at(120.6, 31.34), frame.at(120.6 + wide, 31.35)
    assert right - left == pytest.approx(bottom - top, rel=0.001)


names = st.lists(
    st.builds(
        Wanted, st.text("海棠花园abc", min_size=1, max_size=8), st.floats(0, 1000), st.floats(0, 800), st.integers(0, 6),
        st.just(0.0),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=50)
@given(names)
def test_names_shown_at_one_size_never_lie_on_each_other_or_outside(wanted: list[Wanted]) -> None:
    found = tiers(wanted, 1000, 800)
    for tier, size in enumerate(SIZES, start=1):
        boxes = []
        for name, fits in zip(wanted, found, strict=True):
            if fits >= tier:
                half = width_of(name.text, size) / 2
                boxes.append((name.x - half, name.y - HIGH * size / 2, name.x + half, name.y + HIGH * size / 2))
        assert all(l >= 0 and r <= 1000 and t >= 0 and b <= 800 for l, t, r, b in boxes)  # noqa: E741
        for i, (l, t, r, b) in enumerate(boxes):  # noqa: E741
            assert not any(l < e and r > w and t < s and b > n for w, n, e, s in boxes[:i])


def test_names_and_marks_stand_inside_their_shapes() -> None:
    made = drawing("daguan", COMMUNITY)
    for shape in made.shapes:
        corners = [tuple(float(n) for n in at.split(",")) for at in shape.path[1:-1].split("L")]
        assert Polygon(corners).buffer(1).covers(Point(shape.x, shape.y)), shape.code


def test_water_through_a_compound_belongs_to_its_map_and_the_neighbor_does_not() -> None:
    within = {shape.code: shape.within for shape in drawing("dgmy", NEAR).shapes}
    assert within["belt"] and within["dgmy-15"] and not within["daguan"]


def test_marks_never_stand_at_a_building_and_from_afar_at_communities() -> None:
    assert "dgmy-15" not in drawing("dgmy", NEAR).pins
    assert set(drawing("sujin", WHOLE).pins) == {"daguan", "jinhua"}


def test_the_same_versions_are_drawn_once_and_another_version_anew() -> None:
    assert draw(view("daguan", COMMUNITY), "zh-hans") is draw(view("daguan", COMMUNITY), "zh-hans")
    assert draw(view("daguan", COMMUNITY, version=1), "zh-hans") is not draw(view("daguan", COMMUNITY), "zh-hans")


def test_nothing_drawn_is_no_drawing_and_a_crossed_ring_is_left_out() -> None:
    assert draw(View("sujin", "/sujin/", WHOLE, ()), "en") is None
    bow = [(120.61, 31.34), (120.62, 31.35), (120.62, 31.34), (120.61, 31.35)]
    made = draw(View("sujin", "/sujin/", WHOLE, (one("daguan", "community", bow),)), "en")
    assert made is not None and made.shapes == ()


def test_no_tiles_unless_an_installation_names_them(settings: DjangoSettings) -> None:
    frame = drawing("daguan", COMMUNITY).frame
    assert tiles.base(frame) is None
    settings.MAP_TILES = TILES
    base = tiles.base(frame) or pytest.fail("no tiles")
    assert 1 <= len(base.tiles) <= tiles.MOST and base.by == "例图"
    assert all(tile.url.startswith("https://tiles.example/1") for tile in base.tiles)
    assert min(tile.x for tile in base.tiles) <= 0 and max(tile.x + tile.width for tile in base.tiles) >= frame.width
    assert min(tile.y for tile in base.tiles) <= 0 and max(tile.y + tile.height for tile in base.tiles) >= frame.height


def test_over_tiles_in_gcj02_the_drawing_moves_with_them_and_nothing_that_is_kept(settings: DjangoSettings) -> None:
    plain: Frame = drawing("daguan", COMMUNITY).frame
    kept = [list(corner) for corner in OUTLINES["daguan"]]
    settings.MAP_TILES = {**TILES, "system": "gcj02"}
    moved = drawing("daguan", COMMUNITY).frame
    west, north = displayed(plain.west, plain.north)
    assert (moved.west, moved.north) == pytest.approx((west, north), abs=1e-5)
    assert [list(corner) for corner in OUTLINES["daguan"]] == kept
