"""Reading outlines 读边界: GeoJSON; every outline judged before anything is written. Tables are read by jobs/imports."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haitang.commands import places
from haitang.engine import judging
from haitang.engine.binding import bind
from haitang.kernel.command import Fact, described
from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

ROWS = 2000
BYTES = 4 * 1024 * 1024
TOO_LARGE = Words(zh="文件太大，最多 4 MB、2000 个", en="The file is too large: at most 4 MB and 2000 outlines")

DRAWN = Words(zh="第一次画", en="drawn for the first time")
REDRAWN = Words(zh="改画", en="drawn anew")
SAME = Words(zh="没有变化", en="unchanged")
NO_POLYGON = Words(zh="要是一个没有洞的 Polygon", en="It has to be one Polygon without holes")
UNREADABLE = Words(zh="读不懂：缺 properties.code，或坐标不是数", en="Unreadable: no properties.code, or no numbers")
TAKEN_AWAY = Words(zh="去掉边界", en="its outline is taken away")


@dataclass
class Row:
    """One outline of a file: where it stands, what it asks for, and what is wrong with it."""

    line: int
    given: dict[str, Any]
    command: Callable[..., Fact]
    wrong: list[Words] = field(default_factory=list)
    fate: Words = SAME
    doubts: list[Words] = field(default_factory=list)


def known_of(organization: Organization) -> dict[str, Place]:
    """The office's own open places by code. One query. They are judged as they will be when the outlines before are done."""
    return {one.code: one for one in Place.objects.filter(organization=organization, closed_on=None)}


def is_outlines(content: bytes) -> bool:
    """Whether a file is GeoJSON: it begins as an object of JSON does."""
    return content[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def text_of(content: bytes) -> str:
    """A file of outlines as text; GeoJSON is UTF-8 (RFC 7946, RFC 8259)."""
    if len(content) > BYTES:
        raise Invalid([_problem(TOO_LARGE)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid.of(
            "file", "看不懂这个文件：GeoJSON 要用 UTF-8", "This cannot be read: GeoJSON is UTF-8"
        ) from None


def rows_of(text: str, known: Mapping[str, Place]) -> list[Row]:
    """Every outline of a file, judged; Invalid when it holds none."""
    rows = _outlines(text)
    if not rows:
        raise Invalid.of("file", "里面没有一个图形", "There is no outline in it")
    if len(rows) > ROWS:
        raise Invalid([_problem(TOO_LARGE)])
    for row in rows:
        _judge(row, known)
    return rows


def _problem(words: Words) -> Any:
    return Invalid.of("file", words.zh, words.en).problems[0]


def _outlines(text: str) -> list[Row]:
    try:
        features = list(json.loads(text)["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Invalid.of(
            "file",
            "GeoJSON 要是 FeatureCollection，每个图形有 properties.code 和一个 Polygon",
            "GeoJSON has to be a FeatureCollection of Polygons, each with properties.code",
        ) from None
    return [_outline(number, feature) for number, feature in enumerate(features[: ROWS + 1], start=1)]


def _outline(number: int, feature: Any) -> Row:
    """One feature, whatever it is: what cannot be read is that feature's fate, not the file's."""
    try:
        code, geometry = str(feature["properties"]["code"]), feature["geometry"]
        rings = geometry["coordinates"] if geometry["type"] == "Polygon" else None
        if rings is None or len(rings) != 1:
            return Row(number, {"place": code}, places.outline, [NO_POLYGON])
        ring = [[float(corner[0]), float(corner[1])] for corner in rings[0]]
    except (ValueError, KeyError, TypeError, IndexError):
        return Row(number, {}, places.outline, [UNREADABLE])
    closed = ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
    return Row(number, {"place": code, "outline": closed}, places.outline)


def _judge(row: Row, known: Mapping[str, Place]) -> None:
    """Note what is wrong with an outline."""
    if row.wrong:
        return
    try:
        row.given = bind(described(row.command), (), row.given)
    except Invalid as error:
        row.wrong += [Words(zh=f"{p.field}：{p.words.zh}", en=f"{p.field}: {p.words.en}") for p in error.problems]
        return
    _judge_outline(row, known)


def _judge_outline(row: Row, known: Mapping[str, Place]) -> None:
    """What would become of one outline; sound ones stand as drawn for the rows after."""
    place = known.get(row.given["place"])
    if place is None:
        row.wrong.append(Words(zh="没有这个代码的地方", en="There is no place with this code"))
        return
    ring = [list(corner) for corner in row.given["outline"]]
    row.fate = _fate(place.outline, ring)
    judged = judging.judge(place, ring, list(known.values()))
    row.wrong += [finding.words for finding in judged.wrong]
    row.doubts += [finding.words for finding in judged.doubts]
    if not row.wrong:
        place.outline = ring


def _fate(before: list[list[float]], ring: list[list[float]]) -> Words:
    if not ring:
        return TAKEN_AWAY
    opened = before[:-1] if len(before) > 1 and before[0] == before[-1] else before
    if not before:
        return DRAWN
    return SAME if opened == ring else REDRAWN
