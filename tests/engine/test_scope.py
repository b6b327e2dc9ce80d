"""Scope: whoever works for a place reads what lies there; whoever only owns reads what they own; others read nothing."""

import pytest

from haitang.engine import scope, sheets
from haitang.engine.authority import posts_of
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.records.matter import Matter
from tests.cast import Cast


def opened(actor: Actor) -> set[str]:
    """The numbers of the matters an actor may open."""
    return {number for number in numbers() if scope.find(posts_of(actor), number)}


def listed(actor: Actor) -> set[str]:
    """The numbers that lists show."""
    return {row.number for row in sheets.rows("open", actor).rows}


def numbers() -> list[str]:
    return list(Matter.objects.values_list("number", flat=True))


@pytest.fixture
def places(cast: Cast) -> dict[str, str]:
    """A matter in each of these places."""
    codes = ("daguan", "daguan-1", "dgmy-15", "daguan-2", "jinhua-1", "bzxc-3")
    return {code: cast.report(place=code).number for code in codes}


@pytest.mark.parametrize(
    ("login", "codes"),
    [
        ("grid", {"daguan-1", "dgmy-15"}),
        ("desk", {"daguan", "daguan-1", "dgmy-15", "daguan-2"}),
        ("jinhua_desk", {"jinhua-1"}),
        ("supervisor", {"daguan", "daguan-1", "dgmy-15", "daguan-2", "jinhua-1"}),
        ("other_desk", {"bzxc-3"}),
        ("property", set()),
        ("recorder", set()),
        ("reader", set()),
        ("auditor", set()),
        ("administrator", set()),
    ],
)
def test_a_post_reads_its_place_and_below(cast: Cast, places: dict[str, str], login: str, codes: set[str]) -> None:
    actor, expected = cast.by_login[login], {places[code] for code in codes}
    assert opened(actor) == expected
    assert listed(actor) == expected


def test_an_owner_reads_what_was_given_to_it(cast: Cast, places: dict[str, str]) -> None:
    told = cast.assigned()
    assert opened(cast.property) == listed(cast.property) == {told.number}


def test_a_desk_that_owns_something_elsewhere_opens_it_from_its_own_list(cast: Cast) -> None:
    told = cast.assigned(cast.report(place="jinhua-1"), owner="desk")
    assert told.number in opened(cast.desk)
    assert told.number not in listed(cast.desk)
    assert [row.number for row in sheets.rows("mine", cast.desk).rows] == [told.number]


def test_without_a_post_nothing_is_seen(cast: Cast) -> None:
    told = cast.report()
    with pytest.raises(Denied):
        sheets.rows("open", cast.anyone)
    with pytest.raises(Denied):
        sheets.counts({"open": ("open", {})}, cast.anyone)
    assert not sheets.may_see(cast.anyone, told.record())


def test_a_number_of_another_shape_is_not_found(cast: Cast) -> None:
    session = cast.session()
    posts = posts_of(cast.chair)
    assert scope.find(posts, session, "meeting") is not None
    assert scope.find(posts, session, "case") is None
