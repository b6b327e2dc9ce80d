"""GCJ-02: the publicly known points, there and back within a metre everywhere in China, nothing moved outside."""

from math import cos, hypot, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haitang.engine.cartography.gcj02 import displayed, surveyed

#: longitude, latitude in WGS-84 and in GCJ-02, as the tests of eviltransform have them: Shanghai, Shenzhen, Beijing.
KNOWN = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


def meters(one: tuple[float, float], other: tuple[float, float]) -> float:
    shorter = cos(radians(one[1]))
    return 111_195 * hypot((one[0] - other[0]) * shorter, one[1] - other[1])


@pytest.mark.parametrize(("point", "shown"), KNOWN)
def test_known_points_are_shown_where_they_are_known_to_be(
    point: tuple[float, float], shown: tuple[float, float]
) -> None:
    assert displayed(*point) == pytest.approx(shown, abs=1e-9)


@settings(max_examples=50)
@given(st.floats(74, 135), st.floats(18, 53))
def test_there_and_back_is_less_than_a_meter(longitude: float, latitude: float) -> None:
    assert meters(surveyed(*displayed(longitude, latitude)), (longitude, latitude)) < 1


@settings(max_examples=50)
@given(st.floats(74, 135), st.floats(18, 53))
def test_inside_china_a_point_moves_by_some_hundred_meters(longitude: float, latitude: float) -> None:
    assert 1 < meters(displayed(longitude, latitude), (longitude, latitude)) < 1_500


@pytest.mark.parametrize("point", [(2.35, 48.85), (-74.0, 40.7), (139.7, 35.7)])
def test_outside_china_nothing_moves(point: tuple[float, float]) -> None:
    assert displayed(*point) == point and surveyed(*point) == point
