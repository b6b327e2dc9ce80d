"""The desk's map and drawing: who enters, what is looked at before it is kept, what leaves as GeoJSON and to whom."""

import json
from typing import Any

import pytest
from django.conf import settings as ours
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings as DjangoSettings
from shapely import Polygon

from haitang.engine.cartography import geojson
from haitang.records.place import Place
from tests.cast import Cast
from tests.drawn import Ring, box, drawn
from tests.entrypoints.web.residents import phone, staff, text_of

TILES = {"url": "https://tiles.example/{z}/{x}/{y}.png", "by": "例图", "system": "gcj02", "review": "GS(2026)1"}


def corners(ring: Ring) -> str:
    return "\n".join(f"{x}, {y}" for x, y in ring)


def send(client: Client, ring: Ring, act: str = "look", place: str = "daguan-1", **more: Any) -> Any:
    return client.post(reverse("desk_draw", args=[place]), {"corners": corners(ring), "act": act, **more})


def collection(client: Client, route: str, **asked: str) -> dict[str, Any]:
    answer = client.get(reverse(route), asked)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/geo+json"
    made: dict[str, Any] = json.loads(answer.content)
    return made


# Drawing


@pytest.mark.parametrize(
    ("login", "status"), [("administrator", 200), ("dispatcher", 200), ("desk", 404), ("other_administrator", 404)]
)
def test_outlines_are_the_administrators_and_the_dispatchers_of_the_same_office(
    cast: Cast, login: str, status: int
) -> None:
    drawn(cast)
    assert staff(login).get(reverse("desk_draw", args=["daguan-1"])).status_code == status
    assert send(staff(login), box(6100, 3400, 6140, 3500), "keep").status_code in (302 if status == 200 else 404,)


def test_an_outline_is_looked_at_before_it_is_kept(cast: Cast) -> None:
    drawn(cast)
    client, ring = staff("dispatcher"), box(6100, 3400, 6140, 3500)
    before = Place.objects.get(code="daguan-1").outline
    page = send(client, ring).content.decode()
    assert "空隙" in page and 'class="found"' in page and 'value="keep"' in page
    assert Place.objects.get(code="daguan-1").outline == before
    assert send(client, ring, "keep").status_code == 302
    assert Place.objects.get(code="daguan-1").outline == [list(corner) for corner in ring]


def test_what_cannot_be_kept_says_why_keeps_what_was_typed_and_offers_no_keeping(cast: Cast) -> None:
    drawn(cast)
    ring = box(6100, 3400, 6160, 3500)
    page = send(staff("dispatcher"), ring).content.decode()
    assert "和“第二网格”（daguan-2）重叠" in page and corners(ring) in page and 'value="keep"' not in page
    assert send(staff("dispatcher"), ring, "keep").status_code == 422


def test_a_second_editor_is_told_and_nothing_is_lost(cast: Cast) -> None:
    drawn(cast)
    send(staff("dispatcher"), box(6100, 3400, 6140, 3500), "keep", version="0")
    late = send(staff("administrator"), box(6100, 3400, 6130, 3500), "keep", version="0")
    assert late.status_code == 409 and "别人刚刚改过" in text_of(late)


def test_the_outline_before_can_be_brought_back(cast: Cast) -> None:
    drawn(cast)
    client = staff("dispatcher")
    before = Place.objects.get(code="daguan-1").outline
    send(client, box(6100, 3400, 6140, 3500), "keep")
    assert "以前的边界" in text_of(client.get(reverse("desk_draw", args=["daguan-1"])))
    send(client, [], "undraw")
    assert Place.objects.get(code="daguan-1").outline == before


@pytest.mark.parametrize("text", ["x", "120.61", "120.61, 31.34", "31.34, 120.61\n1,2\n3,4", "1e999, 2\n3,4\n5,6"])
def test_corners_that_are_none_are_named(cast: Cast, text: str) -> None:
    answer = staff("dispatcher").post(reverse("desk_draw", args=["daguan-1"]), {"corners": text, "act": "keep"})
    assert answer.status_code == 422 and 'class="errors' in answer.content.decode()


# The map of the desk


def test_the_desk_sees_what_is_in_hand_at_its_building_and_others_only_their_own(cast: Cast) -> None:
    drawn(cast)
    number = cast.accepted(cast.report(place="dgmy-15")).number
    page = staff("desk").get(reverse("desk_map"), {"place": "dgmy"}).content.decode()
    assert f'href="{reverse("desk_matter", args=[number])}" aria-label="15幢：在办 1 件"' in page
    assert staff("jinhua_desk").get(reverse("desk_map"), {"place": "dgmy"}).status_code == 404
    assert number not in staff("jinhua_desk").get(reverse("desk_map")).content.decode()
    assert staff("other_desk").get(reverse("desk_map"), {"place": "daguan"}).status_code == 404


