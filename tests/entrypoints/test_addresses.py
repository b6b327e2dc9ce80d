"""Whatever stands in an address or a question, the site answers: found, not found or refused, and never falls over."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from haitang.records.account import Account
from tests.cast import Cast
from tests.house.addresses import routes

#: NUL, override, no UTF-8 at all, a very long one, one that climbs, a number beyond every integer.
ODD = ["a%00b", "%E2%80%AE", "%FF%FE", "x" * 5000, "..%2F..%2Fsecret.key", "9" * 60]
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^)]*\)")
#: Asked for together; where that is refused, a few at a time: one that is refused must not hide the next.
ASKED = ("q place after by", "from state limit", "to page entry owner", "size number next")


def addresses(odd: str) -> list[str]:
    """Every address with something to fill in, filled in oddly; the others are asked questions below."""
    found = []
    for pattern, _ in routes():
        if not PARAMETER.search(pattern):
            continue
        plain = PARAMETER.sub(odd, pattern).replace("^", "").replace("$", "").replace("(?:/|)", "")
        found.append("/" + plain)
    return found


def falls_over(client: Client, url: str) -> bool:
    return status(client, url) >= 500


def status(client: Client, url: str) -> int:
    """What a page answers, read to its end."""
    answer: Any = client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


@pytest.mark.parametrize("login", ["", "supervisor"])
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_odd_addresses_are_answered(cast: Cast, odd: str, login: str) -> None:
    client = Client(raise_request_exception=False)
    if login:
        client.force_login(Account.objects.get(login=login))
    assert [url[:80] for url in addresses(odd) if falls_over(client, url)] == []


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
def test_odd_questions_are_answered(cast: Cast, odd: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(login="supervisor"))
    known = ["/p/daguan/", "/f/requests.problems_solved", "/l/sujin", "/api/ledgers/sujin/entries",
             "/api/ledgers/sujin/proof", "/api/figures/requests.problems_solved/rows"]  # fmt: skip
    plain = [f"/{pattern}" for pattern, _ in routes() if not {"<", "^"} & set(pattern) and "commands" not in pattern]
    everything = " ".join(ASKED)
    for url in (*plain, *known):
        refused = status(client, asking(url, everything, odd))
        statuses = [refused, *(status(client, asking(url, names, odd)) for names in ASKED if 400 <= refused < 500)]
        assert max(statuses) < 500, url


def asking(url: str, names: str, odd: str) -> str:
    return f"{url}?{'&'.join(f'{name}={odd}' for name in names.split())}"


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "x" * 100_000], ids=["NUL", "surrogate", "long"])
def test_odd_forms_are_answered_to_whoever_is_signed_in(cast: Cast, odd: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.get(login="desk"))
    fields = ("matter", "meeting", "project", "place", "kind", "owner", "key", "next", "number", "secret", "words")
    told = cast.report()
    for name in ("matters.accept", "meetings.plan", "projects.propose", "projects.approve"):
        body = urlencode(dict.fromkeys(fields, odd), errors="surrogatepass")
        answer = client.post(f"/do/{name}", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, name
    for url in ("/follow", "/report", "/sign-in", "/prefs", f"/m/{told.number}/judge", f"/desk/m/{told.number}/claim"):
        body = urlencode(dict.fromkeys(fields, odd), errors="surrogatepass")
        answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, url
