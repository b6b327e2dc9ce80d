"""Finding: any piece of what is public, in one character or two; never what was said, sealed, unscreened or private."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.commands import directory, guide, matters, meetings, notices
from haitang.engine import finding, gate
from haitang.engine.gate import upkeep
from haitang.records.matter import Matter
from haitang.records.party import Organization
from tests.cast import Cast
from tests.commands.inputs import SOUND
from tests.commands.test_notices import correct, publish
from tests.entrypoints.web.residents import PHONE, SAID, neighborhood, phone, text_of


def hits(text: str, organization: str = "sujin") -> list[finding.Hit]:
    return finding.find(finding.words_of(text), Organization.objects.get(code=organization)).hits


def titles(text: str, organization: str = "sujin") -> list[str]:
    return [hit.title.zh for hit in hits(text, organization)]


@pytest.mark.parametrize("words", ["修", "便民", "小径", "修 径"])
def test_one_character_or_two_find_a_project(cast: Cast, words: str) -> None:
    cast.project()
    assert titles(words) == ["修便民小径"]


def test_every_sort_of_public_thing_is_found_and_leads_to_its_page(cast: Cast) -> None:
    told = cast.solved(cast.accepted(title="大观的灯"))
    publish(cast, title="大观停水")
    session, project = cast.session(title="大观说事"), cast.project(title="大观的路")
    found = {hit.route: hit.args[0] for hit in hits("大观")}
    assert found["matter"] == told.number
    assert (found["meeting"], found["project"]) == (session, project)
    assert {"notice", "place"} <= set(found)
    for hit in hits("大观"):
        assert phone().get(reverse(hit.route, args=hit.args)).status_code == 200


def test_an_agenda_is_found_once_it_is_published(cast: Cast) -> None:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="车棚放在哪里")
    assert titles("车棚") == []
    gate.do(meetings.publish, cast.chair, meeting=session)
    assert titles("车棚") == ["逢四说事"]


@pytest.mark.parametrize("spoil", [str, str.lower, lambda n: n.replace("-", " "), lambda n: n.replace("-", "－")])
def test_a_number_is_found_however_it_is_typed_and_stands_first(cast: Cast, spoil: Any) -> None:
    told = cast.solved()
    publish(cast, title=f"关于 {told.number}")
    assert hits(spoil(told.number))[0].args == (told.number,)


@pytest.mark.parametrize("words", ["%", "_", "\\", "%%", "大%观", "大_", "'", '"', "*", "\0", "\u202e", "", "  ", "🌸"])
def test_what_is_a_wildcard_elsewhere_is_only_a_character_here(cast: Cast, words: str) -> None:
    neighborhood(cast)
    assert titles(words) == []


def test_a_percent_sign_finds_a_percent_sign(cast: Cast) -> None:
    publish(cast, title="完成 90%")
    publish(cast, title="完成 90 分")
    assert titles("90%") == ["完成 90%"]


@pytest.mark.parametrize("words", [SAID[:6], "水管夜里", PHONE, "602", "住 602", "验证", "物业合同"])
def test_nothing_that_was_said_sealed_or_written_inside_is_found(cast: Cast, words: str) -> None:
    neighborhood(cast)
    page = text_of(phone().get("/find", {"q": words})).replace(words, "")
    assert SAID.replace(words, "") not in page
    assert not [hit for hit in hits(words) if hit.route == "matter"]


def test_unscreened_and_private_matters_are_not_found_even_by_number(cast: Cast) -> None:
    hidden = cast.report()
    gate.do(matters.accept, cast.desk, matter=hidden.number, category="drains", title="某某家的事")
    private = cast.accepted(title="私下的事")
    with upkeep():
        Matter.objects.filter(number=private.number).update(private=True)
    for words in ("某某", "私下", hidden.number, private.number):
        assert titles(words) == []


def test_withdrawn_notices_and_earlier_wordings_are_not_found(cast: Cast) -> None:
    corrected, gone = publish(cast), publish(cast, title="不该发的")
    correct(cast, corrected)
    gate.do(notices.withdraw, cast.desk, place="daguan", notice=gone, reason="错")
    assert titles("周六") == titles("不该发") == []
    assert titles("周日") == ["清理楼道"]


def test_another_organization_finds_only_its_own(cast: Cast) -> None:
    publish(cast)
    cast.project()
    assert titles("清理", "xcscjg8") == titles("小径", "xcscjg8") == []


def test_buildings_are_not_listed(cast: Cast) -> None:
    assert titles("15幢") == []
    assert "大观花园" in titles("大观花园")


def test_a_search_takes_eight_queries_and_writes_nothing(cast: Cast) -> None:
    neighborhood(cast)
    phone().get("/find?q=大")
    with CaptureQueriesContext(connection) as asked:
        answer = phone().get("/find", {"q": "大观"})
    assert len(asked) <= 8
    assert not [query for query in asked if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "大观" not in str(answer.cookies)


def test_many_hits_come_page_by_page(cast: Cast) -> None:
    for n in range(25):
        publish(cast, title=f"灯{n}")
    first = phone().get("/find", {"q": "灯"}).content.decode()
    assert first.count('class="card opens"') == 20
    assert "after=20" in first
    assert phone().get("/find", {"q": "灯", "after": "20"}).content.decode().count('class="card opens"') == 5
    for odd in ("-1", "x", "99999999", "²", "\0"):
        assert phone().get("/find", {"q": "灯", "after": odd}).status_code == 200


def test_nothing_found_says_what_to_do(cast: Cast) -> None:
    page = text_of(phone().get("/find", {"q": "没有的词"}))
    assert "公开的内容里没有这几个字" in page and "社区受理台" in page


def test_an_article_is_found_by_what_to_bring_as_long_as_it_is_checked(cast: Cast, clock_at: Any) -> None:
    clock_at("2022-01-10 09:30")
    gate.do(guide.publish, cast.desk, **SOUND["guide.publish"])
    word = SOUND["guide.publish"]["title"][:2]
    assert [hit.route for hit in hits(word)] == ["article"]
    assert phone().get(reverse("article", args=hits(word)[0].args)).status_code == 200
    clock_at("2033-11-14 09:30")
    assert hits(word) == []


def test_whom_to_call_is_found_by_office_until_it_is_taken_down(cast: Cast) -> None:
    made = gate.do(directory.add, cast.desk, **SOUND["directory.add"])
    word = SOUND["directory.add"]["label"]
    found = hits(word)
    assert found[0].route == "place" and found[0].kind.zh == "电话"
    line = int(made.subject.partition(":")[2])
    gate.do(directory.withdraw, cast.desk, **{**SOUND["directory.withdraw"], "line": line})
    assert [hit for hit in hits(word) if hit.kind.zh == "电话"] == []
