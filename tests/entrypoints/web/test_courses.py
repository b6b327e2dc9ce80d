"""The other courses of a case on the pages: a question and its reply, a matter parked in public, a neighbor's voice."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from haitang.commands import asking, deferring, handing
from haitang.engine import clock, gate
from haitang.engine.promise import due
from haitang.kernel.limits import SENTENCE
from haitang.records.matter import Matter
from haitang.records.voice import Voice
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import phone, proved, staff, text_of

ClockAt = Callable[[str], None]


def own(client: Client, number: str) -> str:
    return text_of(client.get(reverse("matter", args=[number])))


def test_a_question_stands_first_and_one_sentence_replies(cast: Cast) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="是哪一层？")
    client = proved(told)
    assert "是哪一层？" in own(client, told.number)
    given = {"matter": told.number, "words": "三楼", "next": reverse("matter", args=[told.number])}
    answer = client.post(reverse("act", args=["asking.reply"]), given)
    assert (answer.status_code, answer["Location"]) == (302, reverse("matter", args=[told.number]))
    assert "是哪一层？" not in own(client, told.number) and "说事人回了" in own(client, told.number)
    assert "三楼" in text_of(staff("desk").get(reverse("desk_matter", args=[told.number])))


def test_a_stranger_neither_reads_the_question_nor_replies(cast: Cast) -> None:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="是哪一层？")
    assert "是哪一层？" not in own(phone(), told.number)
    answer = phone().post(reverse("act", args=["asking.reply"]), {"matter": told.number, "words": "三楼"})
    assert answer.status_code == 403


def test_what_waits_is_one_list_of_the_desk_and_its_clock_stands(cast: Cast) -> None:
    asked, referred, parked = cast.report(), cast.referred(), cast.parked()
    gate.do(asking.ask, cast.desk, matter=asked.number, words="是哪一层？")
    page = staff("desk").get(reverse("desk") + "?sheet=waiting").content.decode()
    assert all(told.number in page for told in (asked, referred, parked))
    assert "停表" in page


def test_everybody_reads_what_is_parked_why_and_until_when_but_no_sentence_of_the_office(cast: Cast) -> None:
    told = cast.parked()
    page = text_of(phone().get(reverse("parked")))
    assert told.number in page and "等季节" in page and "等开春再补种" not in page
    public = own(phone(), told.number)
    assert "等季节" in public and "等开春再补种" not in public
    assert "等开春再补种" in own(proved(told), told.number)


def test_an_empty_list_says_what_would_stand_there(cast: Cast) -> None:
    assert "等季节、等预算" in text_of(phone().get(reverse("parked")))


def test_a_private_or_unscreened_matter_is_not_on_the_parked_list(cast: Cast) -> None:
    told = cast.parked(cast.working(cast.assigned(cast.accepted(screened=False))))
    assert told.number not in text_of(phone().get(reverse("parked")))


def test_the_voice_reads_who_was_asked_to_take_it_over_and_until_when(cast: Cast) -> None:
    told = cast.referred()
    assert "供电公司" in own(proved(told), told.number)
    gate.do(handing.taken, cast.desk, matter=told.number, sentence="供电公司，95598。")
    assert "已由别的单位接办" in own(proved(told), told.number)


def test_more_time_shows_the_first_date_beside_the_new_one(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.working()
    until = due(told.record().due_at or clock.now(), 2).at
    gate.do(deferring.ask_time, cast.property, matter=told.number, due=until, reason="等配件")
    gate.do(deferring.grant_time, cast.supervisor, matter=told.number)
    page = own(proved(told), told.number)
    assert "11 月 20 日" in page and "11 月 22 日" in page and "等配件" in page


def test_a_neighbor_says_the_same_and_has_an_own_code(cast: Cast) -> None:
    told = cast.accepted()
    client, door = phone(), reverse("me_too", args=[told.number])
    assert door in client.get(reverse("matter", args=[told.number])).content.decode()
    assert client.get(door).status_code == 200
    answer = client.post(door, {"words": "我家也堵", "contact": "13800001234", "key": "one"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("receipt", args=[told.number]))
    receipt = text_of(client.get(answer["Location"]))
    assert told.number in receipt and told.secret not in receipt
    assert Voice.objects.filter(matter__number=told.number).count() == 2
    assert client.post(door, {"words": "我家也堵", "contact": "13800001234", "key": "one"}).status_code == 302
    assert Voice.objects.filter(matter__number=told.number).count() == 2


def test_nobody_joins_what_they_may_not_see(cast: Cast) -> None:
    for number in (cast.report().number, "SJ23-09999-1", "x"):
        assert phone().get(reverse("me_too", args=[number])).status_code == 404


def test_a_wrong_voice_comes_back_with_what_was_typed(cast: Cast) -> None:
    told = cast.accepted()
    answer = phone().post(reverse("me_too", args=[told.number]), {"words": "长" * (SENTENCE + 1), "key": "k"})
    assert answer.status_code == 422 and "长长长" in answer.content.decode()


def test_whoever_needs_it_no_longer_is_asked_once_more_and_told(cast: Cast) -> None:
    told = cast.accepted()
    client = proved(told)
    page = client.get(reverse("matter", args=[told.number])).content.decode()
    assert reverse("act", args=["voices.withdraw"]) in page
    asked = client.get(reverse("act", args=["voices.withdraw"]), {"matter": told.number})
    assert asked.status_code == 200 and Matter.objects.get(number=told.number).state == "accepted"
    assert client.post(reverse("act", args=["voices.withdraw"]), {"matter": told.number}).status_code == 302
    assert Matter.objects.get(number=told.number).state == "closed"


def test_the_third_hand_back_leaves_the_supervisor_a_decision(cast: Cast) -> None:
    told = cast.bounced()
    doors = {door for door in Worker.of("supervisor").doors(reverse("desk_matter", args=[told.number]))}
    assert any(door.endswith("handing.adjudicate") for door in doors)
    dispatcher = {door for door in Worker.of("dispatcher").doors(reverse("desk_matter", args=[told.number]))}
    assert not any(door.endswith("matters.assign") for door in dispatcher)


def test_what_somebody_wrote_beside_a_chosen_reason_is_marked_with_its_language_and_never_shows_tags(
    cast: Cast,
) -> None:
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="归<管网>单位")
    client = staff("desk")
    client.cookies["django_language"] = "en"
    page = client.get(reverse("desk_matter", args=[told.number])).content.decode()
    assert 'Not ours · <span lang="zh-Hans">归&lt;管网&gt;单位</span>' in page and "&lt;span" not in page
