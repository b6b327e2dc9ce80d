"""Every resident's page opens for everybody, in both languages, with as many queries on a full list as on a short one."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.engine.gate import upkeep
from haitang.kernel.number import format_number
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.web.residents import (
    PHONE,
    SAID,
    Neighborhood,
    neighborhood,
    one_more,
    phone,
    proved,
    staff,
    text_of,
)

#: Route, its argument as an attribute of the neighborhood or as it is, and the most queries it may take.
PAGES = [
    ("home", "", 13),
    ("notices", "", 10),
    ("notice", "posted", 8),
    ("notice_print", "posted", 6),
    ("notices_feed", "daguan", 6),
    ("week", "", 10),
    ("week_ics", "daguan", 6),
    ("find", "", 8),
    ("report", "", 15),
    ("follow", "", 8),
    ("matter", "told", 30),
    ("matter", "private", 30),
    ("matter", "solved", 30),
    ("receipt", "told", 14),
    ("meetings", "", 14),
    ("meeting", "session", 12),
    ("meeting", "ahead", 12),
    ("projects", "", 8),
    ("project", "project", 14),
    ("place", "daguan", 16),
    ("place", "dgmy-15", 16),
    ("answers", "", 8),
    ("accessibility", "", 6),
    ("privacy", "", 6),
    ("verify", "", 8),
]
READERS: dict[str, Callable[[Neighborhood], Client]] = {
    "anybody": lambda seen: phone(),
    "a reader of English": lambda seen: phone("en"),
    "the voice": lambda seen: proved(seen.solved, proved(seen.private, proved(seen.told))),
    "the desk": lambda seen: staff("desk"),
    "another organization": lambda seen: staff("other_desk"),
}


def address(route: str, argument: str, seen: Neighborhood) -> str:
    value = getattr(seen, argument, argument)
    return reverse(route, args=[getattr(value, "number", value)] if argument else [])


@pytest.mark.parametrize("reader", READERS)
def test_every_page_opens_and_asks_no_more_when_lists_grow(reader: str, cast: Cast) -> None:
    seen = neighborhood(cast)
    client = READERS[reader](seen)
    short = {page: _queries(client, address(*page[:2], seen)) for page in PAGES}
    one_more(cast)
    full = {page: _queries(client, address(*page[:2], seen)) for page in PAGES}
    assert full == short
    assert {page: count for page, count in short.items() if count > page[2]} == {}


def _queries(client: Client, url: str) -> int:
    client.get(url)  # clock, calendar and cells are read once a process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(url)
    assert answer.status_code in {200, 302}, (url, answer.status_code)
    return len(asked)


def test_the_voice_reads_its_words_its_answer_the_offices_and_who_looked(cast: Cast) -> None:
    seen = neighborhood(cast)
    page = text_of(proved(seen.told).get(reverse("matter", args=[seen.told.number])))
    for part in (
        SAID,
        "水管换了，夜里不响了。",
        "核查员",
        "物业公司",
        "社区受理台",
        "问在哪一层",
        "139····78",
        "换一段水管",
    ):
        assert part in page
    assert PHONE not in page


def test_everybody_else_reads_steps_and_days_and_no_office(cast: Cast) -> None:
    seen = neighborhood(cast)
    page = text_of(phone().get(reverse("matter", args=[seen.told.number])))
    for part in ("下水道堵塞", "大观名园社区", "大观花园", "受理了", "换人去看：属实"):
        assert part in page
    for part in (SAID, PHONE, "139····78", "核查员", "物业公司", "社区受理台", "15幢", "602", "水管换了"):
        assert part not in page


def test_anonymous_pages_never_hold_words_contacts_or_accounts(cast: Cast) -> None:
    seen = neighborhood(cast)
    pages = _crawl(phone(), reverse("home"), [address(*page[:2], seen) for page in PAGES])
    assert len(pages) > 20
    for url, html in pages.items():
        for part in (SAID, "第二次", "第三次", PHONE, "139····", "account:", "voice:"):
            assert part not in html, (url, part)
        assert not re.search(r"(?<![0-9A-Za-z])602(?![0-9A-Za-z])", html), url  # the door; not a piece of a random key


def test_lists_name_the_compound_and_never_the_building(cast: Cast) -> None:
    seen = neighborhood(cast)
    cast.solved(cast.report(place="dgmy-15"))
    for url in ("/", "/answers", "/p/daguan/", "/p/dgmy/", f"/projects/{seen.project}"):
        listed = re.findall(r'class="next">(.*?)</span>', phone().get(url).content.decode())
        assert not any("15幢" in place for place in listed), url
    assert "大观名园社区 大观花园" in text_of(phone().get("/p/daguan/"))


def _crawl(client: Client, first: str, also: list[str]) -> dict[str, str]:
    """Every public page that a link leads to."""
    pages: dict[str, str] = {}
    ahead, asked = [first, *also], set[str]()
    while ahead:
        url = ahead.pop()
        if url in asked:
            continue
        asked.add(url)
        answer = client.get(url, follow=True)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        pages[url] = answer.content.decode()
        found = re.findall(r'href="(/[^"#]*)', pages[url])
        ahead += [link.replace("&amp;", "&") for link in found if not re.match(r"/(static|desk|verify/)", link)]
    return pages


def test_what_nobody_screened_looks_like_what_is_not_there(cast: Cast) -> None:
    seen = neighborhood(cast)
    missing = format_number("SJ", 2022, 99_999)
    there = phone().get(reverse("matter", args=[seen.private.number]))
    not_there = phone().get(reverse("matter", args=[missing]))
    assert _shape(there, seen.private.number) == _shape(not_there, missing)
    assert there.headers["Cache-Control"] == not_there.headers["Cache-Control"] == "no-store"


def _shape(answer: object, number: str) -> str:
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())  # type: ignore[attr-defined]
    return html.replace(number, "NUMBER")


def test_a_private_matter_is_closed_even_when_screened(cast: Cast) -> None:
    seen = neighborhood(cast)
    _make_private(seen)
    page = text_of(phone().get(reverse("matter", args=[seen.told.number])))
    assert "这里不公开" in page
    assert seen.told.number not in text_of(phone().get(reverse("place", args=["daguan"])))


def _make_private(seen: Neighborhood) -> None:
    with upkeep():
        Matter.objects.filter(number=seen.told.number).update(private=True)


def test_numbers_are_read_tolerantly_and_lead_to_one_address(cast: Cast) -> None:
    number = cast.solved().number
    answer = phone().get(reverse("matter", args=[number.lower().replace("-", "")]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("matter", args=[number])
    assert phone().get(reverse("matter", args=["SJ22-99999-0"])).status_code == 404


def test_sessions_and_projects_have_their_own_pages(cast: Cast) -> None:
    seen = neighborhood(cast)
    assert phone().get(reverse("matter", args=[seen.session])).headers["Location"] == f"/meetings/{seen.session}"
    assert phone().get(reverse("matter", args=[seen.project])).headers["Location"] == f"/projects/{seen.project}"
    assert phone().get(reverse("meeting", args=[seen.project])).status_code == 404
    assert phone().get(reverse("project", args=[seen.told.number])).status_code == 404


def test_a_session_shows_heads_decision_reason_and_project_but_no_agenda_before_its_day_is_published(
    cast: Cast,
) -> None:
    seen = neighborhood(cast)
    page = text_of(phone().get(reverse("meeting", args=[seen.session])))
    for part in ("到场  12  人", "立项", "换一段水管", "管子老化", "修便民小径"):
        assert part in page
    planned = cast.session(title="还没公布的会")
    assert "议程" in text_of(phone().get(reverse("meeting", args=[planned])))


def test_nobody_lists_a_whole_neighborhood_on_one_page(cast: Cast) -> None:
    for _ in range(25):
        cast.solved()
    page = phone().get(reverse("answers"))
    assert page.content.decode().count('class="card opens"') == 20
    rest = re.search(r'href="\?after=([^"]+)"', page.content.decode())
    assert rest is not None
    assert phone().get(f"{reverse('answers')}?after={rest[1]}").content.decode().count('class="card opens"') == 5


@pytest.mark.parametrize("way", ["m", "receipt", "meetings", "projects", "p", "q", "photo", "verify"])
def test_an_address_nobody_gave_out_leads_nowhere(way: str, cast: Cast) -> None:
    for end in ("%00", "%E2%80%AE", "x" * 300, "..%2F", "'"):
        answer = phone().get(f"/{way}/{end}{'/' if way == 'p' else ''}")
        assert answer.status_code in {302, 404}, (way, end)
    assert phone().get("/report?place=%00&after=%00").status_code == 200


def test_search_engines_are_kept_from_matters() -> None:
    rules = phone().get("/robots.txt").content.decode()
    assert "Disallow: /m/" in rules


def test_the_verifiers_can_be_taken_home() -> None:
    for name in ("verify.html", "haitang_verify.py"):
        answer = phone().get(reverse("verifier_file", args=[name]))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert len(answer.content) > 1000
    assert phone().get("/verify/settings.py").status_code == 404
