"""The public map: what everybody may see, where everybody may know it to be, as links, in few queries whatever there is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.commands import matters
from haitang.engine import clock, gate
from haitang.engine.cartography import marks
from haitang.records.matter import Matter
from haitang.records.place import Place
from tests.cast import Cast
from tests.drawn import drawn
from tests.entrypoints.web.residents import SAID, phone, text_of


def shown(place: str = "", **more: str) -> str:
    answer = phone(more.pop("language", "zh-hans")).get(reverse("map"), {**({"place": place} if place else {}), **more})
    assert answer.status_code == 200
    return answer.content.decode()


def marked(html: str) -> list[tuple[str, str]]:
    """Every mark on the drawing: what it says and where it leads."""
    return [
        (says, url) for url, says in re.findall(r'<a class="mark mark-\w+" href="([^"]+)" aria-label="([^"]+)"', html)
    ]


def public(cast: Cast, place: str = "dgmy-15", days: int = 3) -> str:
    """A matter that everybody may read, said some days ago."""
    with clock.at(clock.now() - timedelta(days=days)):
        told = cast.report(SAID, place=place)
        given = {"category": "drains", "title": "下水道堵塞", "screened": True}
        gate.do(matters.accept, by=cast.desk, matter=told.number, **given)
    return told.number


def test_a_matter_at_a_building_is_marked_at_its_compound_and_leads_to_its_page(cast: Cast) -> None:
    drawn(cast)
    number = public(cast)
    assert marked(shown("daguan")) == [("大观花园：在办 1 件", reverse("matter", args=[number]))]
    assert marked(shown("dgmy")) == [("大观花园：在办 1 件", reverse("matter", args=[number]))]


def test_from_afar_it_is_marked_at_its_community(cast: Cast) -> None:
    drawn(cast)
    public(cast)
    assert [says for says, _url in marked(shown())] == ["大观名园社区：在办 1 件"]


def test_several_at_one_place_are_a_number_that_opens_the_list(cast: Cast) -> None:
    drawn(cast)
    numbers = {public(cast), public(cast)}
    ((says, url),) = marked(shown("daguan"))
    assert says == "大观花园：在办 2 件"
    listed = phone().get(url.replace("&amp;", "&")).content.decode()
    assert all(f'href="/m/{number}"' in listed for number in numbers)


def test_what_is_not_screened_or_private_or_just_said_is_not_marked(cast: Cast) -> None:
    drawn(cast)
    cast.accepted(cast.report(SAID))
    public(cast, days=0)
    private = public(cast)
    with gate.upkeep():
        Matter.objects.filter(number=private).update(private=True)
    assert marked(shown("daguan")) == []
    assert "没有可以公开标出的事" in shown("daguan")


def test_nothing_on_the_map_says_what_was_said_or_at_which_building(cast: Cast) -> None:
    drawn(cast)
    public(cast)
    for html in (shown(), shown("daguan"), shown("daguan", at="dgmy", sort="open")):
        assert SAID not in html and "15幢" not in html


def test_another_office_shows_nothing_of_this_one(cast: Cast) -> None:
    drawn(cast)
    public(cast)
    html = shown("beizhuang")
    assert (
        marked(html) == []
        and "大观" not in re.sub(r"<header.*?</header>", "", html, flags=re.S).split("<main")[1].split("<footer")[0]
    )


def test_every_mark_and_every_place_stands_in_the_list_too(cast: Cast) -> None:
    drawn(cast)
    public(cast)
    html = shown("daguan")
    drawing, _svg, lists = html.partition('class="pick-foot"')
    for says, url in marked(html):
        assert f'<a href="{url}">{says}</a>' in lists
    opens = set(re.findall(r'<a href="([^"]+)" class="land-', drawing)) - {"/map?place=jinhua"}
    assert opens and all(f'class="chip" href="{url}"' in lists for url in opens)


def test_what_was_done_and_what_was_built(cast: Cast) -> None:
    drawn(cast)
    told = cast.solved(cast.report(place="dgmy"))
    with gate.upkeep():
        Matter.objects.filter(number=told.number).update(screened=True)
    project = cast.project()
    cast.finished(project)
    says = dict((said.split("：")[1], url) for said, url in marked(shown(show="done")))
    assert says["办结 1 件"] == reverse("matter", args=[told.number])
    assert says["做成的项目 1 个"] == reverse("project", args=[project])


def test_it_says_schematic_and_leads_nearer_and_further(cast: Cast) -> None:
    drawn(cast)
    whole, community, near = shown(), shown("daguan"), shown("dgmy")
    assert all("示意图，未经测绘" in html for html in (whole, community, near))
    assert 'href="/map?place=daguan"' in whole and 'href="/map?place=dgmy"' in community
    assert "往外看" in community and 'href="/p/dgmy-15/"' in near
    assert "Schematic" in shown(language="en")


def test_where_nothing_is_drawn_the_page_says_so(cast: Cast) -> None:
    with gate.upkeep():
        Place.objects.update(outline=[])
    assert "还没有画地图" in text_of(phone().get(reverse("map")))


def test_an_unknown_place_is_not_found(cast: Cast) -> None:
    assert phone().get(reverse("map"), {"place": "nowhere"}).status_code == 404
    assert phone().get(reverse("map"), {"place": "gusu"}).status_code == 404


@pytest.mark.parametrize("place", ["", "daguan", "dgmy", "daguan-1"])
def test_the_map_takes_few_queries_and_as_many_for_more_matters(cast: Cast, place: str) -> None:
    drawn(cast)
    counts = []
    for _more in range(2):
        public(cast)
        public(cast, place="pond")
        shown(place)
        with CaptureQueriesContext(connection) as seen:
            shown(place)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10, [query["sql"][:120] for query in seen]


def test_however_many_there_are_no_more_are_read_than_can_be_marked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(cast)
    for _one in range(3):
        public(cast)
    monkeypatch.setattr(marks, "PUBLIC_MOST", 2)
    html = shown("daguan")
    assert "大观花园：在办 2 件" in html and "只标前 2 件" in html
