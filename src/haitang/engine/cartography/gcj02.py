"""GCJ-02 火星坐标: where commercial maps in China show a WGS-84 point. For display on their tiles only; never stored.

The transformation is not published by the state; this is the formula that is publicly known since 2010 and used alike by
eviltransform, coordtransform and others (ellipsoid of Krasovsky 1940). Their packages are not kept up, so it stands here;
the way back is found by iteration and returns to within a millimetre. Outside China nothing is moved.
"""

from math import cos, pi, sin, sqrt

AXIS = 6378245.0
FLATNESS = 0.00669342162296594323
#: West, east, south, north: outside of it the map services do not shift.
CHINA = (72.004, 137.8347, 0.8293, 55.8271)
_ROUNDS = 12


def displayed(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a WGS-84 point is drawn on a map in GCJ-02."""
    west, east, south, north = CHINA
    if not (west <= longitude <= east and south <= latitude <= north):
        return longitude, latitude
    x, y = longitude - 105.0, latitude - 35.0
    radians = latitude / 180.0 * pi
    magic = 1 - FLATNESS * sin(radians) ** 2
    north_south = _latitude(x, y) * 180.0 / (AXIS * (1 - FLATNESS) / (magic * sqrt(magic)) * pi)
    east_west = _longitude(x, y) * 180.0 / (AXIS / sqrt(magic) * cos(radians) * pi)
    return longitude + east_west, latitude + north_south


def surveyed(longitude: float, latitude: float) -> tuple[float, float]:
    """The WGS-84 point that a map in GCJ-02 draws here: the way back of `displayed`."""
    x, y = longitude, latitude
    for _round in range(_ROUNDS):
        shown = displayed(x, y)
        x, y = x + longitude - shown[0], y + latitude - shown[1]
    return x, y


def _waves(value: float, first: float, second: float) -> float:
    return (20.0 * sin(value * pi) + first * sin(value / 3.0 * pi)) * 2.0 / 3.0 + second


def _fine(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _latitude(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    slow = (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return shift + _fine(x) + _waves(y, 40.0, slow)


def _longitude(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    slow = (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return shift + _fine(x) + _waves(x, 40.0, slow)