def test_the_desks_map_takes_as_many_queries_for_more_matters(cast: Cast) -> None:
    drawn(cast)
    client, counts = staff("dispatcher"), []
    for _more in range(2):
        for place in ("dgmy", "dgmy-15", "jinhua"):
            cast.report(place=place)
        client.get(reverse("desk_map"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("desk_map"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15, counts


# GeoJSON


def test_everybody_may_have_compounds_and_zones_and_no_cell_and_no_building(cast: Cast) -> None:
    drawn(cast)
    made = collection(phone(), "map_geojson")
    assert {one["properties"]["kind"] for one in made["features"]} == {"community", "compound", "water", "zone"}
    assert "示意图" in made["note"] and "beizhuang" not in json.dumps(made)


def test_rings_are_closed_and_counterclockwise_as_the_standard_has_them(cast: Cast) -> None:
    drawn(cast)
    for one in collection(phone(), "map_geojson", place="daguan")["features"]:
        (ring,) = one["geometry"]["coordinates"]
        assert ring[0] == ring[-1] and Polygon(ring).exterior.is_ccw and one["id"] == one["properties"]["code"]


def test_staff_take_cells_and_buildings_along_and_what_left_comes_back_unchanged(cast: Cast) -> None:
    drawn(cast)
    made = collection(staff("administrator"), "desk_map_export", place="sujin")
    assert {"cell", "building"} <= {one["properties"]["kind"] for one in made["features"]}
    page = staff("administrator").post("/setup/places/import", {"text": json.dumps(made)}).content.decode()
    assert page.count("没有变化") + page.count("改画") == len(made["features"]) and "看不懂" not in page
    assert staff("desk").get(reverse("desk_map_export"), {"place": "sujin"}).status_code == 404
    assert Client().get(reverse("desk_map_export")).status_code == 302


def test_every_feature_of_a_file_has_its_own_fate(cast: Cast) -> None:
    drawn(cast)

    def feature(code: str, ring: Ring, kind: str = "Polygon") -> dict[str, Any]:
        return {"properties": {"code": code}, "geometry": {"type": kind, "coordinates": [[*ring, ring[0]]]}}

    features = [
        feature("daguan-1", box(6100, 3400, 6140, 3500)),
        feature("daguan-2", box(6140, 3400, 6200, 3500)),
        feature("jinhua-1", box(6195, 3400, 6250, 3500)),
        feature("nowhere", box(6200, 3400, 6250, 3500)),
        feature("dgmy", box(6110, 3420, 6140, 3480), "Point"),
        {"type": "Feature"},
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    page = staff("administrator").post("/setup/places/import", {"text": text, "confirm": "yes"}).content.decode()
    for fate in ("改画", "落在“锦华社区”外面", "没有这个代码", "没有洞的 Polygon", "读不懂"):
        assert fate in page, fate
    assert page.count("重叠") == 1  # of jinhua-1 over daguan-2; daguan-2 is judged as daguan-1 will be
    assert Place.objects.get(code="daguan-1").outline == [list(corner) for corner in box(6100, 3400, 6150, 3500)]


def test_no_more_features_leave_than_a_file_should_hold(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(cast)
    monkeypatch.setattr(geojson, "MOST", 2)
    assert len(collection(phone(), "map_geojson")["features"]) == 2


# Tiles


def test_no_other_host_unless_an_installation_names_one(cast: Cast, settings: DjangoSettings) -> None:
    drawn(cast)
    assert not ours.MAP_TILES
    plain = phone().get(reverse("map"))
    assert "<image" not in plain.content.decode() and "img-src" not in plain["Content-Security-Policy"]
    settings.MAP_TILES = TILES
    page = phone().get(reverse("map"))
    assert page["Content-Security-Policy"].endswith("; img-src 'self' https://tiles.example")
    html = page.content.decode()
    assert 'href="https://tiles.example/' in html and "底图: 例图" in html and "审图号 GS(2026)1" in html
    assert "示意图" in html
    kept = collection(phone(), "map_geojson", place="daguan")["features"][0]["geometry"]["coordinates"][0]
    assert [120.61, 31.34] in kept
