"""Two organizations prove that nothing leaks: whoever belongs to one reads nothing of the other's, at any address."""

import pytest
from django.test import Client

from haitang.commands import matters
from haitang.engine import gate, outbox, sealing
from haitang.records.account import Account
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
    outbox.drain()
    sealing.seal_all()
    return told


def address(pattern: str, told: Told) -> str:
    """The address a route has for Sujin's matter; a parameter nobody has filled in here fails."""
    values = {
        "number": told.number, "voice": told.voice.voice, "answer": Answer.objects.latest("pk").pk, "place": "daguan",
        "code": "dgmy", "name": "requests.problems_solved", "figure": "requests.problems_solved", "plate": "dgmy",
        "organization": "sujin", "organisation": "sujin", "ledger": "sujin", "entry": 1, "digest": "0" * 64, "size": "full", "file": 1,
        "key": told.number, "rest": "x", "path": "x", "which": "full", "kind": "full", "secret": "WRONG-WRONG",
        "provider_id": "office", "pk": 1,
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
