"""How places are named: exactly to those concerned, by community and compound to everybody."""

import pytest

from haitang.engine import territory
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast


def place(code: str) -> Place:
    return Place.objects.select_related(territory.ABOVE).get(code=code)


@pytest.mark.parametrize(
    ("code", "named", "shown"),
    [
        ("dgmy-15", "大观花园 15幢", "大观名园社区 大观花园"),
        ("dgmy", "大观花园", "大观名园社区 大观花园"),
        ("daguan-1", "第一网格", "大观名园社区"),
        ("daguan", "大观名园社区", "大观名园社区"),
        ("sujin", "苏锦街道", "苏锦街道"),
    ],
)
def test_a_building_is_named_to_those_concerned_and_never_to_everybody(
    code: str, named: str, shown: str, cast: Cast
) -> None:
    assert territory.named(place(code)).zh == named
    assert territory.shown(place(code)).zh == shown


def test_people_choose_among_the_places_of_one_organization(cast: Cast) -> None:
    sujin = Organization.objects.get(code="sujin")
    offered = [(choice.code, choice.words.zh, choice.community.zh) for choice in territory.choices(sujin)]
    assert ("dgmy-15", "大观花园 15幢", "大观名园社区") in offered
    assert ("jinhua", "锦华社区", "锦华社区") in offered
    assert not {"sujin", "daguan-1", "bzxc"} & {code for code, _, _ in offered}
    whole = territory.whole(sujin)
    assert whole is not None and whole.code == "sujin"


def test_of_very_many_buildings_only_those_near_are_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(territory, "MOST", 0)
    sujin = Organization.objects.get(code="sujin")
    assert "dgmy-15" not in {choice.code for choice in territory.choices(sujin)}
    assert "dgmy-15" in {choice.code for choice in territory.choices(sujin, near=place("dgmy"))}
    assert "dgmy-15" not in {choice.code for choice in territory.choices(sujin, near=place("jinhua"))}
