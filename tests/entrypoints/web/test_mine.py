"""My matters on a phone: nearest first from where somebody says they stand, which is kept nowhere."""

import re

from django.urls import reverse

from haitang.records.account import Account
from haitang.records.entry import Body
from haitang.records.place import Place
from tests.cast import Cast
from tests.entrypoints.web.residents import staff

PAGE = reverse("desk_mine")


def _order(page: bytes) -> list[str]:
    return re.findall(r'data-card="([^"]+)"', page.decode())


def test_nearest_first_from_a_place_or_from_a_point(cast: Cast) -> None:
    far, near = cast.assigned(cast.report(place="jinhua-1"), "works"), cast.assigned(cast.report(place="dgmy"), "works")
    works = staff("works")
    assert _order(works.get(PAGE).content) == [far.number, near.number]
    assert _order(works.post(PAGE, {"at": "dgmy-15"}).content) == [near.number, far.number]
    outline = Place.objects.get(code="daguan-1").outline
    point = {"longitude": str(outline[0][0]), "latitude": str(outline[0][1])}
    assert _order(works.post(PAGE, point).content)[0] == near.number


def test_where_they_stand_is_neither_in_the_address_nor_kept(cast: Cast) -> None:
    cast.assigned()
    before = Body.objects.count()
    answer = staff("property").post(PAGE, {"longitude": "120.5987", "latitude": "31.3456"})
    assert answer.status_code == 200 and "120.59" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"] or "no-cache" in answer.headers["Cache-Control"]
    assert Body.objects.count() == before
    assert "120.59" not in str(list(Account.objects.filter(login="property").values()))


def test_nonsense_and_other_offices_places_change_nothing(cast: Cast) -> None:
    told = cast.assigned()
    for given in (
        {"at": "beizhuang-1"},
        {"at": "no\x00where"},
        {"longitude": "x", "latitude": "1"},
        {"longitude": "999", "latitude": "nan"},
    ):
        assert _order(staff("property").post(PAGE, given).content) == [told.number]


def test_the_claim_stands_in_its_card_and_works_without_javascript(cast: Cast) -> None:
    told = cast.working()
    works = staff("property")
    card = re.search(r'<details class="fold claim".*?</details>', works.get(PAGE).content.decode(), re.S)
    assert card is not None
    given = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', card[0]))
    filled = {**given, "outcome": "solved", "evidence": "word", "note": "疏通了"}
    assert works.post(reverse("desk_claim", args=[told.number]), filled).headers["Location"] == PAGE
    assert told.record().state == "claimed_done"


def test_the_page_asks_the_database_as_often_for_many_matters_as_for_one(
    cast: Cast, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    works = staff("property")
    for _ in range(4):
        cast.working()
    with django_assert_max_num_queries(12):
        works.get(PAGE)
