"""Full-text search: whatever stands in the words is found, in one character or many, and only by those who may see it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import erasures, meetings, retention, voices
from haitang.engine import clock, gate, indexing, reindexing, sheets
from haitang.engine.authority import posts_of
from haitang.kernel.grams import plain, sought
from haitang.records import searched
from haitang.records.matter import Matter
from haitang.records.searched import Searched
from haitang.records.voice import Voice
from tests.cast import Cast

SAID = "3幢电梯坏了，路灯也不亮"


def found(cast: Cast, words: str, login: str = "desk", **filters: str) -> list[str]:
    posts = posts_of(cast.by_login[login])
    return [row.number for row in sheets.matching(words.split(), posts, filters).rows]


@pytest.mark.parametrize("words", ["电梯", "路灯", "梯坏", "灯", "3", "了，路", SAID, "亮 电梯", "3幢", "３幢"])
def test_two_characters_one_or_all_of_them_find_a_matter(cast: Cast, words: str) -> None:
    told = cast.report(SAID)
    cast.report("垃圾没人收")
    assert found(cast, words) == [told.number]


@pytest.mark.parametrize("words", ["电灯", "梯电", "桥", "亮电", "电梯 垃圾"])
def test_what_does_not_stand_there_is_not_found(cast: Cast, words: str) -> None:
    cast.report(SAID)
    cast.report("垃圾没人收")
    assert found(cast, words) == []


def test_a_matter_is_found_by_title_place_words_place_and_category_too(cast: Cast) -> None:
    told = cast.report(SAID, "dgmy-15", place_words="东门岗亭旁")
    cast.accepted(told, category="lighting", title="岗亭照明故障")
    for words in ("照明故障", "岗亭旁", "15幢", "大观花园", "lighting", "DAGUAN garden", "大观花园 电梯"):
        assert found(cast, words) == [told.number], words


TEXT = st.text("电梯路灯坏了不亮3a ，\u0301É㎡\U00020000", max_size=14)


@given(said=st.lists(TEXT.filter(str.strip), min_size=1, max_size=4), asked=TEXT)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_finds_exactly_what_looking_at_every_text_finds(cast: Cast, said: list[str], asked: str) -> None:
    """Recall and precision against brute force. The words also cut pieces out of the texts, so that much is found."""
    with gate.upkeep():
        Searched.objects.all().delete()
        matters = [Matter.objects.get(number=cast.report().number) for _ in said]
        for matter, words in zip(matters, said, strict=True):
            Voice.objects.filter(matter=matter).update(words=words)
            indexing.follow(matter)
    for question in {asked, *(text[at : at + size] for text in said for at in range(3) for size in (1, 2, 4))}:
        words = [word for word in question.split() if plain(word)]
        texts = {matter.number: [plain(text) for text in indexing.texts_of(matter)[0]] for matter in matters}
        expected = {
            number
            for number, lines in texts.items()
            if words and all(any(plain(word) in line for line in lines) for word in words)
        }
        assert set(found(cast, question)) == expected, question


@pytest.mark.parametrize("text", ["哈" * 300 + "电梯坏", "电梯坏" + "哈" * 290, "哈哈电梯" * 70 + "路灯"])
def test_a_text_that_repeats_itself_without_end_is_still_found_by_its_last_word(cast: Cast, text: str) -> None:
    told = cast.report(text)
    for words in ("哈哈", text[-3:], text[:3], text[40:99]):
        assert found(cast, words) == [told.number], words


def test_a_matter_with_more_words_than_an_index_can_count_is_found_by_all_of_them(cast: Cast) -> None:
    told = cast.report(SAID)
    matter = told.record()
    with gate.upkeep():
        Voice.objects.bulk_create(
            Voice(matter=matter, words=f"{n}号{'等水来' * 160}完{n}", door="web", said_at=clock.now())
            for n in range(40)
        )
        indexing.follow(matter)
    assert found(cast, "完39") == found(cast, "39号") == found(cast, "路灯也不亮") == [told.number]


def test_everybody_finds_what_their_posts_may_see_and_nothing_else(cast: Cast) -> None:
    told = cast.assigned(cast.accepted(cast.report(SAID)))
    for login in ("desk", "dispatcher", "checker", "supervisor", "chair", "grid"):
        assert found(cast, "电梯", login) == [told.number], login
    for login in ("jinhua_desk", "other_desk", "other_supervisor", "reader", "auditor", "administrator", "recorder"):
        assert found(cast, "电梯", login) == [], login
    assert found(cast, "电梯", "property") == [told.number] and found(cast, "电梯", "works") == []


def test_private_matters_are_not_in_the_index(cast: Cast) -> None:
    told = cast.report(SAID)
    matter = told.record()
    with gate.upkeep():
        matter.private = True
        matter.save()
        indexing.follow(matter)
    assert found(cast, "电梯", "supervisor") == [] and not Searched.objects.filter(matter=matter).exists()


def test_filters_narrow_what_is_found(cast: Cast) -> None:
    done = cast.solved(cast.accepted(cast.report(SAID, "daguan-2"), category="lighting", title="电梯"))
    fresh = cast.report(SAID)
    assert found(cast, "电梯") == [fresh.number, done.number]
    assert found(cast, "电梯", standing="open") == found(cast, "电梯", place="dgmy") == [fresh.number]
    assert found(cast, "电梯", standing="closed") == found(cast, "电梯", category="lighting") == [done.number]


def test_pages_follow_each_other_without_losing_or_doubling_anything(cast: Cast) -> None:
    numbers = [cast.report(SAID).number for _ in range(7)]
    posts, seen, after = posts_of(cast.desk), [], ""
    while True:
        with CaptureQueriesContext(connection) as asked:
            page = sheets.matching(["电梯"], posts, after=after, limit=3)
        assert len(asked) == 1
        seen += [row.number for row in page.rows]
        if not (after := page.after):
            break
    assert seen == numbers[::-1]
    assert sheets.matching(["电梯"], posts, after="x").rows and not sheets.matching([], posts).rows


def test_sessions_are_found_by_their_topics_and_projects_by_their_title(cast: Cast) -> None:
    session, project = cast.session(), cast.project()
    gate.do(meetings.table, by=cast.chair, meeting=session, topic="车棚放在哪里")
    assert found(cast, "车棚") == [session] and found(cast, "小径") == [project]


def test_what_somebody_had_erased_is_found_no_more(cast: Cast) -> None:
    told = cast.accepted(cast.report(SAID, place_words="三楼王家门口"), title="公用设施")
    gate.do(voices.me_too, cast.anyone, matter=told.number, words="电梯我也困过")
    gate.do(erasures.erase, told.voice, matter=told.number)
    assert found(cast, "坏了") == found(cast, "路灯") == [] and found(cast, "困过") == [told.number]


def test_what_was_kept_long_enough_leaves_the_index(cast: Cast) -> None:
    with clock.at(datetime(2022, 3, 1, 2, tzinfo=UTC)):
        told = cast.solved(cast.accepted(cast.report(SAID), title="公用设施", screened=True))
    given = {"place": "sujin", "outcome": "solved", "years": 1, "source": "档案办法", "confirmed": True}
    gate.do(retention.set_term, cast.administrator, **given)
    proposal = gate.do(retention.propose, cast.supervisor, place="sujin").values["disposal"]
    gate.do(retention.approve, cast.dispatcher, place="sujin", disposal=proposal)
    assert found(cast, "电梯") == [told.number]
    gate.do(retention.carry_out, cast.system, disposal=proposal)
    assert found(cast, "电梯") == [] and found(cast, "公用设施") == [told.number]


def test_building_the_index_anew_finds_the_same(cast: Cast) -> None:
    for walk in (cast.report, cast.accepted, cast.answered, cast.solved, cast.session, cast.project):
        walk()
    before = list(Searched.objects.order_by("pk").values_list("pk", "digest"))
    assert len(before) == Matter.objects.count()
    with gate.upkeep():
        Searched.objects.all().delete()
    assert list(reindexing.rebuild())[-1] == len(before)
    assert list(Searched.objects.order_by("pk").values_list("pk", "digest")) == before


def test_a_change_that_brings_no_words_leaves_the_index_alone(cast: Cast) -> None:
    told = cast.assigned()
    with CaptureQueriesContext(connection) as asked:
        cast.working(told)
    touched = [one["sql"] for one in asked if searched.TABLE in one["sql"]]
    assert len(touched) == 1 and touched[0].startswith("SELECT")


def test_the_index_is_there_and_making_it_again_does_nothing(cast: Cast) -> None:
    assert not searched.missing() and not searched.install()


def test_no_word_is_looked_for_by_nothing() -> None:
    assert sought("灯")[0].endswith("*") and len(sought("路灯")) == 1 and len(sought("路灯" * 99)) == 59
