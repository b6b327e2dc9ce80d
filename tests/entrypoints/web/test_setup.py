"""The set-up pages at the test client: a list read before it is written, outlines, the way of a mistake."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from haitang.engine import proofs
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker

HEAD = "code,name,name_en,kind,parent\n"


def read(name: str, content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def bring(content: str, name: str = "places.csv") -> object:
    return Worker.of("administrator").client.post("/setup/places/import", {"file": read(name, content)}, follow=True)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("dgmy,又一个,Again,spot,daguan-1", "已经登记成别的类别"),
        ("n1,名,Name,planet,daguan", "从列表里选"),
        ("n1,名,Name,spot,nowhere", "上级不在"),
        ("n1,名,Name,spot,beizhuang", "上级不在"),
        ("a b,名,Name,spot,daguan", "写法不对"),
        (f"n1,{'字' * 81},Name,spot,daguan", "最多 80"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(cast: Cast, row: str, why: str) -> None:
    before = Place.objects.count()
    text = f"{HEAD}fine,好,Fine,spot,daguan\n{row}\n"
    looked = bring(text)
    assert why in looked.content.decode()  # type: ignore[attr-defined]
    Worker.of("administrator").client.post(looked.redirect_chain[-1][0])  # type: ignore[attr-defined]
    assert Place.objects.count() == before


def test_a_table_of_places_goes_the_way_of_all_tables(cast: Cast) -> None:
    page = bring(f"{HEAD}fine,好,Fine,spot,daguan\n").redirect_chain[-1][0]  # type: ignore[attr-defined]
    Worker.of("administrator").client.post(page)
    assert Place.objects.get(code="fine").parent.code == "daguan"  # type: ignore[union-attr]


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "{", "[]", '{"features": 7}', "\x00\x01", HEAD])
def test_a_file_that_is_no_list_is_refused_with_words(cast: Cast, content: str) -> None:
    answer = bring(content)
    assert answer.status_code in {200, 422}  # type: ignore[attr-defined]
    assert Place.objects.filter(code__startswith="n").count() == 0


def test_outlines_come_as_geojson(cast: Cast) -> None:
    ring = [[120.61, 31.34], [120.615, 31.34], [120.615, 31.35], [120.61, 31.34]]
    feature = {"properties": {"code": "daguan-1"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    foreign = {**feature, "properties": {"code": "beizhuang-1"}}
    client = Worker.of("administrator").client
    for features, written in (([feature, foreign], False), ([feature], True)):
        text = json.dumps({"type": "FeatureCollection", "features": features})
        client.post("/setup/places/import", {"text": text, "confirm": "yes"})
        assert (Place.objects.get(code="daguan-1").outline == ring[:3]) is written


FITTING = "120.615, 31.34\n120.62, 31.34\n120.62, 31.35"


@pytest.mark.parametrize(
    ("corners", "status"), [("1,2\n3,4", 422), ("x", 422), ("", 302), (FITTING, 302), ("1,2\n3,4\n5,6", 422)]
)
def test_corners_may_be_typed(cast: Cast, corners: str, status: int) -> None:
    answer = Worker.of("administrator").client.post("/setup/places/daguan-2", {"corners": corners})
    assert answer.status_code == status


@pytest.mark.parametrize("login", ["desk", "supervisor", "reader"])
def test_the_set_up_is_the_administrators(cast: Cast, login: str) -> None:
    assert Worker.of(login).opens("/setup/", 403)


def test_a_login_of_another_office_is_not_taken_on(cast: Cast) -> None:
    given = {"code": "n", "name": "名", "name_en": "Name", "role": "desk", "place": "daguan", "login": "other_desk"}
    answer = Worker.of("administrator").client.post("/setup/posts", given)
    assert answer.status_code == 422
    assert [error["name"] for error in answer.context["errors"]] == ["login"]


def test_what_proves_a_claim_is_ticked_by_category_and_says_that_it_is_unconfirmed(cast: Cast) -> None:
    worker = Worker.of("administrator")
    page = worker.reads("/setup/rules")
    assert "凭什么算办好" in page and "民生诉求·" in page
    rule = "evidence.requests.problem/lifts"
    form = worker.form("/setup/rules", "/do/rules.set", rule=rule)
    typed = {**form.values, "value": ["slip", "reading"], "source": "街道办法第五条"}
    assert worker.client.post(form.action, typed).status_code == 302
    line = next(one for one in proofs.lines(Organization.objects.get(code="sujin")) if one.rule.name == rule)
    assert (line.value, line.confirmed, line.source.zh) == ("slip,reading", False, "街道办法第五条")
    told = cast.accepted(category="lifts")
    cast.working(cast.assigned(told))
    page = Worker.of("property").opens(f"/desk/m/{told.number}/claim").content.decode()
    assert re.findall(r'name="evidence" value="(\w+)"', page) == ["slip", "reading"]


def test_only_a_photo_ticked_is_refused_in_words(cast: Cast) -> None:
    worker = Worker.of("administrator")
    form = worker.form("/setup/rules", "/do/rules.set", rule="evidence.requests.problem/lifts")
    answer = worker.client.post(form.action, {**form.values, "value": ["photos"]})
    assert answer.status_code == 422
