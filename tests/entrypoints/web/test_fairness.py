"""Fairness as pages show it: blind where one's own office is meant, private where it is private, an appeal in two taps."""

import json

import pytest
from django.test import Client

from haitang.commands import fairness
from haitang.engine import gate, ledger
from haitang.entrypoints.web.public import fair
from haitang.records.contact import Contact
from haitang.records.voice import Voice
from tests.cast import Cast
from tests.commands.fair import WITHHELD, appealed, confirmed, proposed
from tests.entrypoints.web.residents import phone, proved, staff, text_of

SAID = "窗口的人说没空，不收材料"


def lists_of(client: Client, number: str) -> dict[str, str]:
    """Every list, page, search and message of the desk in which a number could stand, by address."""
    addresses = [
        "/desk/", "/desk/?sheet=open", "/desk/?sheet=new", "/desk/?sheet=late", "/desk/?sheet=to_assign", "/desk/mine",
        "/desk/inbox", "/desk/undelivered", "/desk/erasures", "/desk/ledger", "/desk/l/sujin", "/desk/meetings/new",
    ]  # fmt: skip
    found = {each: client.get(each, follow=True).content.decode() for each in addresses}
    found["search"] = client.get("/desk/find", {"number": number}, follow=True).content.decode()
    found["public search"] = client.get("/find", {"q": number}).content.decode()
    found["public"] = client.get("/answers").content.decode()
    return found


def test_the_office_concerned_finds_it_on_no_page(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    own, above = staff("desk"), staff("dispatcher")
    assert [where for where, text in lists_of(own, told.number).items() if SAID in text] == []
    named = [where for where, text in lists_of(own, told.number).items() if told.number in text]
    assert set(named) <= {"search", "public search"}, "what one typed oneself may stand in the box again"
    for address in (
        f"/desk/m/{told.number}", f"/desk/peek/{told.number}", f"/desk/m/{told.number}/links",
        f"/desk/m/{told.number}/claim",
    ):  # fmt: skip
        assert own.get(address).status_code == 404, address
    assert told.number in above.get("/desk/?sheet=open", follow=True).content.decode()
    page = text_of(above.get(f"/desk/m/{told.number}"))
    assert "由上一级办" in page and SAID in page


def test_its_ledger_lines_name_it_to_nobody_of_the_office(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    entry = ledger.head("sujin").size
    own, above = staff("desk"), staff("dispatcher")
    assert told.number not in own.get(f"/desk/l/sujin/{entry}").content.decode()
    assert told.number in above.get(f"/desk/l/sujin/{entry}").content.decode()


def test_the_json_door_says_the_same_of_it_as_of_no_number_at_all(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    said = []
    for number in (told.number, "SJ23-99999-9"):
        body = json.dumps({"matter": number, "category": "other"})
        answer = staff("desk").post("/api/commands/matters.accept", body, content_type="application/json")
        said.append((answer.status_code, answer.json()["detail"] if "detail" in answer.json() else answer.json()))
    assert said[0] == said[1]


def test_who_spoke_reads_that_it_went_one_level_up(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    assert "由上一级办" in text_of(proved(told).get(f"/m/{told.number}"))
    top = cast.report(SAID, concerns="supervisor")
    assert "本系统里它没有上一级" in text_of(proved(top).get(f"/m/{top.number}"))


def test_the_form_asks_for_the_office_without_a_person_s_name(cast: Cast) -> None:
    page = phone().get("/report").content.decode()
    assert 'name="concerns"' in page and "大观名园社区（整个）" in page
    phone().post("/report", {"words": SAID, "place": "dgmy", "concerns": "office:daguan", "named": "yes", "key": "k"})
    voice = Voice.objects.get(words=SAID)
    assert (voice.named, voice.matter.raised_past, voice.matter.concerns) == (True, "/gusu/sujin/daguan/", None)


@pytest.mark.parametrize(("given", "private"), [({"private": "yes"}, True), ({}, False)])
def test_a_private_matter_shows_as_such_on_every_shared_screen(
    cast: Cast, given: dict[str, str], private: bool
) -> None:
    words = "楼上老人吃药的事"
    phone().post("/report", {"words": words, "place": "dgmy", "place_words": "3幢旁", "key": "k", **given})
    number = Voice.objects.get(words=words).matter.number
    desk = staff("desk")
    shared = [desk.get("/desk/?sheet=open", follow=True), desk.get(f"/desk/peek/{number}"), desk.get("/desk/")]
    assert all((words in answer.content.decode()) is not private for answer in shared[:2])
    assert ("私事" in shared[0].content.decode()) is private
    assert words in desk.get(f"/desk/m/{number}").content.decode(), "those who handle it read it on its own page"


def test_who_handles_it_sees_no_contact_that_the_voice_has_not_opened(cast: Cast) -> None:
    shut = cast.assigned(cast.accepted(cast.report(contact="13800001234")))
    opened = cast.assigned(cast.accepted(cast.report(contact="13800001234", named=True)))
    owner, desk = staff("property"), staff("desk")
    mask = Contact.objects.filter(voice__matter__number=shut.number).values_list("mask", flat=True)[0]
    pages = {told.number: owner.get(f"/desk/m/{told.number}").content.decode() for told in (shut, opened)}
    assert mask not in pages[shut.number] and "不给办事的人看" in pages[shut.number]
    assert mask in pages[opened.number]
    assert mask in desk.get(f"/desk/m/{shut.number}").content.decode()
    for told, status in ((shut, 403), (opened, 200)):
        address = f"/desk/m/{told.number}/contact/{told.voice.voice}"
        answer = owner.post(address, {"reason": "约时间上门"})
        assert (answer.status_code, "13800001234" in answer.content.decode()) == (status, status == 200)
    assert (
        staff("checker").post(f"/desk/m/{opened.number}/contact/{opened.voice.voice}", {"reason": "看"}).status_code
        == 403
    )


def test_the_second_look_and_the_appeal_are_taken_from_one_list(cast: Cast) -> None:
    told = proposed(cast)
    checker = staff("checker")
    assert told.number in checker.get("/desk/fairness").content.decode()
    assert staff("desk").get("/desk/fairness").status_code == 403
    assert told.number in staff("auditor").get("/desk/fairness").content.decode()
    assert staff("auditor").get(f"/desk/m/{told.number}").status_code == 200
    checker.post("/do/fairness.confirm_aside", {"matter": told.number, "key": "k"})
    page = proved(told).get(f"/m/{told.number}").content.decode()
    assert "/do/fairness.appeal" in page and "广告" in page
    proved(told).post("/do/fairness.appeal", {"matter": told.number, "words": "不是广告", "key": "k"})
    assert "定申诉" in staff("supervisor").get("/desk/fairness").content.decode()


def test_everybody_reads_counts_and_reasons_and_nobody_s_words(cast: Cast) -> None:
    told = appealed(cast)
    confirmed(cast, WITHHELD)
    gate.do(fairness.decide_appeal, cast.supervisor, matter=told.number, judgment="upheld", sentence="是一件事")
    page = text_of(phone().get("/fairness"))
    assert "批评不是理由" in page and "广告" in page and "不公开" in page
    assert told.number not in page and "不是广告" not in page
    assert "Criticism is not a reason" in text_of(phone("en").get("/fairness"))


def test_where_not_all_are_counted_the_page_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed(cast, WITHHELD)
    assert "这里数的是最近" not in text_of(phone().get("/fairness"))
    monkeypatch.setattr(fair, "MOST", 1)
    confirmed(cast, WITHHELD)
    assert "这里数的是最近 1 个决定" in text_of(phone().get("/fairness"))
