"""Setting up: organizations, places, posts, logins; what each refuses, and in which ledger it stands."""

from datetime import date
from typing import Any

import pytest

from haitang.commands import offices
from haitang.engine import clock, gate, ledger
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow
from haitang.records.account import Account
from haitang.records.office import Setting
from haitang.records.party import Membership, Organization
from haitang.records.place import Place
from tests.cast import Cast

NAMES = {"name": "新", "name_en": "new"}
RING = [(120.1, 31.1), (120.2, 31.1), (120.2, 31.2)]


def field_of(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return refused.value.problems[0].field


def add_place(cast: Cast, **given: Any) -> Place:
    gate.do(offices.add_place, cast.founder, **{"code": "new", "kind": "spot", "parent": "dgmy", **NAMES, **given})
    return Place.objects.get(code=given.get("code", "new"))


def test_only_the_installation_founds(cast: Cast) -> None:
    for actor in (cast.administrator, cast.desk, cast.anyone):
        with pytest.raises(Denied):
            gate.do(offices.found, actor, code="new", mark="NW", **NAMES)
    assert not Organization.objects.filter(code="new").exists()


def test_who_holds_no_administrators_post_sets_up_nothing(cast: Cast) -> None:
    for actor in (cast.other_administrator, cast.desk, cast.supervisor, cast.anyone):
        with pytest.raises(Denied):
            gate.do(offices.open_account, actor, login="new", place="daguan")
        with pytest.raises(Denied):
            gate.do(offices.appoint, actor, post="desk", login="reader", since=date(2023, 1, 1))


def test_a_new_organization_stands_in_the_roots_ledger(cast: Cast) -> None:
    outcome = gate.do(offices.found, cast.founder, code="new", mark="NW", **NAMES)
    assert (outcome.ledger, outcome.subject) == ("root", "new")
    assert ledger.head("new").size == 0


@pytest.mark.parametrize(
    "given", [{"code": "sujin", "mark": "NW"}, {"code": "root", "mark": "NW"}, {"code": "new", "mark": "SJ"}]
)
def test_codes_and_marks_are_taken_once(cast: Cast, given: dict[str, str]) -> None:
    with pytest.raises(Conflict):
        gate.do(offices.found, cast.founder, **given, **NAMES)


def test_no_real_organization_is_founded_in_a_demonstration(cast: Cast) -> None:
    with gate.upkeep():
        Setting.objects.create(name="clock.offset_seconds", value=-86_400)
    clock.forget_offset()
    with pytest.raises(NotNow, match="demonstration"):
        gate.do(offices.found, cast.founder, code="new", mark="NW", **NAMES)


def test_a_place_knows_its_path_its_community_and_its_organization(cast: Cast) -> None:
    place = add_place(cast)
    assert place.path == "/gusu/sujin/daguan/daguan-1/dgmy/new/"
    assert place.organization and (place.community, place.organization.code) == ("daguan", "sujin")
    village = add_place(cast, code="village", kind="village", parent="huangqiao")
    assert (village.community, village.path) == ("village", "/xiangcheng/huangqiao/village/")


def test_what_lies_in_something_invented_is_invented_too(cast: Cast) -> None:
    add_place(cast, invented=True)
    assert add_place(cast, code="inside", parent="new").invented


@pytest.mark.parametrize("code", ["a/b", "/", "a b", "../a", "a?b", "a#b", "a%2Fb"])
def test_a_code_can_stand_in_a_path_and_in_an_address(cast: Cast, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_place(cast, code=code)
    assert field_of(refused) == "code"


def test_a_tree_does_not_grow_deeper_than_its_path_is_long(cast: Cast) -> None:
    parent = "dgmy"
    with pytest.raises(Invalid) as refused:
        for level in range(12):
            code = f"{level:064}"
            parent = add_place(cast, code=code, parent=parent).code
    assert field_of(refused) == "parent"


@pytest.mark.parametrize("outline", [RING[:1], RING[:2]])
def test_an_outline_is_a_ring(cast: Cast, outline: list[tuple[float, float]]) -> None:
    with pytest.raises(Invalid) as refused:
        add_place(cast, kind="cell", outline=outline)
    assert field_of(refused) == "outline"
    assert cast.report(place="sujin", point=(120.612, 31.345)).record().place.code == "daguan-1"


def test_a_new_cell_is_found_at_once(cast: Cast) -> None:
    assert cast.report(place="sujin", point=(120.15, 31.12)).record().place.code != "new"
    add_place(cast, kind="cell", parent="daguan", outline=RING)
    assert cast.report(place="sujin", point=(120.15, 31.12)).record().place.code == "new"


@pytest.mark.parametrize(
    ("given", "field"), [({"parent": "nowhere"}, "parent"), ({"organization": "no"}, "organization")]
)
def test_a_place_lies_in_what_is_there(cast: Cast, given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_place(cast, **given)
    assert field_of(refused) == field


@pytest.mark.parametrize("role", ["anyone", "voice", "system"])
def test_a_post_has_a_posts_role(cast: Cast, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        given = {"code": "new", "role": role, "place": "daguan", "organization": "sujin"}
        gate.do(offices.create_post, cast.founder, **given, **NAMES)
    assert field_of(refused) == "role"


def test_a_new_login_has_no_password_that_works(cast: Cast) -> None:
    gate.do(offices.open_account, cast.founder, login="new")
    account = Account.objects.get(login="new")
    assert not account.has_usable_password() and account.is_active
    with pytest.raises(Conflict):
        gate.do(offices.open_account, cast.founder, login="new")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"post": "nobody"}, "post"),
        ({"login": "nobody"}, "login"),
        ({"since": date(2023, 5, 2), "until": date(2023, 5, 1)}, "until"),
    ],
)
def test_an_appointment_that_cannot_be_is_named(cast: Cast, given: dict[str, Any], field: str) -> None:
    before = Membership.objects.count()
    with pytest.raises(Invalid) as refused:
        gate.do(
            offices.appoint, cast.founder, **{"post": "desk", "login": "reader", "since": date(2023, 1, 1), **given}
        )
    assert field_of(refused) == field
    assert Membership.objects.count() == before


def test_one_day_in_office_is_a_term(cast: Cast) -> None:
    day = date(2023, 5, 1)
    gate.do(offices.appoint, cast.founder, post="desk", login="reader", since=day, until=day)
    assert Membership.objects.get(until=day).since == day
