"""The desk's search page: an exact number first, then words; narrowed, paged, bounded, and nothing of others."""

from django.urls import reverse

from haitang.engine import gate, indexing
from haitang.kernel.limits import FOUND
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.test_staff_lists import LIST, many


def listed(worker: Worker, query: str) -> list[str]:
    return [line.row.number for line in worker.opens(f"{reverse('desk_find')}?{query}").context["lines"]]


def test_a_word_lists_what_has_it_and_each_row_leads_to_its_matter(cast: Cast) -> None:
    told = cast.report("15幢路灯不亮", "dgmy-15")
    cast.report("垃圾没人收")
    desk = Worker.of("desk")
    for words in ("路灯", "灯", "15幢 灯"):
        assert listed(desk, f"q={words}") == [told.number]
    assert reverse("desk_matter", args=[told.number]) in desk.opens(f"{reverse('desk_find')}?q=路灯").content.decode()


def test_the_box_on_the_desk_leads_here(cast: Cast) -> None:
    told = cast.report("路灯不亮")
    answer = Worker.of("desk").sends(reverse("desk"), "/desk/find", q="路灯")
    assert answer.status_code in {200, 405}
    form = Worker.of("desk").form(reverse("desk"), "/desk/find")
    assert form.method == "get" and "q" in form.names and told.number


def test_words_and_filters_stay_in_the_form_and_on_the_next_page(cast: Cast) -> None:
    numbers = many(cast, FOUND + 3)
    desk = Worker.of("desk")
    page = desk.opens(f"{reverse('desk_find')}?q=盏灯&place=dgmy-15&standing=open")
    assert [line.row.number for line in page.context["lines"]] == numbers[:2:-1]
    form = desk.form(f"{reverse('desk_find')}?q=盏灯&standing=open", "/desk/find")
    assert (form.values["q"], form.values["standing"]) == ("盏灯", "open")
    rest = listed(desk, f"{page.context['query']}&after={page.context['after']}")
    assert rest == numbers[2::-1]


def test_a_search_takes_as_many_queries_whatever_it_finds(cast: Cast) -> None:
    desk = Worker.of("desk")
    many(cast, 3)
    few = desk.queries(f"{reverse('desk_find')}?q=灯")
    many(cast, 50)
    assert desk.queries(f"{reverse('desk_find')}?q=灯") == few <= LIST


def test_nobody_finds_what_is_not_theirs_nor_what_is_private(cast: Cast) -> None:
    told = cast.report("我家的私事")
    assert listed(Worker.of("jinhua_desk"), "q=私事") == listed(Worker.of("other_desk"), "q=私事") == []
    matter = told.record()
    matter.private = True
    with gate.upkeep():
        matter.save()
        indexing.follow(matter)
    desk = Worker.of("desk")
    assert listed(desk, "q=私事") == []
    assert desk.client.get(reverse("desk_find"), {"q": told.number}).status_code == 302


def test_nothing_found_says_what_to_try_and_odd_words_do_no_harm(cast: Cast) -> None:
    desk = Worker.of("desk")
    assert "一个字也行" in desk.reads(f"{reverse('desk_find')}?q=没有这样的词")
    for query in ("", "q=", "q=%00", "q=%22", "q=*", "q=%25", "q=' OR 1=1 --", "q=路灯&after=zz", "q=NEAR(a b)"):
        desk.opens(f"{reverse('desk_find')}?{query}")
