"""Nothing that was said in confidence leaves: every way out is listened at for canaries put in at every door.

Pages and interfaces are taken from the address table, tables from the database: what is new is listened at by itself.
"""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import answers, ledger, outbox
from haitang.records.voice import Answer, Voice
from haitang.site.urls import urlpatterns
from tests.cast import Cast, Told
from tests.entrypoints.web.residents import proved, staff
from tests.house.addresses import routes
from tests.house.test_two_organizations import address
from tests.mailbox import open_mailbox
from tests.servers import Live
from tests.stories.canaries import ALL, EMAIL, KEPT, LOST, PHONE, SAID, SEALED, heard, photo, seed, tables

#: Where in the record a canary may stand, each for those concerned.
KEPT_IN = {
    "haitang_voice.words", "haitang_matter.place_words", "haitang_matter.title", "haitang_matter.owner_basis",
    "haitang_task.why", "haitang_claim.note", "haitang_check.note", "haitang_answer.text", "haitang_verdict.words",
    "haitang_reading.reason", "haitang_attachment.withheld", "haitang_account.login", "haitang_outsideorder.more",
    "haitang_outsideorder.told",
}  # fmt: skip
#: Ways of asking for the same page.
ASKED = ("?format=csv", "?format=json", "?print=1", "?q={said}")
#: A crawl that follows every link stops there.
PAGES_AT_MOST = 120


@pytest.fixture
def told(cast: Cast) -> Told:
    return seed(cast)


def body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace") + str(answer.headers) + str(answer.cookies)


def pages(client: Client, told: Told) -> Iterator[tuple[str, str]]:
    """Every address of the site as this reader gets it. What was asked by the reader itself is nobody's secret."""
    digest = told.record().attachments.get().file.digest
    for pattern, _ in routes():
        plain = address(pattern, told).replace("0" * 64, digest)
        answer = client.get(plain, headers={"accept-language": "zh-CN"})
        yield plain, body(answer)
        for asked in ASKED if answer.status_code == 200 else ():  # a page that is not opened answers no question
            url = plain + asked.format(said=urllib.parse.quote("金丝雀"))
            yield url, body(client.get(url, headers={"accept-language": "zh-CN"}))


def sung(found: Iterator[tuple[str, str]], canaries: tuple[str, ...] = ALL) -> dict[str, list[str]]:
    return {where: canaries_ for where, text in found if (canaries_ := heard(text, canaries))}


def test_every_canary_is_really_there(cast: Cast, told: Told) -> None:
    """A canary that was never put in would stay silent whatever leaks."""
    assert {canary for _, text in tables() for canary in heard(text, KEPT)} == set(KEPT)
    page = body(staff("desk").get(f"/desk/m/{told.number}"))
    assert SAID in page and "139····34" in page


# What anybody, and another organization's staff, can open.


@pytest.mark.once
@pytest.mark.parametrize("login", ["", "other_desk", "other_administrator", "other_supervisor"])
def test_no_address_sings(cast: Cast, told: Told, login: str) -> None:
    client = staff(login) if login else Client()
    found = dict(pages(client, told))
    assert len(found) > 200
    assert sung(iter(found.items())) == {}


@pytest.mark.once
def test_no_page_that_can_be_reached_by_links_sings(cast: Cast, told: Told) -> None:
    lines = "/api/figures/requests.problems_solved"  # of more than fifty figures alike the page of open data leads to
    client, ahead, seen = Client(), ["/", f"{lines}.csv", f"{lines}.parquet"], dict[str, str]()
    while ahead and len(seen) < PAGES_AT_MOST:
        url = ahead.pop(0)
        answer = client.get(url, follow=True)
        seen[url] = body(answer)
        links = re.findall(r'(?:href|src)="(/(?!static/|api/figures/)[^"#]*)', seen[url])
        ahead += [link.replace("&amp;", "&") for link in dict.fromkeys(links) if link not in {*seen, *ahead}]
    assert len(seen) > 20
    assert sung(iter(seen.items())) == {}


@pytest.mark.once
@pytest.mark.parametrize("login", ["jinhua_desk", "property", "reader", "auditor", "administrator"])
def test_colleagues_who_may_not_open_the_contact_never_read_it(cast: Cast, told: Told, login: str) -> None:
    assert sung(pages(staff(login), told), SEALED) == {}


@pytest.mark.once
def test_another_resident_reads_nothing_of_it(cast: Cast, told: Told) -> None:
    neighbor = proved(cast.answered(cast.report("别的事", contact="13700000000")))
    assert sung(pages(neighbor, told)) == {}


@pytest.mark.parametrize("url", ["/nothing-here", "/api/nothing-here", "/m/SJ23-99999-9", "/report?place=nowhere"])
def test_pages_of_what_went_wrong_say_nothing(cast: Cast, told: Told, url: str) -> None:
    assert heard(body(Client().get(url))) == []


