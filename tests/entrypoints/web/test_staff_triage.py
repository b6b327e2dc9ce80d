"""What the page of a new matter offers the desk: a category with its reason, and matters that sound the same."""

from django.urls import reverse

from haitang.engine import gate
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import text_of
from tests.entrypoints.web.test_staff_lists import PAGE_OF_ONE


def page(number: str) -> str:
    return reverse("desk_matter", args=[number])


def test_a_category_is_suggested_with_its_reason_and_one_tap_accepts_or_corrects_it(cast: Cast) -> None:
    told, other = cast.report("15幢的电梯停了"), cast.report("15幢的电梯停了")
    desk = Worker.of("desk")
    assert "建议选这一类，因为有“电梯”" in desk.reads(page(told.number))
    form = desk.form(page(told.number), "/do/matters.accept")
    assert form.values["category"] == "lifts"
    desk.does(page(told.number), "/do/matters.accept")
    assert told.record().category == "lifts"
    desk.does(page(other.number), "/do/matters.accept", category="fire")
    assert other.record().category == "fire"


def test_nothing_is_suggested_for_words_that_say_nothing_nor_for_a_private_matter(cast: Cast) -> None:
    desk, vague, private = Worker.of("desk"), cast.report("麻烦来看一下"), cast.report("电梯里的私事")
    matter = private.record()
    matter.private = True
    with gate.upkeep():
        matter.save()
    for told in (vague, private):
        assert "建议选" not in desk.reads(page(told.number))
        assert "category" not in desk.form(page(told.number), "/do/matters.accept").values


def test_matters_that_sound_the_same_are_listed_with_their_links(cast: Cast) -> None:
    first, unlike = cast.report("15幢门口的路灯不亮"), cast.report("下水道返味")
    told = cast.report("15幢的路灯又不亮了")
    answer = Worker.of("desk").opens(page(told.number))
    assert [one.line.row.number for one in answer.context["alike"]] == [first.number]
    assert "像是同一件事" in text_of(answer) and page(first.number) in answer.content.decode()
    assert unlike.number not in text_of(answer)


def test_one_tap_joins_it_to_the_one_that_sounds_the_same(cast: Cast) -> None:
    first, told, desk = cast.report("15幢门口的路灯不亮"), cast.report("15幢的路灯又不亮了"), Worker.of("desk")
    desk.does(page(told.number), "/do/joining.join", {"into": first.number})
    assert told.record().state == "joined"


def test_they_are_not_shown_once_work_has_begun_nor_to_those_who_do_not_triage(cast: Cast) -> None:
    cast.report("15幢门口的路灯不亮")
    told = cast.working(cast.accepted(cast.report("15幢的路灯又不亮了")))
    fresh = cast.report("15幢路灯不亮了")
    assert Worker.of("desk").opens(page(told.number)).context["alike"] == []
    assert Worker.of("checker").opens(page(fresh.number)).context["alike"] == []


def test_the_page_of_a_new_matter_takes_a_bounded_number_of_queries(cast: Cast) -> None:
    told, desk = cast.report("15幢的路灯不亮"), Worker.of("desk")
    for _ in range(5):
        cast.report("15幢的路灯不亮")
    assert desk.queries(page(told.number)) <= PAGE_OF_ONE
