"""Similar matters: the neighbors' words find each other; strangers see screened titles, staff what is theirs, nobody private things."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.engine import clock, similar
from haitang.engine.authority import posts_of
from haitang.engine.gate import upkeep
from haitang.records.matter import Matter
from haitang.records.place import Place
from tests.cast import Cast, Told

LAMP = "15幢门口的路灯不亮了"


def place(code: str = "dgmy") -> Place:
    return Place.objects.select_related("organization").get(code=code)


def public(words: str, code: str = "dgmy", **given: int) -> list[str]:
    return [match.number for match in similar.near(words, place(code), public=True, **given)]


def staff(cast: Cast, login: str, words: str, code: str = "dgmy", **given: str) -> list[str]:
    posts = posts_of(cast.by_login[login])
    return [match.number for match in similar.near(words, place(code), posts=posts, **given)]


def lamp(cast: Cast, words: str = LAMP, **given: object) -> Told:
    return cast.accepted(cast.report(words=words), category="lighting", title="门口路灯不亮", **given)


def test_the_closest_comes_first_and_what_is_of_another_sort_does_not_come(cast: Cast) -> None:
    near, far = lamp(cast), cast.accepted(cast.report("下水道堵了"), title="下水道堵塞")
    nearer = cast.accepted(cast.report("路灯坏"), category="lighting", title="东门的路灯不亮")
    assert public("东门的路灯不亮") == [nearer.number, near.number]
    assert staff(cast, "desk", "下水道又堵了") == [far.number]


def test_strangers_are_compared_with_screened_titles_only(cast: Cast) -> None:
    told = lamp(cast, screened=False)
    assert public(LAMP) == [] and public("门口路灯不亮") == []
    assert staff(cast, "desk", LAMP) == [told.number]


def test_strangers_cannot_fish_for_what_was_said(cast: Cast) -> None:
    lamp(cast, words="我家老人摔了一跤，张三家门前太黑")
    assert public("我家老人摔了一跤") == []
    assert [m.row.title.zh for m in similar.near("门口路灯不亮", place(), public=True)] == ["门口路灯不亮"]
    assert all(m.row.said == "" for m in similar.near("门口路灯不亮", place(), public=True))


def test_private_matters_take_no_part(cast: Cast) -> None:
    told = lamp(cast)
    with upkeep():
        Matter.objects.filter(number=told.number).update(private=True)
    assert public("门口路灯不亮") == staff(cast, "desk", LAMP) == []


def test_staff_see_what_their_posts_may_see(cast: Cast) -> None:
    told = lamp(cast)
    assert staff(cast, "desk", LAMP) == staff(cast, "dispatcher", LAMP) == [told.number]
    assert staff(cast, "jinhua_desk", LAMP) == staff(cast, "other_desk", LAMP) == staff(cast, "reader", LAMP) == []
    assert similar.near(LAMP, place()) == []


def test_another_community_has_its_own(cast: Cast) -> None:
    told = lamp(cast)
    assert public("门口路灯不亮", "dgmy-15") == [told.number]
    assert public("门口路灯不亮", "jinhua-1") == public("门口路灯不亮", "bzxc") == []


def test_what_was_closed_counts_for_ninety_days(cast: Cast) -> None:
    told = lamp(cast)
    cast.solved(told)
    assert public("门口路灯不亮") == [told.number]
    with clock.at(clock.now() + timedelta(days=89)):
        assert public("门口路灯不亮") == [told.number]
    with clock.at(clock.now() + timedelta(days=91)):
        assert public("门口路灯不亮") == [] == public("门口路灯不亮", days=90)
        assert public("门口路灯不亮", days=120) == [told.number]


def test_a_matter_is_not_similar_to_itself_and_no_more_than_the_limit_come(cast: Cast) -> None:
    numbers = [lamp(cast).number for _ in range(4)]
    assert numbers[0] not in staff(cast, "desk", LAMP, but=numbers[0])
    assert len(public("门口路灯不亮", limit=2)) == 2


def test_what_has_changed_since_is_known_at_once(cast: Cast) -> None:
    told = cast.report(LAMP)
    assert public("门口路灯不亮") == []
    cast.accepted(told, category="lighting", title="门口路灯不亮")
    assert public("门口路灯不亮") == [told.number]


def test_the_second_question_needs_two_queries(cast: Cast) -> None:
    lamp(cast)
    at = place()
    similar.near("门口路灯不亮", at, public=True)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        similar.near("门口路灯不亮", at, public=True)
    assert len(asked) == 2
