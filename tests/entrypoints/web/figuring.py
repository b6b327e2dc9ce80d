"""A small year for the pages of figures, briefs and ledgers: what was done, when it was sealed, and readers of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haitang.commands import matters, voices
from haitang.engine import briefs, gate, tally
from haitang.engine.sealing import seal_all
from haitang.entrypoints.web.figures import figure as page
from haitang.kernel import registry
from haitang.kernel.figure import Figure
from haitang.kernel.registry import Store
from haitang.kernel.words import Words
from haitang.records.account import Account
from tests.cast import Cast, Told

SOLVED = "requests.problems_solved"
YEAR = {"place": "sujin", "from": "2023-01-01", "to": "2023-12-31"}
ClockAt = Callable[[str | datetime], datetime]


@dataclass(frozen=True)
class Year:
    """Three matters solved in 2023, one in 2022, one solved, reopened and said again; sealed until 5 November."""

    first: Told
    reopened: Told
    unsealed: Told


def year(cast: Cast, clock_at: ClockAt) -> Year:
    """Live it. The clock then stands at noon of 6 November 2023, one more matter solved and not sealed."""
    clock_at("2022-10-10 09:00")
    cast.solved()
    clock_at("2023-03-07 09:31")
    first = cast.solved(cast.report(words="夜里水管一直响", contact="13912345678"))
    clock_at("2023-10-10 10:00")
    reopened = cast.solved(cast.report(place="jinhua"))
    gate.do(voices.judge, reopened.voice, matter=reopened.number, verdict="no", words="又响了")
    cast.finished(cast.project(theme="neighbors"))
    clock_at("2023-11-05 17:00")
    cast.solved(cast.report(place="jinhua-1"))
    seal_all()
    clock_at("2023-11-06 12:00")
    return Year(first, reopened, cast.solved())


def one_more(cast: Cast, place: str = "dgmy") -> None:
    """One more matter solved, and sealed."""
    cast.solved(cast.report(place=place))
    seal_all()


def reopen(cast: Cast, told: Told) -> None:
    """A supervisor opens a matter again."""
    gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="还是响")


def reader(login: str = "", language: str = "zh-hans") -> Client:
    """A browser of its own; signed in with `login`."""
    client = Client()
    client.cookies["django_language"] = language
    if login:
        client.force_login(Account.objects.get(login=login))
    return client


def seen(client: Client, route: str, *arguments: object, **query: str) -> str:
    """A page that opens, as HTML."""
    answer = client.get(reverse(route, args=arguments), query)
    assert answer.status_code == 200, f"{route} {arguments} {answer.status_code}"
    return answer.content.decode()


def words_of(html: str) -> str:
    """A page as it is read: without tags, white space collapsed."""
    return " ".join(
        unescape(re.sub(r"<[^>]+>", "", re.sub(r"<(p|li|td|th|h\d|dd|dt|div|span|small|br)\b", r" <\1", html))).split()
    )


def numbers_in(html: str) -> list[tuple[str, str]]:
    """Every number that opens: its address and what it says."""
    found = re.findall(r'<a class="figure" href="([^"]+)">([^<]+)</a>', html)
    return [(unescape(address), number) for address, number in found]


def know(monkeypatch: pytest.MonkeyPatch, *figures: Figure) -> None:
    """Let tally and pages know these figures beside the catalogue's."""
    store: Store[Figure] = Store("figure")
    for each in (*registry.figures, *figures):
        store.add(each.name, each)
    monkeypatch.setattr(tally, "registered", store)
    monkeypatch.setattr(page, "figures", store)
    monkeypatch.setattr(briefs, "figures", store)


def figure(name: str, **given: Any) -> Figure:
    """A figure that counts the requests solved, with what a test wants to be different."""
    said = Words(zh="试数", en="trial")
    plain = {"words": said, "unit": said, "definition": said, "counts": ("request.closed.solved",)}
    return Figure(name=name, **{**plain, **given})
