"""What an outline must be before it is kept, and what is only told; who changed it second, and what it was before."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haitang.commands import places
from haitang.engine import gate, judging, ledger
from haitang.engine.territory import cell_at
from haitang.kernel.errors import Conflict, Invalid, NotNow
from haitang.records.place import FormerOutline, Place
from tests.cast import Cast
from tests.drawn import OUTLINES, Ring, box, drawn


def outline(cast: Cast, place: str, ring: Ring, **given: Any) -> Place:
    gate.do(places.outline, cast.dispatcher, place=place, outline=ring, **given)
    return Place.objects.get(code=place)


def judged(place: str, ring: Ring) -> judging.Judged:
    return judging.judge(Place.objects.get(code=place), ring)


def said(findings: list[judging.Finding]) -> str:
    return " | ".join(finding.words.zh for finding in findings)


BOW = [(120.610, 31.340), (120.615, 31.350), (120.615, 31.340), (120.610, 31.350)]
REFUSED: dict[str, tuple[str, Ring, str]] = {
    "a line that crosses itself": ("daguan-1", BOW, "交叉"),
    "less than four square meters": ("daguan-1", box(6100, 3400, 6100.01, 3400.01), "太小"),
    "outside the community": ("daguan-1", box(6090, 3400, 6150, 3500), "落在“大观名园社区”外面"),
    "over another cell": ("daguan-1", box(6100, 3400, 6160, 3500), "重叠"),
    "longitude and latitude of elsewhere": ("daguan-1", box(16100, 3400, 16150, 3500), "经度、纬度"),
    "no area": ("daguan-1", [(120.610, 31.340), (120.612, 31.340), (120.614, 31.340)], "交叉"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_an_outline_that_cannot_be_is_refused_and_says_why(cast: Cast, case: str) -> None:
    drawn(cast)
    place, ring, why = REFUSED[case]
    before = Place.objects.get(code=place).outline
    with pytest.raises(Invalid) as refused:
        outline(cast, place, ring)
    assert why in " ".join(problem.words.zh for problem in refused.value.problems)
    assert Place.objects.get(code=place).outline == before


def test_an_overlap_says_with_which_cell_and_how_much(cast: Cast) -> None:
    drawn(cast)
    (found,) = judged("daguan-1", box(6100, 3400, 6160, 3500)).wrong
    assert "第二网格" in found.words.zh and "daguan-2" in found.words.zh and "17%" in found.words.zh
    assert found.rings


def test_borders_drawn_twice_a_meter_apart_are_no_overlap_and_no_hole(cast: Cast) -> None:
    drawn(cast)
    for east in (6150.08, 6149.92):
        found = judged("daguan-1", box(6100, 3400, east, 3500))
        assert not found.wrong and not found.doubts, (east, said(found.wrong + found.doubts))


def test_a_hole_between_cells_is_told_and_does_not_refuse(cast: Cast) -> None:
    drawn(cast)
    found = judged("daguan-1", box(6100, 3400, 6145, 3500))
    assert not found.wrong and "空隙" in said(found.doubts) and found.doubts[0].rings
    assert outline(cast, "daguan-1", box(6100, 3400, 6145, 3500)).outline


def test_what_sticks_out_of_its_own_place_is_told(cast: Cast) -> None:
    drawn(cast)
    assert "里面的“15幢”露在外面了" in said(judged("dgmy", box(6110, 3420, 6125, 3480)).doubts)


def test_no_outline_is_always_allowed(cast: Cast) -> None:
    drawn(cast)
    assert outline(cast, "daguan-1", []).outline == []


def test_whoever_draws_second_is_told(cast: Cast) -> None:
    drawn(cast)
    seen = Place.objects.get(code="daguan-1").drawn
    outline(cast, "daguan-1", box(6100, 3400, 6148, 3500), version=seen)
    with pytest.raises(Conflict):
        outline(cast, "daguan-1", box(6100, 3400, 6149, 3500), version=seen)


def test_the_outline_before_comes_back_and_then_the_change_again(cast: Cast) -> None:
    drawn(cast)
    before = Place.objects.get(code="daguan-1").outline
    after = outline(cast, "daguan-1", box(6100, 3400, 6148, 3500)).outline
    for expected in (before, after, before):
        gate.do(places.undraw, cast.dispatcher, place="daguan-1")
        assert Place.objects.get(code="daguan-1").outline == expected
    assert FormerOutline.objects.filter(place__code="daguan-1").count() == 4


def test_what_was_never_changed_cannot_be_brought_back(cast: Cast) -> None:
    with pytest.raises(NotNow):
        gate.do(places.undraw, cast.administrator, place="daguan-2")


def test_a_point_is_found_in_the_new_cell_at_once(cast: Cast) -> None:
    drawn(cast)
    outline(cast, "daguan-1", box(6100, 3400, 6140, 3500))
    outline(cast, "daguan-2", box(6140, 3400, 6200, 3500))
    found = cell_at(120.6145, 31.345)
    assert found is not None and found.code == "daguan-2"


def test_the_ledger_holds_a_digest_and_never_where_a_line_runs(cast: Cast) -> None:
    drawn(cast)
    done = gate.do(places.outline, cast.dispatcher, place="daguan-1", outline=box(6100, 3400, 6148, 3500))
    leaf, body = ledger.line("sujin", done.entry) or pytest.fail("no line")
    assert "digest" in str(body.facts) and "120.6" not in f"{leaf} {body.facts}"


def test_an_entered_place_is_judged_too(cast: Cast) -> None:
    drawn(cast)
    with pytest.raises(Invalid):
        gate.do(
            places.add, cast.administrator, code="daguan-9", name="九", name_en="Nine", kind="cell", parent="daguan",
            outline=OUTLINES["daguan"],
        )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=12))
def test_whatever_is_drawn_is_judged_and_never_falls_over(points: list[tuple[int, int]]) -> None:
    ring = [(120.61 + x / 10_000, 31.34 + y / 10_000) for x, y in points]
    place = Place(pk=1, code="a", path="/a/", kind="cell", community="")
    other = Place(pk=2, code="b", path="/b/", kind="cell", name="乙", name_en="B", outline=box(6110, 3410, 6130, 3430))
    found = judging.judge(place, ring, [other])
    if not found.wrong:
        assert found.area >= judging.LEAST and sheet_of(ring).is_valid


def sheet_of(ring: Ring) -> Any:
    polygon: Callable[[Any], Any] = judging.Meters(ring).polygon
    return polygon(ring)
