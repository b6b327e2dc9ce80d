"""Pages cost as much with sixty matters as with three, and no page counts without an end."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haitang.commands import deferring, matters
from haitang.engine import clock, gate, outbox
from haitang.engine.gate import Asked
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker

#: Who opens it, and the address. Lists, boards, maps and searches with few matters and with many.
PAGES = (
    ("anybody", "/parked"),
    ("anybody", "/"),
    ("anybody", "/map"),
    ("anybody", "/find?q=灯"),
    ("anybody", "/fairness"),
    ("anybody", "/week"),
    ("anybody", "/p/daguan/"),
    ("desk", "/desk/?sheet=parked"),
    ("desk", "/desk/?sheet=open&place=daguan-1&category=lighting"),
    ("desk", "/desk/board"),
    ("desk", "/desk/board?place=dgmy"),
    ("desk", "/desk/find?q=灯"),
    ("desk", "/desk/undelivered"),
    ("dispatcher", "/desk/map"),
    ("dispatcher", "/desk/overview"),
    ("dispatcher", "/desk/?sheet=raised"),
    ("supervisor", "/desk/joint"),
    ("supervisor", "/desk/fairness"),
    ("grid", "/desk/?sheet=open"),
    ("grid", "/desk/mine"),
    ("property", "/desk/mine"),
    ("auditor", "/desk/?sheet=open"),
    ("chair", "/desk/meetings"),
)
#: The count of one thing's own rows: its key stands in the same question.
_OF_ONE = re.compile(r'"(?:matter|meeting|voice|slot|account|user)_id" (?:=|IN) ')


def reader(login: str) -> Client:
    return Client() if login == "anybody" else Worker.of(login).client


def asked_for(client: Client, url: str) -> list[str]:
    """The questions of a page, opened once before so that what is read once a process has been read."""
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return [query["sql"] for query in seen]


def endless(sql: str) -> list[str]:
    """Every COUNT that is neither over a question with a LIMIT of its own nor of one thing's own rows."""
    return [sql[at : at + 90] for at in _counts(sql) if not _limited(sql, at) and not _OF_ONE.search(sql)]


def _counts(sql: str) -> list[int]:
    return [found.start() for found in re.finditer(r"COUNT\(", sql)]


def _limited(sql: str, at: int) -> bool:
    """Whether `COUNT(*) FROM (…)` follows, with a LIMIT at the end of what stands in the brackets."""
    opening = re.compile(r'COUNT\(\*\)(?: AS "__count")? FROM \(').match(sql, at)
    return opening is not None and re.search(r"LIMIT \d+$", _inside(sql, opening.end())) is not None


def _inside(sql: str, start: int) -> str:
    depth = 1
    for at in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if depth == 0:
            return sql[start:at].strip()
    return ""


def fill(cast: Cast, count: int) -> None:
    """So many of every sort, a third of them parked."""
    day = clock.today() + timedelta(days=30)
    said = (Asked(matters.report, cast.anyone, {"words": f"第 {n} 盏灯不亮", "place": "dgmy-15"}) for n in range(count))
    for at, outcome in enumerate(list(gate.many(list(said)))):
        given = {"category": "lighting", "title": "灯不亮", "screened": True}
        gate.do(matters.accept, cast.desk, matter=outcome.subject, **given)
        gate.do(matters.assign, cast.dispatcher, matter=outcome.subject, owner="property")
        if at % 3 == 0:
            gate.do(matters.start, cast.property, matter=outcome.subject)
            gate.do(deferring.park, cast.supervisor, matter=outcome.subject, **PARKED, until=day)
    outbox.drain()


PARKED = {"reason": "season", "note": "等天暖"}


def test_a_page_takes_as_many_queries_with_sixty_as_with_three(cast: Cast) -> None:
    readers = {login: reader(login) for login, _url in PAGES}
    fill(cast, 3)
    few = {page: len(asked_for(readers[page[0]], page[1])) for page in PAGES}
    fill(cast, 57)
    many = {page: asked_for(readers[page[0]], page[1]) for page in PAGES}
    assert {page: len(questions) for page, questions in many.items()} == few
    assert {page: found for page, questions in many.items() for sql in questions if (found := endless(sql))} == {}


@pytest.mark.parametrize(
    ("sql", "ends"),
    [
        ('SELECT COUNT(*) AS "__count" FROM "haitang_matter" WHERE "haitang_matter"."state" = \'new\'', False),
        ('SELECT COUNT(*) FROM (SELECT "id" FROM "haitang_matter" WHERE ("a" = 1)) counted', False),
        ('SELECT COUNT("id") FILTER (WHERE "a") FROM "haitang_matter" LIMIT 5', False),
        ('SELECT (SELECT COUNT(*) FROM (SELECT "id" FROM "haitang_matter" WHERE ("a" = 1) LIMIT 201) counted)', True),
        ('SELECT COUNT(*) AS "__count" FROM "haitang_claim" WHERE "haitang_claim"."matter_id" = 7', True),
    ],
)
def test_an_endless_count_is_found(sql: str, ends: bool) -> None:
    assert (endless(sql) == []) is ends
