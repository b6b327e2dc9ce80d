"""Questions, corrections, burdens: one flow, each voice answered; an answer quotes the article as it read that day."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import asked, guide
from haitang.engine import gate, ledger, outbox, sealing, tally
from haitang.jobs import daily
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.pages import is_open
from haitang.records.matter import Matter
from haitang.records.office import Message
from haitang.records.voice import Answer
from tests.cast import Cast
from tests.commands.test_guide import GIVEN, publish

Clock = Callable[[str], datetime]


def ask(cast: Cast, **given: Any) -> str:
    return gate.do(asked.consult, cast.anyone, **{"place": "dgmy", "words": "补卡带什么", **given}).subject


def reply(cast: Cast, number: str, **given: Any) -> None:
    gate.do(asked.reply, cast.desk, matter=number, **{"outcome": "sentence", "sentence": "带身份证。", **given})


def answer_to(number: str) -> str:
    return Answer.objects.get(voice__matter__number=number).text


def test_an_answer_quotes_the_article_as_it_read_that_day(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    number = ask(cast, article=code)
    reply(cast, number, outcome="guide", article=code)
    gate.do(guide.correct, cast.desk, article=code, edition=1, note="换到二楼", **{**GIVEN, "counter": "二楼窗口"})
    said = answer_to(number)
    for part in (
        "办事指南里有",
        "带身份证。",
        "《补办门禁卡》",
        code,
        "2023-11-01 核对",
        "要带的材料：身份证",
        "一楼窗口",
    ):
        assert part in said
    assert "二楼窗口" not in said
    assert Matter.objects.get(number=number).details == {"article": code, "quoted": code, "edition": 1}


def test_a_question_in_english_is_answered_in_english(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code, number = publish(cast), ask(cast, words="What do I bring?", language="en")
    with pytest.raises(Invalid) as refused:
        reply(cast, number, outcome="guide", article=code)
    assert refused.value.problems[0].field == "sentence_en"
    reply(cast, number, outcome="guide", article=code, sentence_en="Bring your card.")
    assert answer_to(number).isascii() or "—" in answer_to(number)
    assert "identity card" in answer_to(number)


def test_from_the_guide_means_with_an_article_in_use(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code, number = publish(cast), ask(cast)
    for given in ({}, {"article": "SJ-9"}):
        with pytest.raises(Invalid) as refused:
            reply(cast, number, outcome="guide", **given)
        assert refused.value.problems[0].field == "article"
    clock_at("2023-12-20 10:00")
    with pytest.raises(Invalid):
        reply(cast, number, outcome="guide", article=code)


def test_a_correction_is_not_answered_from_the_guide(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    number = gate.do(asked.correct, cast.anyone, place="daguan", page="/p/daguan/", words="电话错了").subject
    with pytest.raises(Invalid):
        reply(cast, number, outcome="corrected", article=code)
    reply(cast, number, outcome="corrected")
    assert Matter.objects.get(number=number).state == "answered"


def test_it_is_answered_once_and_closes_after_silence(cast: Cast, clock_at: Clock) -> None:
    clock_at("2026-03-02 10:00")
    number = ask(cast)
    reply(cast, number)
    with pytest.raises(NotNow):
        reply(cast, number)
    clock_at("2026-03-16 18:00")
    assert daily.close_lapsed() == 1
    kinds = [leaf.kind for _, leaf in ledger.of_subject(number)]
    assert kinds == ["consult.received", "consult.answered.sentence", "consult.closed.sentence"]


@pytest.mark.parametrize("login", ["grid", "property", "jinhua_desk", "other_desk", "reader", "anyone"])
def test_only_the_desk_and_those_above_it_answer(cast: Cast, login: str) -> None:
    number = ask(cast)
    with pytest.raises(Denied):
        gate.do(asked.reply, getattr(cast, login), matter=number, outcome="sentence", sentence="不")


def test_the_nearest_desk_is_told_and_where_there_is_none_the_dispatcher(cast: Cast) -> None:
    ask(cast)
    ask(cast, place="sujin")
    outbox.drain()
    assert [(one.post.code, one.template) for one in Message.objects.order_by("id")] == [
        ("desk", "asked.received"), ("dispatcher", "asked.received"),
    ]  # fmt: skip


def test_what_asks_too_much_is_counted_and_says_nothing_of_who_said_it(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    nobody = Actor("web", scope="a-browser")
    for words in ("同一张表填三遍", "每天报一次没有变化的数"):
        gate.do(asked.burden, nobody, place="sujin", words=words, often="daily", asker="某科室")
    sealing.seal_all()
    tally.forget()
    assert tally.figure("site.burdens", "sujin").value == 2
    bodies = [body for body in ledger.every_body(["sujin"]) if body.command == "asked.burden"]
    assert not any("某科室" in (body.facts or "") or (body.actor or "").startswith("account") for body in bodies)


OPEN = ["/", "/p/daguan/", "/g/SJ-1", "/guide", "/calls", "/meetings/SJ23-00001-7", "/f/site.burdens", "/privacy"]
CLOSED = [
    "/m/SJ23-00001-7", "/receipt/SJ23-00001-7", "/k/abc", "/follow", "/q/dgmy", "/desk/", "/do/matters.report",
    "/sign-in", "/api/ledgers", "/p/daguan/?secret=1", "/p/daguan/#x", "//elsewhere.example/p", "https://x/p/",
    "/p/../m/x", "p/daguan", "", "/photo/00", "/a/b", "/p/%6d/x",
]  # fmt: skip


@pytest.mark.parametrize("page", OPEN)
def test_pages_for_everybody_may_be_named(cast: Cast, page: str) -> None:
    assert is_open(page)
    assert gate.do(asked.correct, cast.anyone, place="daguan", page=page, words="错了").subject


@pytest.mark.parametrize("page", CLOSED)
def test_an_address_that_may_hold_a_secret_is_never_kept(cast: Cast, page: str) -> None:
    assert not is_open(page)
    with pytest.raises(Invalid) as refused:
        gate.do(asked.correct, cast.anyone, place="daguan", page=page, words="错了")
    assert refused.value.problems[0].field == "page"
    assert not Matter.objects.exists()
