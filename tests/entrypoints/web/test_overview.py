"""Those who lead see what is late and why, what is parked, bounced and came back; everybody reads the lists of the year."""

from typing import Any

from django.test import Client

from haitang.commands import listings, voices
from haitang.engine import gate
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import text_of


def test_what_is_late_says_whose_turn_it_is(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-01 09:30")
    cast.working()
    cast.checked()
    clock_at("2023-11-14 09:30")
    page = text_of(Worker.of("supervisor").client.get("/desk/overview"))
    assert "承办单位在办" in page and "核过了，还欠一句答复" in page


def test_what_bounced_parked_and_came_back_is_there(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")
    cast.bounced()
    cast.parked()
    again = cast.answered()
    gate.do(voices.judge, again.voice, matter=again.number, verdict="no", words="还堵着")
    supervisor = Worker.of("supervisor").client
    for sheet in ("bounced", "parked", "reopened"):
        assert "下水道堵塞" in text_of(supervisor.get(f"/desk/?sheet={sheet}")), sheet
    page = supervisor.get("/desk/overview").content.decode()
    assert page.count("/desk/m/") >= 3


def test_it_is_for_those_who_lead(cast: Cast) -> None:
    for login in ("desk", "grid", "property", "reader"):
        assert Worker.of(login).client.get("/desk/overview").status_code == 302
    assert "全局" in text_of(Worker.of("dispatcher").client.get("/desk/"))


def test_it_asks_a_fixed_number_of_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        cast.working()
    client = Worker.of("supervisor").client
    client.get("/desk/overview")
    with django_assert_max_num_queries(15):
        client.get("/desk/overview")


def test_everybody_reads_the_lists_of_a_year(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.accepted()
    given = {"roll": "pledges", "year": 2023, "promise": "年内疏通", "promise_en": "Clear it this year"}
    gate.do(listings.put, cast.supervisor, matter=told.number, **given, source="示例：年度计划")
    assert "年内疏通" in text_of(Client().get("/lists"))
    english = text_of(Client().get("/lists?year=2023", headers={"accept-language": "en"}))
    assert "Clear it this year" in english and "年内疏通" not in english


def test_where_there_is_no_list_yet_the_page_says_what_will_stand_there(cast: Cast) -> None:
    assert "还没有公布清单" in text_of(Client().get("/lists?year=abcd"))
