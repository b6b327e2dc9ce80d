"""Nearest first: what shares the smallest place, then the cells that lie closest, then the deadline."""

from haitang.engine import sheets
from haitang.engine.nearness import nearest_first
from haitang.records.place import Place
from tests.cast import Cast


def _in_order(cast: Cast, here: str) -> list[str]:
    page = sheets.rows("open", cast.dispatcher, limit=50)
    return [row.path.strip("/").rsplit("/", 1)[1] for row in nearest_first(page.rows, Place.objects.get(code=here))]


def test_the_own_building_comes_before_its_compound_its_community_and_the_rest(cast: Cast) -> None:
    for place in ("jinhua-1", "daguan-2", "dgmy", "daguan-1", "dgmy-15"):
        cast.report(place=place)
    assert _in_order(cast, "dgmy-15") == ["dgmy-15", "dgmy", "daguan-1", "daguan-2", "jinhua-1"]


def test_of_places_equally_near_the_earliest_due_comes_first(cast: Cast) -> None:
    first, second = cast.report(place="dgmy"), cast.report(place="dgmy")
    rows = nearest_first(sheets.rows("open", cast.dispatcher).rows, Place.objects.get(code="dgmy-15"))
    assert [row.number for row in rows] == [first.number, second.number]


def test_of_two_cells_the_one_closer_by_comes_first(cast: Cast) -> None:
    for place in ("jinhua-1", "daguan-2"):
        cast.report(place=place)
    assert _in_order(cast, "daguan-1") == ["daguan-2", "jinhua-1"]