def test_a_page_that_breaks_says_nothing_of_what_was_sent(
    cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("haitang.entrypoints.web.public.report.ask", broken)
    client = Client(raise_request_exception=False)
    answer = client.post("/report", {"words": SAID, "contact": PHONE, "place": "dgmy"})
    assert answer.status_code == 500
    assert heard(body(answer)) == []
    assert heard(caplog.text) == []


# What is published, sent and kept.


def test_the_ledger_has_none_in_any_half(cast: Cast, told: Told) -> None:
    parts = ("leaf", "body", "head", "seal", "node")
    found = dict(tables(lambda name: name in {f"haitang_{part}" for part in parts}))
    assert len(found) > 20 and ledger.head("sujin").size > 10
    assert sung(iter(found.items())) == {}


def test_the_proof_that_a_voice_takes_home_has_none(cast: Cast, told: Told) -> None:
    answer = proved(told).get(f"/receipt/{told.number}/proof")
    assert answer.status_code == 200 and heard(body(answer)) == []


def test_a_table_holds_what_it_is_for_and_the_rest_nothing(cast: Cast, told: Told) -> None:
    everything = list(tables())
    assert sung(iter(everything), SEALED) == {}
    assert sung(iter(everything), LOST) == {}
    assert set(sung(iter(everything), KEPT)) <= KEPT_IN


def test_tables_of_others_have_none(cast: Cast, told: Told) -> None:
    foreign = list(tables(lambda name: not name.startswith("haitang_")))
    assert {where.partition(".")[0] for where, _ in foreign} >= {"django_session"}
    assert sung(iter(foreign)) == {}


def test_no_file_has_any(cast: Cast, told: Told) -> None:
    files = [file for file in Path(django_settings.FILES).rglob("*") if file.is_file()]
    assert files
    assert sung((str(file), file.read_bytes().decode(errors="replace")) for file in files) == {}


def test_a_mail_tells_nobody_anything_of_somebody_else(cast: Cast, settings: DjangoSettings) -> None:
    with open_mailbox() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        seed(cast)
        cast.answered(cast.report("别的事", contact="neighbor@example.org"))
        outbox.drain()
        assert "neighbor@example.org" in box.recipients
        for letter in box.letters:
            if EMAIL not in str(letter["To"]):
                content = letter.get_body().get_content()  # type: ignore[attr-defined]
                assert heard(str(dict(letter)) + content) == []


def test_a_mail_to_who_spoke_repeats_neither_their_words_nor_how_to_reach_them(cast: Cast, told: Told) -> None:
    answer = Answer.objects.filter(voice__matter__number=told.number).latest("pk")
    letter = answers.compose(answer, EMAIL, "<1@x>")
    assert heard(f"{letter.subject}{letter.body}", (*SEALED, *LOST, SAID)) == []


def test_a_running_server_writes_none_into_its_log(live: Live) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def sends(url: str, given: dict[str, str] | bytes | None = None, kind: str = "") -> str:
        data = urllib.parse.urlencode(given).encode() if isinstance(given, dict) else given
        headers = {
            "User-Agent": ALL[-1],
            "Referer": f"{live.url}/?{ALL[0]}",
            **({"Content-Type": kind} if kind else {}),
        }
        try:
            with opener.open(urllib.request.Request(live.url + url, data, headers), timeout=30) as answer:
                return str(answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace")

    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', sends("/report"))
    assert token is not None
    csrf = {"csrfmiddlewaretoken": token[1]}
    sends("/report", {**csrf, "words": SAID, "contact": PHONE, "place": "dgmy", "place_words": KEPT[1]})
    assert Voice.objects.filter(words=SAID).exists()
    sends("/sign-in", {**csrf, "username": LOST[1], "password": LOST[2]})
    sends("/follow", {**csrf, "number": "SJ23-00001-7", "secret": LOST[1]})
    sends("/report", {"words": SAID})
    quoted = urllib.parse.quote(LOST[0])
    for url in (f"/nothing?q={quoted}", f"/api/nothing?q={quoted}", f"/desk/find?q={quoted}", "/healthz", "/readyz"):
        assert heard(sends(url), tuple(set(ALL) - {LOST[0]})) == []
    sends("/api/commands/matters.report", f'{{"words": "{SAID}", "x": "{PHONE}"}}'.encode(), "application/json")
    sends("/api/photos", photo(), "image/jpeg")
    assert heard(live.log.read_text(errors="replace")) == []


# The listening itself.


def test_a_new_page_that_leaks_is_found_without_being_named(cast: Cast, told: Told, settings: DjangoSettings) -> None:
    def leak(request: HttpRequest) -> HttpResponse:
        return HttpResponse(Voice.objects.first().words if Voice.objects.exists() else "")  # type: ignore[union-attr]

    planted: Any = ModuleType("planted_addresses")
    planted.urlpatterns = [*urlpatterns, path("new-page", leak)]
    settings.ROOT_URLCONF = planted
    assert {url.partition("?")[0] for url in sung(pages(Client(), told))} == {"/new-page"}


def test_a_leak_into_a_session_is_found(cast: Cast, told: Told) -> None:
    kept = SessionStore()
    kept["remembered"] = PHONE
    kept.save()
    found = sung(tables(lambda name: not name.startswith("haitang_")))
    assert found == {"django_session.session_data": [PHONE]}


@pytest.mark.parametrize(
    "text", [PHONE, '{"a": "\\u91d1\\u4e1d\\u96c0\\u539f\\u8bdd"}', "%E9%87%91%E4%B8%9D%E9%9B%80%E5%8E%9F%E8%AF%9D"]
)
def test_a_canary_is_heard_however_it_is_written(text: str) -> None:
    assert len(heard(text)) == 1
