"""Reading a list 读清单: places from a CSV table, outlines from GeoJSON; every row judged before anything is written."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haitang.commands import places
from haitang.engine import judging
from haitang.engine.binding import bind
from haitang.engine.survey import KINDS
from haitang.kernel.command import Fact, described
from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

ROWS = 2000
BYTES = 4 * 1024 * 1024
HEADS = {
    "代码": "code", "名称": "name", "英文名称": "name_en", "类别": "kind", "上级": "parent",
    **{name: name for name in ("code", "name", "name_en", "kind", "parent")},
}  # fmt: skip
_KINDS = {words.zh: code for code, words in KINDS.items()} | {words.en: code for code, words in KINDS.items()}
TOO_LARGE = Words(zh="文件太大，最多 4 MB、2000 行", en="The file is too large: at most 4 MB and 2000 rows")


NEW = Words(zh="新登记", en="entered anew")
DRAWN = Words(zh="第一次画", en="drawn for the first time")
REDRAWN = Words(zh="改画", en="drawn anew")
SAME = Words(zh="没有变化", en="unchanged")
NO_POLYGON = Words(zh="要是一个没有洞的 Polygon", en="It has to be one Polygon without holes")
UNREADABLE = Words(zh="读不懂：缺 properties.code，或坐标不是数", en="Unreadable: no properties.code, or no numbers")
TAKEN_AWAY = Words(zh="去掉边界", en="its outline is taken away")


@dataclass
class Row:
    """One line of a list: where it stands, what it asks for, and what is wrong with it."""

    line: int
    given: dict[str, Any]
    command: Callable[..., Fact]
    wrong: list[Words] = field(default_factory=list)
    fate: Words = NEW
    doubts: list[Words] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows are judged by: all codes taken, and the codes of the office's own open places."""

    taken: frozenset[str]
    own: Mapping[str, Place]
    top: str

    @classmethod
    def of(cls, organization: Organization, top: Place) -> "Known":
        """Of one organization. Two queries. The places are judged as they will be when the rows before are done."""
        own = Place.objects.filter(organization=organization, closed_on=None)
        taken = frozenset(Place.objects.values_list("code", flat=True))
        return cls(taken, {one.code: one for one in own}, top.code)


def text_of(content: bytes) -> str:
    """A file as text: UTF-8 with or without its mark, else GB 18030 as Chinese spreadsheets write it."""
    if len(content) > BYTES:
        raise Invalid([_problem(TOO_LARGE)])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid.of(
        "file", "看不懂这个文件；请另存为 CSV（UTF-8）", "This file cannot be read; save it as CSV (UTF-8)"
    )


def rows_of(text: str, known: Known) -> list[Row]:
    """Every row of a table or every outline of a GeoJSON file, judged; Invalid when it is neither."""
    rows = _outlines(text) if text.lstrip().startswith("{") else _table(text, known.top)
    if not rows:
        raise Invalid.of("file", "里面没有一行", "There is no row in it")
    if len(rows) > ROWS:
        raise Invalid([_problem(TOO_LARGE)])
    coming: set[str] = set()
    for row in rows:
        _judge(row, known, coming)
    return rows


def _problem(words: Words) -> Any:
    return Invalid.of("file", words.zh, words.en).problems[0]


def _table(text: str, top: str) -> list[Row]:
    sample = text[:2000]
    delimiter = "\t" if sample.count("\t") > sample.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise Invalid.of("file", "这不是 CSV 表格", "This is no CSV table") from None
    heads = [HEADS.get(head.strip().lower(), "") for head in lines[0]] if lines else []
    if not {"code", "name", "kind"} <= set(heads):
        raise Invalid.of(
            "file",
            "第一行要有：代码、名称、英文名称、类别、上级",
            "The first line has to name: code, name, name_en, kind, parent",
        )
    told = [
        (number, {head: cell.strip() for head, cell in zip(heads, line, strict=False) if head})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    return [Row(number, _place(cells, top), places.add) for number, cells in told]


def _place(cells: Mapping[str, str], top: str) -> dict[str, Any]:
    kind = cells.get("kind", "")
    return {
        **cells,
        "kind": _KINDS.get(kind, kind),
        "name_en": cells.get("name_en") or cells.get("code", ""),
        "parent": cells.get("parent") or top,
    }


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


def _judge(row: Row, known: Known, coming: set[str]) -> None:
    """Note what is wrong with a row; `coming` are the codes of the sound rows before it."""
    if row.wrong:
        return
    try:
        row.given = bind(described(row.command), (), row.given)
    except Invalid as error:
        row.wrong += [Words(zh=f"{p.field}：{p.words.zh}", en=f"{p.field}: {p.words.en}") for p in error.problems]
        return
    if "parent" not in row.given:
        _judge_outline(row, known)
        return
    code = row.given["code"]
    if code in known.taken or code in coming:
        row.wrong.append(Words(zh="这个代码已经有了", en="This code is taken already"))
    if row.given["parent"] not in set(known.own) | coming:
        row.wrong.append(
            Words(zh="上级不在您的单位里，也不在前面的行里", en="Its parent is neither yours nor in a row before")
        )
    if not row.wrong:
        coming.add(code)


def _judge_outline(row: Row, known: Known) -> None:
    """What would become of one outline; sound ones stand as drawn for the rows after."""
    place = known.own.get(row.given["place"])
    if place is None:
        row.wrong.append(Words(zh="没有这个代码的地方", en="There is no place with this code"))
        return
    ring = [list(corner) for corner in row.given["outline"]]
    row.fate = _fate(place.outline, ring)
    judged = judging.judge(place, ring, list(known.own.values()))
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
