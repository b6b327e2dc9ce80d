"""The data subject's desk: see, take along, correct, be erased; for the browser that proved the voice and nobody else."""

import json
from typing import Any

import pytest
from django.urls import reverse

from haitang.commands import erasures
from haitang.engine import gate, looking, vault
from haitang.kernel.registry import commands
from haitang.records.erasure import ErasureRequest
from haitang.records.voice import Voice
from tests.browser import every_page
from tests.cast import Cast, Told
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import PHONE, SAID, phone, proved, staff, text_of

ROUTES = ("my_data", "my_data_export", "my_data_correct", "my_data_erase")


@pytest.fixture
def told(cast: Cast) -> Told:
    told = cast.answered(cast.report(SAID, place="dgmy-15", contact=PHONE, place_words="602 室"))
    looking.look(voice_of(told).contact_id or 0, cast.desk, "问在哪一层")
    return told


def voice_of(told: Told) -> Voice:
    return Voice.objects.select_related("contact__organization").get(pk=told.voice.voice)


def at(route: str, told: Told) -> str:
    return reverse(route, args=[told.number])


def test_everything_kept_is_there_and_the_contact_is_masked(told: Told) -> None:
    answer = proved(told).get(at("my_data", told))
    page = text_of(answer)
    for part in (SAID, "602 室", "139····78", "昨天已经疏通", "社区受理台", "问在哪一层", "15幢", "诉求收到"):
        assert part in page
    assert PHONE not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_its_owner_may_see_the_contact_in_full(told: Told) -> None:
    assert PHONE in text_of(proved(told).post(at("my_data", told)))
    assert looking.verify_readings() == 1  # looking at one's own contact is no look


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_else_gets_in(cast: Cast, told: Told, route: str) -> None:
    other = cast.report(SAID)
    for client in (phone(), proved(other), staff("desk"), staff("other_desk"), staff("administrator")):
        for answer in (client.get(at(route, told)), client.post(at(route, told), {"secret": other.secret})):
            assert answer.status_code == 302 and answer.headers["Location"] == at("matter", told)
    assert voice_of(told).words == SAID


def test_the_file_to_take_along_holds_everything_and_says_its_format(told: Told) -> None:
    answer = proved(told).get(at("my_data_export", told) + "?format=json")
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = json.loads(answer.content)
    assert kept["format"] == "haitang-my-data/1" and kept["number"] == told.number
    assert kept["said"]["words"] == SAID and kept["said"]["place_words"] == "602 室"
    assert kept["contact"] == {"channel": "phone", "text": PHONE}
    assert [one["reason"] for one in kept["who_looked"]] == ["问在哪一层"]
    assert len(kept["answers"]) == 1 and kept["ledger_lines"][0]["own"] is True
    assert "account" not in answer.content.decode()


def test_the_page_to_print_says_the_same(told: Told) -> None:
    page = text_of(proved(told).get(at("my_data_export", told)))
    for part in (SAID, PHONE, "问在哪一层"):
        assert part in page


def test_the_contact_is_corrected(told: Told) -> None:
    client = proved(told)
    wrong = client.post(at("my_data_correct", told), {"contact": " "})
    assert wrong.status_code == 422 and "这一项要填" in text_of(wrong)
    done = client.post(at("my_data_correct", told), {"contact": "li.hua@example.org"}, follow=True)
    assert "已更正" in text_of(done) and "l···@e···" in text_of(done)
    contact = voice_of(told).contact
    assert contact is not None and vault.unseal(contact) == "li.hua@example.org"


def test_erasing_says_beforehand_what_goes_and_asks_for_the_code(told: Told) -> None:
    client = proved(told)
    page = text_of(client.get(at("my_data_erase", told)))
    for part in ("永久删掉的", "留下的", "公开台账和所有计数"):
        assert part in page
    for secret in ("", "WRONGONE"):
        answer = client.post(at("my_data_erase", told), {"secret": secret})
        assert answer.status_code == 422 and voice_of(told).words == SAID
    done = client.post(at("my_data_erase", told), {"secret": told.secret}, follow=True)
    assert "应本人要求抹除" in text_of(done)
    assert voice_of(told).words == ""


def test_afterwards_the_number_says_so_and_nothing_is_left_to_read(cast: Cast, told: Told) -> None:
    gate.do(erasures.erase, told.voice, matter=told.number)
    client = proved(told)
    page = text_of(client.get(at("matter", told)))
    assert "应本人要求抹除" in page and "密封部分已抹除" in page
    for route in ROUTES:
        assert client.get(at(route, told), follow=True).status_code == 200
    desk = text_of(staff("desk").get(reverse("desk_matter", args=[told.number])))
    assert "应本人要求抹除" in desk
    for part in (SAID, PHONE, "139····78", "602 室", "昨天已经疏通"):
        assert part not in page + desk
    assert "下水道堵塞" in text_of(phone().get(at("matter", told)))
    for login in ("auditor", "desk"):
        assert staff(login).get("/desk/l/sujin/4").status_code in {200, 302, 404}


def test_pages_take_no_more_queries_when_more_was_written(cast: Cast, told: Told) -> None:
    mine = Worker(proved(told))
    before = {route: mine.queries(at(route, told)) for route in ROUTES}
    for _ in range(3):
        looking.look(voice_of(told).contact_id or 0, cast.desk, "再问一次")
    assert {route: mine.queries(at(route, told)) for route in ROUTES} == before
    assert max(before.values()) <= 15


def test_pages_of_the_desk_take_few_queries_empty_and_full(cast: Cast, told: Told) -> None:
    worker, pages = Worker.of("supervisor"), ("desk_erasures", "desk_retention", "desk_exports")
    empty = [worker.queries(reverse(page)) for page in pages]
    every_page.privacy(cast)
    full = [worker.queries(reverse(page)) for page in pages]
    assert max(empty + full) <= 10


def test_the_desk_takes_a_wish_down_and_somebody_else_carries_it_out(cast: Cast, told: Told) -> None:
    desk = Worker.of("desk")
    page = desk.client.get(reverse("desk_matter", args=[told.number])).content.decode()
    assert "/do/erasures.ask?" in page
    given: dict[str, Any] = {"matter": told.number, "voice": told.voice.voice, "reason": "带收据来的"}
    assert desk.client.post("/do/erasures.ask", given).status_code == 302
    request = ErasureRequest.objects.get()
    own = desk.client.get(reverse("desk_erasures")).content.decode()
    assert told.number in own and "erasures.carry_out" not in own
    supervisor = Worker.of("supervisor")
    supervisor.does(reverse("desk_erasures"), "erasures.carry_out")
    request.refresh_from_db()
    assert request.done_at is not None and voice_of(told).words == ""
    assert told.number not in Worker.of("dispatcher").client.get(reverse("desk_erasures")).content.decode()
    assert told.number not in Worker.of("other_supervisor").client.get(reverse("desk_erasures")).content.decode()
    assert "erasures.carry_out" in commands
