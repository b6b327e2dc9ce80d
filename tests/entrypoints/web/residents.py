"""Residents at the test client: somebody with a phone, somebody who proved their code, and a whole neighborhood to see."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from haitang.commands import matters, meetings, notices
from haitang.engine import clock, gate, looking
from haitang.records.account import Account
from haitang.records.voice import Voice
from tests.cast import Cast, Told

#: Words and ways to be reached that must never be seen by anybody else.
SAID = "三单元的水管夜里一直响，睡不着觉"
PHONE = "13912345678"


def phone(language: str = "zh-hans") -> Client:
    """A browser of its own, in a language."""
    client = Client()
    client.cookies["django_language"] = language
    return client


def proved(told: Told, client: Client | None = None) -> Client:
    """A browser that has typed number and code of a matter."""
    client = client or phone()
    answer = client.post(reverse("follow"), {"number": told.number, "secret": told.secret})
    assert answer.status_code == 302, answer.content.decode()
    return client


def staff(login: str) -> Client:
    """Somebody signed in."""
    client = phone()
    client.force_login(Account.objects.get(login=login))
    return client


def text_of(answer: Any) -> str:
    """A page as its reader sees it, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


@dataclass(frozen=True)
class Neighborhood:
    """One of everything that public pages show."""

    told: Told
    private: Told
    solved: Told
    session: str
    ahead: str
    project: str
    posted: int


def neighborhood(cast: Cast) -> Neighborhood:
    """A matter answered after a session and a project, one nobody has screened, one solved, and a session to come."""
    told = cast.accepted(cast.report(SAID, place="dgmy-15", contact=PHONE, place_words="602 室楼上"))
    session = cast.session()
    item = gate.do(meetings.table, cast.chair, meeting=session, topic="夜里的水管", matter=told.number).values["motion"]
    cast.held(session)
    decided = {"decision": "project", "text": "换一段水管", "reason": "管子老化"}
    gate.do(meetings.decide, cast.chair, meeting=session, motion=item, **decided)
    project = cast.finished(cast.project(motion=item))
    _answer(cast, told)
    private = cast.report(f"{SAID}，第二次", contact=PHONE)
    solved = cast.solved(cast.report(f"{SAID}，第三次", contact=PHONE))
    ahead = cast.session(title="下一次")
    gate.do(meetings.table, cast.chair, meeting=ahead, topic="停车")
    gate.do(meetings.publish, cast.chair, meeting=ahead)
    looking.look(Voice.objects.get(pk=told.voice.voice).contact_id or 0, cast.desk, "问在哪一层")
    return Neighborhood(told, private, solved, session, ahead, project, posted(cast))


def posted(cast: Cast) -> int:
    """A warning of the desk, and a notice that has been corrected once; the number of the notice."""
    given = {"place": "daguan", "title": "清理楼道", "body": "周六上午清理楼道，请收好杂物。", "source": "社区"}
    ends = clock.now() + timedelta(days=2)
    gate.do(notices.publish, cast.desk, sort="warning", warning="storm", ends=ends, **{**given, "title": "今晚大风"})
    number: int = gate.do(notices.publish, cast.desk, sort="notice", **given).values["notice"]
    changed = {**given, "body": "周日上午清理楼道，请收好杂物。", "reason": "日子写错了"}
    gate.do(notices.correct, cast.desk, notice=number, version=1, **changed)
    return number


def _answer(cast: Cast, told: Told) -> None:
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property", why="物业合同")
    gate.do(matters.start, cast.property, matter=told.number)
    claimed = {"outcome": "solved", "evidence": "minute", "note": "住 602 的人看过"}
    gate.do(matters.claim, cast.property, matter=told.number, **claimed)
    gate.do(matters.check, cast.checker, matter=told.number, note="夜里听过，不响了")
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="水管换了，夜里不响了。")


def one_more(cast: Cast) -> None:
    """Another of everything, so that lists grow."""
    cast.solved()
    cast.session(title="再下一次")
    cast.finished(cast.project(title="再修一条路"))
    posted(cast)
