"""Two organizations prove that nothing leaks: whoever belongs to one reads nothing of the other's, at any address."""

from typing import Any

import pytest
from django.test import Client

from haitang.commands import links, matters, offices, terms
from haitang.engine import gate, outbox, sealing
from haitang.kernel.errors import Refusal
from haitang.records.account import Account
from haitang.records.link import CapabilityLink
from haitang.records.party import Membership, Post
from haitang.records.voice import Answer
from tests.cast import PARTS, Cast, Told
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
        "key": told.number, "ref": CapabilityLink.objects.latest("pk").ref, "why": "wrong",
        "rest": "x", "path": "x", "which": "full", "kind": "full",
        "secret": "WRONG-WRONG",
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
        assert [canary for canary in (TITLE, WHY, NOTE, PLACE) if canary in answer.content.decode()] == [], url


@pytest.mark.parametrize("login", OTHERS)
def test_a_matter_of_another_organization_looks_as_if_it_were_not_there(
    cast: Cast, told: Told, client: Client, login: str
) -> None:
    client.force_login(Account.objects.get(login=login))
    here, nowhere = (client.get(f"/desk/m/{number}") for number in (told.number, "SJ23-99999-9"))
    assert here.status_code == nowhere.status_code in {403, 404}


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
