"""Who may do what here and why; posts and people: what whom is shown, and that grants are asked once more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haitang.commands import terms
from haitang.engine import authority, clock, gate
from haitang.engine.powers import asked
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.party import Membership, Organization
from haitang.records.place import Place
from tests.cast import PARTS, Cast

LOGINS = [part for part, *_ in PARTS]


def signed_in(login: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(login=login))
    return client


@pytest.mark.parametrize("login", LOGINS)
def test_the_page_says_what_may_decides(cast: Cast, login: str) -> None:
    """One source of truth: every yes and no on the page is the gate's."""
    place, office = Place.objects.get(code="dgmy"), Organization.objects.get(code="sujin")
    page = signed_in(login).get("/desk/authority?place=dgmy")
    can = {answer.name for answer in page.context["can"]}
    cannot = {answer.name for answer in page.context["cannot"]}
    assert can and cannot and not can & cannot
    actor = cast.by_login[login]
    for spec, reason in asked(actor, authority.posts_of(actor), place, office):
        assert reason.allowed is authority.may(actor, reason.roles or (Role.ANYONE,), place, "sujin")
        assert (spec.name in can) is reason.allowed
        assert reason.words.zh and reason.words.en and "{" not in reason.words.zh + reason.words.en


def test_why_not_names_the_reason(cast: Cast) -> None:
    page = signed_in("desk").get("/desk/authority?place=jinhua")
    reasons = {answer.name: answer.reason for answer in page.context["cannot"]}
    assert reasons["matters.accept"].words.zh == "“社区受理台”只管大观名园社区，不管这里"
    assert reasons["matters.reopen"].words.zh == "这一步由督办员来做"


def test_posts_here_and_above_are_listed_with_what_is_delegated(cast: Cast) -> None:
    given = {"post": "desk", "login": "recorder", "since": clock.today(), "until": clock.today()}
    gate.do(terms.delegate, cast.desk, **given)
    page = signed_in("grid").get("/desk/authority?place=dgmy")
    rows = {row.held.post.code: row for row in page.context["rows"]}
    assert set(rows) >= {"property", "desk", "grid", "supervisor"} and "jinhua_desk" not in rows
    assert rows["property"].held.here and not rows["desk"].held.here
    assert len(rows["desk"].held.delegated) == 1
    assert "委托到" in page.content.decode()


@pytest.mark.parametrize("login", ["desk", "administrator"])
@pytest.mark.parametrize("address", ["/desk/authority?place=dgmy", "/desk/people?place=dgmy"])
def test_the_pages_ask_the_database_little(cast: Cast, login: str, address: str) -> None:
    client = signed_in(login)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    assert len(seen) <= 10, [query["sql"][:90] for query in seen]


@pytest.mark.parametrize(("login", "shown"), [("administrator", True), ("desk", False), ("supervisor", False)])
def test_logins_are_shown_to_administrators_only(cast: Cast, login: str, shown: bool) -> None:
    page = signed_in(login).get("/desk/people?place=dgmy").content.decode()
    assert ("<b>checker</b>" in page) is shown
    assert ("offices.appoint" in page) is shown
    assert ("offices.end_appointment" in page) is shown


def test_an_administrator_appoints_after_being_asked_once_more(cast: Cast) -> None:
    client = signed_in("administrator")
    door = "/desk/people/offices.appoint"
    assert client.get(f"{door}?place=daguan&post=chair").status_code == 200
    given = {"post": "chair", "login": "reader", "since": str(clock.today()), "at": "daguan"}
    asked_again = client.post(door, given)
    assert asked_again.status_code == 200 and "确定吗" in asked_again.content.decode()
    assert not Membership.objects.filter(post__code="chair", account__login="reader").exists()
    hidden = {field["name"]: field["value"] for field in asked_again.context["hidden"]}
    assert client.post(door, hidden)["Location"] == "/desk/people?place=daguan"
    assert client.post(door, hidden).status_code == 302, "sent twice"
    assert Membership.objects.filter(post__code="chair", account__login="reader").count() == 1


def test_ending_is_asked_once_more(cast: Cast) -> None:
    client = signed_in("administrator")
    term = Membership.objects.get(account__login="reader")
    shown = client.get(f"/desk/people/offices.end_appointment?place=sujin&term={term.pk}")
    hidden = {field["name"]: field["value"] for field in shown.context["hidden"]}
    client.post("/desk/people/offices.end_appointment", hidden)
    term.refresh_from_db()
    assert term.ended_at is not None


def test_a_holder_hands_the_post_on_and_takes_it_back(cast: Cast) -> None:
    client = signed_in("desk")
    page = client.get("/desk/people?place=daguan").content.decode()
    assert "offices.delegate" in page and "offices.appoint" not in page
    today = str(clock.today())
    given = {"post": "desk", "login": "grid", "since": today, "until": today, "at": "daguan", "sure": "1"}
    assert client.post("/desk/people/offices.delegate", given).status_code == 302
    assert "offices.end_delegation" in client.get("/desk/people?place=daguan").content.decode()


def test_what_is_wrong_is_named(cast: Cast) -> None:
    client = signed_in("administrator")
    given = {"post": "chair", "login": "nobody", "since": str(clock.today()), "at": "daguan", "sure": "1"}
    answer = client.post("/desk/people/offices.appoint", given)
    assert answer.status_code == 422 and [error["name"] for error in answer.context["errors"]] == ["login"]


@pytest.mark.parametrize("login", ["desk", "other_administrator"])
def test_a_grant_that_is_not_ones_own_is_refused(cast: Cast, login: str) -> None:
    given = {"post": "supervisor", "login": "reader", "since": str(clock.today()), "at": "daguan", "sure": "1"}
    answer = signed_in(login).post("/desk/people/offices.appoint", given)
    assert answer.status_code == (403 if login == "desk" else 404)
    assert not Membership.objects.filter(post__code="supervisor", account__login="reader").exists()


@pytest.mark.parametrize("place", ["nowhere", "beizhuang", "gusu", "\0", "字" * 99])
def test_a_place_that_is_not_ours_is_not_there(cast: Cast, place: str) -> None:
    assert signed_in("desk").get("/desk/authority", {"place": place}).status_code == 404
