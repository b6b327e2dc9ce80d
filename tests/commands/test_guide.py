"""The service guide: published with its source, corrected with both editions kept, hidden when nobody checked in time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import guide
from haitang.engine import gate
from haitang.engine import guide as articles
from haitang.jobs import daily
from haitang.kernel.errors import Conflict, Denied, Invalid
from haitang.records.guide import GuideArticle, GuideEdition
from haitang.records.office import Message
from tests.cast import Cast

Clock = Callable[[str], datetime]
GIVEN = {
    "place": "daguan", "topic": "papers", "whom": "everybody", "title": "补办门禁卡", "title_en": "A new entry card",
    "papers": "身份证", "papers_en": "identity card", "counter": "一楼窗口", "source": "社区规定",
    "checked_on": "2023-11-01", "valid_days": 30,
}  # fmt: skip


def publish(cast: Cast, **given: Any) -> str:
    return gate.do(guide.publish, cast.desk, **{**GIVEN, **given}).subject


def of(code: str) -> GuideArticle:
    return GuideArticle.objects.get(code=code)


def readable() -> list[str]:
    return [article.code for article in articles.in_use()]


def test_each_correction_keeps_the_edition_before_and_says_why(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    clock_at("2023-11-10 10:00")
    gate.do(guide.correct, cast.desk, article=code, edition=1, note="换到二楼",
            **{**GIVEN, "counter": "二楼窗口", "checked_on": "2023-11-10"})  # fmt: skip
    kept = list(GuideEdition.objects.filter(article__code=code).order_by("edition"))
    assert [(one.edition, one.text["counter"], one.note) for one in kept] == [
        (1, "一楼窗口", ""),
        (2, "二楼窗口", "换到二楼"),
    ]
    assert (of(code).counter, of(code).note, of(code).edition) == ("二楼窗口", "换到二楼", 2)


def test_whoever_corrects_what_they_have_not_read_is_told(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    gate.do(guide.correct, cast.desk, article=code, edition=1, note="换了", **GIVEN)
    with pytest.raises(Conflict):
        gate.do(guide.correct, cast.administrator, article=code, edition=1, note="又换了", **GIVEN)


def test_an_article_past_its_term_hides_itself_until_it_is_checked(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    clock_at("2023-12-01 23:59")
    assert readable() == [code]
    clock_at("2023-12-02 00:00")
    assert readable() == []
    gate.do(guide.check, cast.desk, place="daguan", article=code)
    assert readable() == [code]
    assert of(code).due_on.isoformat() == "2024-01-01"


def test_the_desk_is_told_once_a_term(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    publish(cast, title="别的", valid_days=700)
    assert articles.remind_overdue() == 0
    clock_at("2023-12-02 09:00")
    assert daily.run_due() >= 1
    assert articles.remind_overdue() == 0
    told = Message.objects.get()
    assert (told.post.code, told.article and told.article.code, told.template) == ("desk", code, "guide.overdue")
    gate.do(guide.check, cast.desk, place="daguan", article=code)
    clock_at("2024-01-02 09:00")
    assert articles.remind_overdue() == 1
    assert Message.objects.count() == 2


def test_a_withdrawn_article_is_neither_shown_nor_asked_for_again(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-11-01 10:00")
    code = publish(cast)
    gate.do(guide.withdraw, cast.desk, place="daguan", article=code, reason="不办了")
    assert readable() == []
    clock_at("2024-01-02 09:00")
    assert articles.remind_overdue() == 0
    with pytest.raises(Invalid):
        gate.do(guide.check, cast.desk, place="daguan", article=code)


@pytest.mark.parametrize("login", ["grid", "property", "jinhua_desk", "other_desk", "reader", "anyone"])
def test_only_the_desk_and_the_administrator_write_for_a_place(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        gate.do(guide.publish, getattr(cast, login), **GIVEN)


def test_nobody_checked_tomorrow(cast: Cast, clock_at: Clock) -> None:
    clock_at("2023-10-31 23:00")
    with pytest.raises(Invalid):
        publish(cast)


def test_codes_count_on_within_their_organization(cast: Cast) -> None:
    other = gate.do(guide.publish, cast.other_desk, **{**GIVEN, "place": "beizhuang"}).subject
    assert [publish(cast), publish(cast), other] == ["SJ-1", "SJ-2", "XC-1"]


def test_a_few_words_find_an_article(cast: Cast) -> None:
    publish(cast, valid_days=730, checked_on="2026-06-01")
    found = lambda words: articles.searched(GuideArticle.objects.all(), words).count()  # noqa: E731
    assert [found("门禁 身份证"), found("entry"), found("门禁 户口"), found("")] == [1, 1, 0, 1]
