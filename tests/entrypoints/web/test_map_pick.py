"""Choosing a place on the map: shapes are links to the form, the script asks for the part alone, nothing drawn shows nothing."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.drawn import drawn
from tests.entrypoints.web.residents import phone


def part(place: str = "", language: str = "zh-hans") -> str:
    answer = phone(language).get(reverse("map_pick"), {"place": place} if place else {})
    assert answer.status_code == 200
    return answer.content.decode()


def codes(html: str) -> set[str]:
    return set(re.findall(r'data-pick="([^"]*)"', html))


def test_from_afar_communities_and_compounds_are_offered_and_no_building(cast: Cast) -> None:
    drawn(cast)
    assert codes(part()) == {"daguan", "jinhua", "dgmy", "pond", "belt"}


def test_a_chosen_compound_offers_its_buildings_and_the_way_out(cast: Cast) -> None:
    drawn(cast)
    html = part("dgmy")
    assert {"dgmy-15", "pond"} <= codes(html)
    assert "选的是：<b>大观花园</b>" in html and "往外看：大观名园社区" in html


def test_a_chosen_building_is_marked_on_the_map_of_its_compound(cast: Cast) -> None:
    drawn(cast)
    chosen = re.search(r'<a [^>]*class="([^"]*)" aria-label="15幢', part("dgmy-15"))
    assert chosen and "chosen" in chosen.group(1)


def test_every_shape_is_a_link_to_the_form_with_its_place(cast: Cast) -> None:
    drawn(cast)
    html = part("dgmy")
    assert f'href="{reverse("report")}?place=dgmy-15#place-map"' in html
    assert "15幢" in phone().get(reverse("report"), {"place": "dgmy-15"}).content.decode()


def test_nothing_drawn_shows_nothing(cast: Cast) -> None:
    assert part("bzxc").count('class="sketch"') == 1  # of its cell, which is drawn
    assert phone().get(reverse("map_pick"), {"place": "gusu"}).status_code == 404
    assert phone().get(reverse("map_pick"), {"place": "nowhere"}).status_code == 404


def test_it_says_that_it_is_schematic_in_both_languages(cast: Cast) -> None:
    drawn(cast)
    assert "示意图" in part() and "Schematic" in part(language="en")


def test_a_choice_takes_the_same_few_queries_wherever_it_is(cast: Cast) -> None:
    drawn(cast)
    asked = []
    for place in ("", "daguan", "dgmy", "dgmy-15"):
        part(place)
        with CaptureQueriesContext(connection) as seen:
            part(place)
        asked.append(len(seen))
    assert max(asked) <= 5, asked
