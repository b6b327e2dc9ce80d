"""Authority is holding a post, at the place or above, in that organization, today; or a named part in the matter."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from haitang.commands import matters, offices
from haitang.engine import authority, gate
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.role import POSTS, Role
from haitang.records.account import Account
from haitang.records.place import Place
from tests.cast import Cast, Told

DESK = (Role.DESK,)


def place(code: str) -> Place:
    return Place.objects.get(code=code)


def may_at(actor: Actor, code: str, organization: str = "sujin", roles: tuple[Role, ...] = DESK) -> bool:
    return authority.may(actor, roles, place(code), organization)


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("daguan", True), ("daguan-1", True), ("daguan-2", True), ("dgmy", True), ("dgmy-15", True),
        ("sujin", False), ("gusu", False), ("jinhua", False), ("jinhua-1", False), ("beizhuang", False),
    ],
)  # fmt: skip
def test_a_post_reaches_its_place_and_all_below_but_nothing_above_or_beside(
    cast: Cast, code: str, allowed: bool
) -> None:
    assert may_at(cast.desk, code) is allowed


def test_a_place_whose_code_begins_alike_is_another_place(cast: Cast) -> None:
    given = {"name": "大观名园二期", "name_en": "Daguan II", "kind": "community", "parent": "sujin"}
    gate.do(offices.add_place, cast.founder, code="daguan2", **given)
    assert not may_at(cast.desk, "daguan2")


def test_another_organizations_post_does_not_reach_even_at_the_same_place(cast: Cast) -> None:
    given = {"name": "外单位受理台", "name_en": "a guest desk", "role": Role.DESK, "place": "daguan"}
    gate.do(offices.create_post, cast.founder, code="guest", organization="xcscjg8", **given)
    gate.do(offices.appoint, cast.founder, post="guest", login="other_reader", since=date(2020, 1, 1))
    assert not may_at(cast.other_reader, "dgmy")
    assert may_at(cast.other_reader, "dgmy", organization="xcscjg8")


@pytest.mark.parametrize("role", POSTS)
def test_a_post_serves_its_own_role_only(cast: Cast, role: Role) -> None:
    assert may_at(cast.checker, "dgmy", roles=(role,)) is (role is Role.CHECKER)


@pytest.mark.parametrize(
    ("day", "held"), [("2023-03-31", False), ("2023-04-01", True), ("2023-06-30", True), ("2023-07-01", False)]
)
def test_a_post_is_held_from_the_first_to_the_last_day(
    cast: Cast, clock_at: Callable[[str], datetime], day: str, held: bool
) -> None:
    given = {"post": "desk", "login": "reader", "since": date(2023, 4, 1), "until": date(2023, 6, 30)}
    gate.do(offices.appoint, cast.founder, **given)
    clock_at(f"{day} 23:59")
    assert may_at(cast.reader, "dgmy") is held


def test_a_closed_account_may_nothing(cast: Cast) -> None:
    Account.objects.filter(login="desk").update(active=False)
    assert authority.posts_of(cast.desk) == []
    assert not may_at(cast.desk, "dgmy")


@pytest.mark.parametrize(
    "actor", [Actor("web"), Actor("web", account=10**9), Actor("web", voice=10**9), Actor("clock", system="clock")]
)
def test_whoever_holds_no_post_may_do_nothing_that_needs_one(cast: Cast, actor: Actor) -> None:
    assert not may_at(actor, "dgmy", roles=POSTS)


def test_the_system_may_what_is_left_to_the_system(cast: Cast) -> None:
    assert authority.may(cast.system, (Role.SYSTEM,), place("dgmy"), "sujin")
    assert not authority.may(cast.desk, (Role.SYSTEM,), place("dgmy"), "sujin")


def test_the_owners_part_is_the_post_the_matter_was_given_to_wherever_it_lies(cast: Cast) -> None:
    told = cast.assigned(owner="property")
    assert authority.may(cast.property, (Role.OWNER,), place("dgmy"), "sujin", told.record())
    assert not authority.may(cast.works, (Role.OWNER,), place("dgmy"), "sujin", told.record())
    unowned = cast.report()
    assert not authority.may(cast.property, (Role.OWNER,), place("dgmy"), "sujin", unowned.record())


def test_whoever_takes_over_the_post_takes_over_its_matters(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    told = cast.assigned(owner="property")
    gate.do(offices.appoint, cast.founder, post="property", login="recorder", since=date(2023, 1, 1))
    gate.do(matters.start, cast.recorder, matter=told.number)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_voice_speaks_in_its_matter_unless_withdrawn(cast: Cast, withdrawn: bool) -> None:
    told: Told = cast.report()
    if withdrawn:
        voice = told.record().voices.get()
        with gate.upkeep():
            voice.withdrawn_at = voice.said_at
            voice.save()
    assert authority.may(told.voice, (Role.VOICE,), place("dgmy"), "sujin", told.record()) is not withdrawn
    assert not authority.may(told.voice, (Role.VOICE,), place("dgmy"), "sujin")


def test_no_post_here_means_denied_in_both_languages(cast: Cast) -> None:
    told = cast.report(place="jinhua-1")
    with pytest.raises(Denied) as refused:
        gate.do(matters.accept, cast.desk, matter=told.number, category="drains")
    assert (refused.value.words.zh, refused.value.status) == ("您的岗位不能做这一步", 403)
    assert gate.do(matters.accept, cast.jinhua_desk, matter=told.number, category="drains").version == 2
