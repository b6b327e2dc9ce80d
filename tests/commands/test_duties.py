"""The directory of duties: who answers for what, on which basis; kept by two people without losing what either wrote."""

from datetime import date, timedelta
from typing import Any

import pytest

from haitang.commands import duties
from haitang.engine import clock, gate
from haitang.engine import duties as directory
from haitang.kernel.errors import Conflict, Denied, Invalid
from haitang.records.duty import Duty, DutyEdition
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast

GIVEN: dict[str, Any] = {
    "place": "dgmy",
    "part": "property",
    "owner": "property",
    "basis": "contract",
    "text": "前期物业服务合同第三条",
    "source": "合同复印件",
    "since": date(2023, 1, 1),
}


def name(cast: Cast, **given: Any) -> Duty:
    """A line of the directory, added by the dispatcher."""
    made = gate.do(duties.add, cast.dispatcher, **{**GIVEN, **given})
    return Duty.objects.select_related("place", "post").get(pk=made.values["duty"])


def change(cast: Cast, duty: Duty, edition: int, **given: Any) -> None:
    values = {**GIVEN, "duty": duty.pk, "edition": edition, "note": "换了合同", **given}
    gate.do(duties.change_duty, cast.supervisor, **values)


def lines() -> list[Duty]:
    return list(directory.in_force(Organization.objects.get(code="sujin")))


def place(code: str) -> Place:
    return Place.objects.get(code=code)


def asked(category: str, at: str) -> str:
    found = directory.named_for(lines(), category, place(at))
    return found.post.code if found else ""


def test_an_office_is_named_for_a_place_and_everything_below_it(cast: Cast) -> None:
    name(cast)
    assert asked("lifts", "dgmy") == asked("drains", "dgmy-15") == "property"
    assert asked("lifts", "daguan") == asked("lifts", "jinhua") == ""


def test_a_line_for_the_category_goes_first_then_the_nearest_then_who_acts_first(cast: Cast) -> None:
    name(cast, place="sujin", part="department", owner="works", basis="law", category="drains")
    name(cast, place="daguan", part="community", owner="desk", basis="law")
    assert (asked("drains", "dgmy"), asked("fire", "dgmy"), asked("lifts", "jinhua")) == ("works", "desk", "")
    name(cast, place="dgmy", part="property", owner="property", category="drains")
    assert (asked("drains", "dgmy"), asked("drains", "jinhua")) == ("property", "works")
    name(cast, place="daguan", part="property", owner="property")
    assert (asked("lifts", "dgmy"), asked("lifts", "jinhua")) == ("property", "")


def test_the_coordinator_coordinates_and_is_never_asked_to_do_it(cast: Cast) -> None:
    name(cast, place="sujin", part="coordinator", owner="dispatcher", basis="resolution")
    assert asked("drains", "dgmy") == ""
    assert [gap.category.code for gap in directory.gaps(lines(), [place("dgmy")])] == [
        option.code for option in directory.categories()
    ]


def test_a_line_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    today = clock.today()
    name(cast, since=today + timedelta(days=1))
    assert asked("lifts", "dgmy") == ""
    name(cast, since=today, until=today)
    assert asked("lifts", "dgmy") == "property"
    with clock.at(clock.now() + timedelta(days=2)):
        assert asked("lifts", "dgmy") == "property", "the first line has begun"


def test_gaps_name_whole_communities_before_single_compounds(cast: Cast) -> None:
    places = directory.served(Organization.objects.get(code="sujin"))
    assert {one.code for one in places} == {"daguan", "jinhua", "dgmy"}
    name(cast, category="lifts")
    gaps = {gap.category.code: {one.code for one in gap.places} for gap in directory.gaps(lines(), places)}
    assert gaps["drains"] == {"daguan", "jinhua"}
    assert gaps["lifts"] == {"jinhua"} | ({"daguan"} if "daguan" in gaps["lifts"] else set())
    assert "dgmy" not in gaps["lifts"]


def test_what_the_first_wrote_stands_when_a_second_changes_the_same_line(cast: Cast) -> None:
    duty = name(cast)
    change(cast, duty, 1, text="补充协议")
    with pytest.raises(Conflict):
        change(cast, duty, 1, text="另一份合同")
    assert Duty.objects.get(pk=duty.pk).text == "补充协议"
    change(cast, duty, 2, text="两份都看过")
    kept = DutyEdition.objects.filter(duty=duty).order_by("edition")
    assert [one.text["text"] for one in kept] == ["前期物业服务合同第三条", "补充协议", "两份都看过"]


def test_an_ended_line_holds_no_longer_and_stays_on_record(cast: Cast) -> None:
    duty = name(cast)
    gate.do(duties.end, cast.dispatcher, place="dgmy", duty=duty.pk, edition=1, note="合同到期")
    assert asked("lifts", "dgmy") == "" and Duty.objects.filter(pk=duty.pk).exists()
    with pytest.raises(Invalid):
        change(cast, duty, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"owner": "other_property"}, {"category": "love"}, {"until": date(2022, 12, 31)}, {"document": "0" * 64},
        {"part": "friend"}, {"text": " "},
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        name(cast, **wrong)
    assert not Duty.objects.exists()


def test_nobody_of_another_office_touches_it(cast: Cast) -> None:
    duty = name(cast)
    with pytest.raises(Denied):
        gate.do(duties.add, cast.other_dispatcher, **GIVEN)
    with pytest.raises(Denied):
        gate.do(duties.end, cast.other_administrator, place="dgmy", duty=duty.pk, edition=1, note="x")
