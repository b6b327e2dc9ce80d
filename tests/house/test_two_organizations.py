"""Two organizations prove that nothing leaks: whoever belongs to one reads nothing of the other's, at any address."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haitang.commands import links, matters, offices, openings, places, setup, terms
from haitang.engine import gate, outbox, sealing
from haitang.kernel.errors import Denied, Refusal
from haitang.records.account import Account
from haitang.records.link import CapabilityLink
from haitang.records.party import Membership, Post
from haitang.records.voice import Answer
from tests.cast import PARTS, Cast, Told
from tests.commands.inputs import PREPARED
from tests.house.addresses import routes

OTHERS = [f"other_{part}" for part, *_, there in PARTS if there]
SPOKEN, ASKED, TITLE, WHY, NOTE, PLACE = "金丝雀甲", "金丝雀乙", "金丝雀丙", "金丝雀丁", "金丝雀戊", "金丝雀己"
CANARIES = (SPOKEN, ASKED, TITLE, WHY, NOTE, PLACE, "13800001234", "138····34")


@pytest.fixture
def told(cast: Cast) -> Told:
    """A matter of Sujin in which everything that somebody wrote is a canary; nothing of it is screened."""
    told = cast.report(words=SPOKEN, contact="13800001234", place_words=PLACE)
    gate.do(matters.accept, cast.desk, matter=told.number, category="drains", title=TITLE, severity=1)
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property", why=WHY)
    given = {"outcome": "solved", "evidence": "word", "note": NOTE}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence=ASKED)
    gate.do(links.make, cast.desk, matter=told.number)
    outbox.drain()
    sealing.seal_all()
    return told


def address(pattern: str, told: Told) -> str:
    """The address a route has for Sujin's matter; a parameter nobody has filled in here fails."""
    values = {
        "number": told.number, "voice": told.voice.voice, "answer": Answer.objects.latest("pk").pk, "place": "daguan",
        "code": "dgmy", "name": "requests.problems_solved", "figure": "requests.problems_solved", "plate": "dgmy",
        "organization": "sujin", "organisation": "sujin", "ledger": "sujin", "entry": 1, "digest": "0" * 64, "size": "full", "file": 1,
        "key": told.number, "notice": 1, "line": 1, "duty": 1, "rule": 1, "rest": "x", "path": "x", "which": "full", "kind": "full",
        "ref": getattr(CapabilityLink.objects.order_by("pk").last(), "ref", "x"), "why": "wrong",
        "room": "0" * 32, "sheet": "open", "suffix": "csv", "secret": "WRONG-WRONG", "provider_id": "office", "pk": 1,
    }  # fmt: skip
    filled = pattern
    for converter in ("str", "int", "path", "slug", "uuid"):
        for name, value in values.items():
            filled = filled.replace(f"<{converter}:{name}>", str(value)).replace(f"<{name}>", str(value))
    assert "<" not in filled, f"{pattern} has a parameter that this test does not know"
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def leaks(client: Client, url: str) -> list[str]:
    answer = client.get(url, headers={"accept-language": "zh-CN"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace") + str(answer.headers)
    return [canary for canary in CANARIES if canary in text]


def test_the_canaries_sing_for_their_own_people(cast: Cast, told: Told, client: Client) -> None:
    client.force_login(Account.objects.get(login="desk"))
    page = client.get(f"/desk/m/{told.number}").content.decode()
    assert [canary for canary in (SPOKEN, ASKED, TITLE, WHY, NOTE, "138····34") if canary not in page] == []


@pytest.mark.once
@pytest.mark.parametrize("login", [*OTHERS, "nobody"])
def test_nothing_of_sujin_is_read_from_elsewhere(cast: Cast, told: Told, client: Client, login: str) -> None:
    if login != "nobody":
        client.force_login(Account.objects.get(login=login))
    found = {url: leaks(client, url) for pattern, _ in routes() for url in [address(pattern, told)]}
    assert len(found) > 40
    assert {url: canaries for url, canaries in found.items() if canaries} == {}


@pytest.mark.parametrize("words", [SPOKEN, TITLE, "金丝雀", "SJ"])
def test_a_search_finds_only_ones_own(cast: Cast, told: Told, client: Client, words: str) -> None:
    client.force_login(Account.objects.get(login="other_desk"))
    for url in (f"/desk/find?q={words}", f"/desk/find?q={told.number}", f"/desk/?q={words}", f"/desk/?find={words}"):
        answer = client.get(url, follow=True)
        shown = answer.content.decode().replace(words, "")  # what was typed stands in the box again
        assert [canary for canary in (TITLE, WHY, NOTE, PLACE) if canary in shown] == [], url
        assert (words in url and told.number not in shown) or words not in url, url


@pytest.mark.parametrize("login", OTHERS)
def test_a_matter_of_another_organization_looks_as_if_it_were_not_there(
    cast: Cast, told: Told, client: Client, login: str
) -> None:
    client.force_login(Account.objects.get(login=login))
    here, nowhere = (client.get(f"/desk/m/{number}") for number in (told.number, "SJ23-99999-9"))
    assert here.status_code == nowhere.status_code in {403, 404}


# Setting up


SETTING_UP = sorted(
    name
    for name in PREPARED
    if name.partition(".")[0] in {"setup", "rules", "modules", "places", "workdays", "openings"}
)


@pytest.mark.parametrize("name", SETTING_UP)
def test_another_offices_administrator_changes_nothing_of_ours(cast: Cast, name: str) -> None:
    ready = PREPARED[name](cast)
    with pytest.raises(Denied):
        gate.do(ready.command, cast.other_administrator, **ready.given)


def test_another_offices_administrator_reads_nothing_of_our_set_up(cast: Cast, client: Client) -> None:
    given = {"place": "sujin", "responsible": SPOKEN, "responsible_en": "Canary", "phone": "0512-13800001234"}
    gate.do(setup.privacy, cast.administrator, **given)
    gate.do(setup.office, cast.administrator, place="sujin", name=TITLE, name_en="Canary", phone="0512-13800001234")
    gate.do(setup.confirm_rule, cast.administrator, place="sujin", rule="promise_workdays", source=WHY)
    gate.do(places.add, cast.administrator, code="jsq", name=PLACE, name_en="Canary", kind="spot", parent="dgmy")
    client.force_login(Account.objects.get(login="other_administrator"))
    steps = [pattern for pattern, _ in routes() if pattern.startswith("setup/") and "<" not in pattern]
    assert len(steps) > 10
    for step in steps:
        page = client.get(f"/{step}").content.decode()
        assert [canary for canary in (SPOKEN, TITLE, WHY, PLACE) if canary in page] == [], step
    assert client.get("/setup/places/jsq").status_code == 404
    client.force_login(Account.objects.get(login="administrator"))
    assert PLACE in client.get("/setup/places").content.decode()


def test_an_office_that_is_not_open_shows_nothing_and_harms_no_other(cast: Cast, client: Client) -> None:
    gate.do(openings.prepare, cast.founder, place="sujin")
    for path in ("/p/daguan/", "/p/dgmy/"):
        assert "还没有开门" in client.get(path, headers={"accept-language": "zh-CN"}).content.decode()
    home = client.get("/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "相城区市场监督管理局八分局" in home and "苏锦街道" not in home
    assert "苏锦街道" not in client.get("/l/").content.decode()
    assert client.get("/l/sujin").status_code == 404


def test_two_open_offices_are_chosen_between_and_each_shows_its_own(cast: Cast, client: Client) -> None:
    for place, phone, admin in (
        ("sujin", "0512-1111", cast.administrator),
        ("huangqiao", "0512-2222", cast.other_administrator),
    ):
        gate.do(openings.prepare, cast.founder, place=place)
        gate.do(setup.office, admin, place=place, name=f"{place}处", name_en=place, phone=phone)
        gate.do(setup.hours, admin, place=place, hours="九点", hours_en="nine")
        gate.do(setup.privacy, admin, place=place, responsible="处", responsible_en="office", phone=phone)
        gate.do(openings.publish, admin, place=place)
    chooser = client.get("/").content.decode()
    assert "/o/sujin/" in chooser and "/o/xcscjg8/" in chooser
    for code, own, others in (("xcscjg8", "0512-2222", "0512-1111"), ("sujin", "0512-1111", "0512-2222")):
        for path in (f"/o/{code}/", "/", "/report", "/meetings", "/answers", "/projects", "/briefs"):
            page = client.get(path).content.decode()
            assert own in page and others not in page, (code, path)
    assert client.get("/o/nowhere/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/report", "/meetings", "/answers", "/projects", "/p/daguan/", "/briefs", "/l/"])
@pytest.mark.parametrize("login", ["", "administrator"])
def test_the_same_page_asked_twice_takes_the_same_queries(cast: Cast, client: Client, path: str, login: str) -> None:
    gate.do(setup.switch, cast.administrator, place="sujin", module="fairs", on=False)
    if login:
        client.force_login(Account.objects.get(login=login))
    taken = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        taken.append(len(asked))
    assert taken[1] == taken[2] <= taken[0]
    assert path in {"/briefs", "/l/"} or taken[1] <= 15


def test_an_administrator_sees_no_post_and_no_login_of_the_other_organization(
    cast: Cast, told: Told, client: Client
) -> None:
    client.force_login(Account.objects.get(login="other_administrator"))
    for url in (
        "/desk/authority?place=daguan",
        "/desk/people?place=daguan",
        "/desk/people/offices.appoint?place=sujin",
    ):
        assert client.get(url).status_code == 404, url
    for url in ("/desk/authority", "/desk/people?place=beizhuang"):
        page = client.get(url).content.decode()
        assert "beizhuang" in page and "daguan" not in page and ">desk<" not in page, url


def test_an_administrator_changes_nothing_of_the_other_organization(cast: Cast, told: Told) -> None:
    there, names = cast.other_administrator, {"name": "新", "name_en": "new"}
    term, link = Membership.objects.get(account__login="desk").pk, CapabilityLink.objects.latest("pk").pk
    tried: list[tuple[Any, dict[str, Any]]] = [
        (offices.create_post, {"code": "new", "role": "desk", "place": "daguan", "organization": "sujin", **names}),
        (offices.create_post, {"code": "new", "role": "desk", "place": "daguan", "organization": "xcscjg8", **names}),
        (offices.create_post, {"code": "new", "role": "desk", "place": "beizhuang", "organization": "sujin", **names}),
        (offices.open_account, {"login": "new", "place": "daguan"}),
        (offices.appoint, {"post": "desk", "login": "other_reader", "since": "2023-01-01"}),
        (offices.appoint, {"post": "other_desk", "login": "reader", "since": "2023-01-01"}),
        (terms.end_appointment, {"term": term}),
        (terms.delegate, {"post": "desk", "login": "grid", "since": "2030-01-01", "until": "2030-01-02"}),
        (terms.end_delegation, {"term": term}),
        (links.make, {"matter": told.number}),
        (links.revoke, {"matter": told.number, "link": link}),
    ]
    before = (Membership.objects.count(), Post.objects.count(), Account.objects.count())
    for command, given in tried:
        with pytest.raises(Refusal):
            gate.do(command, there, **given)
    assert (Membership.objects.count(), Post.objects.count(), Account.objects.count()) == before
    assert CapabilityLink.objects.get().revoked_at is None
