"""What comes between writing and sending: the number to call first, and what neighbors have said; without JavaScript."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haitang.commands import directory, matters
from haitang.engine import clock, gate, ledger, similar
from haitang.kernel.dangers import DANGERS
from haitang.kernel.errors import Invalid
from haitang.records.entry import Leaf
from haitang.records.file import Attachment
from haitang.records.matter import Link, Matter
from haitang.records.office import Idempotency
from haitang.records.voice import Voice
from tests.cast import Cast
from tests.entrypoints.web.residents import phone, staff, text_of
from tests.entrypoints.web.test_public_story import key_of, number_of, picture, send

RESCUE = "0512-0000 0007"
STUCK = "电梯困人了"
DRAIN = "3幢楼下的下水道堵塞，水漫出来"


@pytest.fixture(autouse=True)
def _afresh() -> None:
    similar.forget()


def rescue(cast: Cast, place: str = "dgmy") -> None:
    """The lift rescue of a compound, as its desk keeps it."""
    gate.do(
        directory.add, cast.desk, place=place, sort="lift_rescue", label="大观花园电梯救援电话",
        label_en="Lift rescue of Daguan Garden", phone=RESCUE, checked_on=clock.today().isoformat(),
    )  # fmt: skip


def hidden(answer: Any) -> dict[str, Any]:
    """What the form of a step carries along, the one that leads on or back."""
    forms = re.findall(r"<form.*?</form>", answer.content.decode(), re.S)
    form = next(one for one in forms if 'name="back"' in one)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return {name: values if name == "photos" else values[-1] for name, values in found.items()}


def lines(cast: Cast) -> int:
    return Leaf.objects.filter(ledger="sujin").count()


# Emergencies


@pytest.mark.parametrize(("tongue", "words"), [("zh-hans", STUCK), ("en", "Stuck in the lift!"), ("en", STUCK)])
def test_the_number_comes_first_in_every_language_and_nothing_is_recorded(cast: Cast, tongue: str, words: str) -> None:
    rescue(cast)
    before, matters_before = lines(cast), Matter.objects.count()
    answer = send(phone(tongue), words=words, place="dgmy-15", contact="13912345678")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.index(f"tel:{RESCUE.replace(' ', '')}") < page.index('href="tel:119"') < page.index('name="called"')
    assert (lines(cast), Matter.objects.count()) == (before, matters_before)
    assert not Idempotency.objects.filter(scope__startswith="matters.report anyone").exists()
    assert hidden(answer)["contact"] == "13912345678"


@pytest.mark.parametrize(("said", "expected"), [("yes", True), ("no", False)])
def test_whoever_has_called_or_cannot_is_heard_at_once(cast: Cast, said: str, expected: bool) -> None:
    client = phone()
    first = send(client, words=STUCK, place="dgmy-15", photos=[picture()])
    number = number_of(client.post(reverse("report"), {**hidden(first), "called": said}))
    told = Matter.objects.get(number=number)
    assert (told.severity, told.details["danger"], told.details["called"]) == (0, "stuck", expected)
    assert Voice.objects.get(matter=told).words == STUCK
    assert Attachment.objects.filter(matter=told).count() == 1
    body, _ = ledger.of_subject(number)[0]
    assert '"danger":"stuck"' in (body.facts or "")
    page = text_of(staff("desk").get(reverse("desk_matter", args=[number])))
    assert ("请马上替他们打" in page) is not expected


def test_what_is_no_emergency_after_all_is_an_ordinary_matter(cast: Cast) -> None:
    client = phone()
    first = send(client, words="昨天有人在这里摔伤，地砖松了")
    number = number_of(client.post(reverse("report"), {**hidden(first), "called": "over"}))
    told = Matter.objects.get(number=number)
    assert (told.severity, told.details) == (2, {})


def test_back_from_the_numbers_everything_is_still_there(cast: Cast) -> None:
    client = phone()
    first = send(client, words=STUCK, place="dgmy-15", place_words="2 单元", photos=[picture()])
    page = client.post(reverse("report"), {**hidden(first), "back": "yes"}).content.decode()
    assert STUCK in page and 'value="2 单元"' in page and '<option value="dgmy-15" selected>' in page
    assert 'name="photos" value="' in page


def test_an_answer_nobody_may_give_does_not_open_the_way(cast: Cast) -> None:
    answer = send(phone(), words=STUCK, called="whatever", danger="flood")
    assert answer.status_code == 200 and "先打电话" in text_of(answer)


def test_staff_writing_it_down_for_somebody_see_the_number_as_well(cast: Cast) -> None:
    answer = send(staff("recorder"), words=STUCK)
    assert answer.status_code == 200 and "119" in text_of(answer)


def test_me_too_stops_for_it_as_well(cast: Cast) -> None:
    told = cast.accepted()
    given = {"key": "a-key", "words": "车库着火了"}
    answer = phone().post(reverse("me_too", args=[told.number]), given)
    assert answer.status_code == 200 and Voice.objects.filter(matter__number=told.number).count() == 1
    client = phone()
    client.get(reverse("me_too", args=[told.number]))
    again = client.post(reverse("me_too", args=[told.number]), {**given, "called": "over"})
    assert again.status_code == 302 and Voice.objects.filter(matter__number=told.number).count() == 2


@pytest.mark.parametrize("danger", [danger.code for danger in DANGERS])
def test_each_danger_has_a_page_with_its_numbers(cast: Cast, danger: str) -> None:
    rescue(cast)
    page = phone().get(reverse("danger", args=[danger]), {"place": "dgmy-15"}).content.decode()
    assert re.search(r'href="tel:1(19|10|20)"', page)
    assert (RESCUE in page) == (danger == "stuck")
    form = phone().get(reverse("report"), {"danger": danger, "called": "no", "place": "dgmy"}).content.decode()
    assert f'name="danger" value="{danger}"' in form and 'name="called" value="no"' in form


def test_no_number_is_shown_for_a_place_that_has_none(cast: Cast) -> None:
    rescue(cast)
    assert RESCUE not in text_of(phone().get(reverse("danger", args=["stuck"]), {"place": "jinhua"}))
    assert RESCUE in text_of(phone().get(reverse("danger", args=["stuck"])))
    assert phone().get(reverse("danger", args=["flood"])).status_code == 404
    assert phone().get(reverse("danger", args=["stuck"]), {"place": "no\x00where"}).status_code == 200


# What neighbors have said


def drain(cast: Cast) -> str:
    return cast.accepted(cast.report(words="井盖那里堵了", place="dgmy"), title="3幢楼下下水道堵塞").number


def same(client: Client, answer: Any, number: str) -> Any:
    """Tap “the same” on the card of a matter."""
    action = reverse("me_too", args=[number])
    form = re.search(rf'<form method="post" action="{action}".*?</form>', answer.content.decode(), re.S)
    assert form is not None, text_of(answer)
    given: dict[str, Any] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]):
        given.setdefault(name, []).append(value)
    return client.post(action, given)


def test_what_neighbors_have_said_is_shown_before_sending_and_me_too_is_one_tap(cast: Cast) -> None:
    number, client = drain(cast), phone()
    shown = send(client, words=DRAIN, place="dgmy-15", contact="13912345678", photos=[picture()])
    assert shown.status_code == 200 and "3幢楼下下水道堵塞" in text_of(shown)
    assert Matter.objects.count() == 1
    receipt = same(client, shown, number)
    assert receipt.headers["Location"] == reverse("receipt", args=[number])
    voice = Voice.objects.filter(matter__number=number).latest("id")
    assert (voice.words, voice.contact_id is None) == (DRAIN, False)
    assert Attachment.objects.filter(voice=voice, purpose="reported").count() == 1
    assert same(client, shown, number).status_code == 302
    assert Voice.objects.filter(matter__number=number).count() == 2


def test_whoever_means_something_else_hands_theirs_in_with_everything_kept(cast: Cast) -> None:
    drain(cast)
    client = phone()
    shown = send(client, words=DRAIN, place="dgmy-15", place_words="2 单元", contact="13912345678", photos=[picture()])
    number = number_of(client.post(reverse("report"), hidden(shown)))
    told = Matter.objects.get(number=number)
    assert (told.place.code, told.place_words) == ("dgmy-15", "2 单元")
    assert Attachment.objects.filter(matter=told).count() == 1


def test_nothing_alike_is_no_extra_step(cast: Cast) -> None:
    drain(cast)
    assert number_of(send(phone(), words="路灯不亮", place="dgmy-15"))


def test_only_what_everybody_may_see_is_shown(cast: Cast) -> None:
    cast.report(words=DRAIN, place="dgmy")
    cast.accepted(cast.report(words=DRAIN, place="dgmy"), title="3幢楼下下水道堵塞", screened=False)
    told = Matter.objects.get(number=drain(cast))
    with gate.upkeep():
        told.private = True
        told.save()
    similar.forget()
    assert number_of(send(phone(), words=DRAIN, place="dgmy-15"))


def test_what_was_closed_not_long_ago_says_what_came_of_it_and_may_be_said_again(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.solved(cast.accepted(cast.report(place="dgmy"), title="3幢楼下下水道堵塞"))
    clock_at("2024-01-10 09:30")
    client = phone()
    shown = send(client, words=DRAIN, place="dgmy-15")
    assert "办好了" in text_of(shown) or "已解决" in text_of(shown)
    form = re.search(r'<form method="post" action="/report" data-once>.*?</form>', shown.content.decode(), re.S)
    assert form is not None
    given = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    number = number_of(client.post(reverse("report"), given))
    link = Link.objects.get(source__number=number)
    assert (link.target.number, link.type, link.target.state) == (told.number, "recurrence-of", "closed")
    assert number in text_of(staff("desk").get(reverse("desk_matter", args=[told.number])))
    clock_at("2024-03-20 09:30")
    assert number_of(send(phone(), words=f"{DRAIN}。", place="jinhua"))


def test_nobody_ties_their_report_to_what_they_cannot_see(cast: Cast) -> None:
    told = cast.report()
    answer = send(phone(), words="路灯不亮", again=told.number)
    assert answer.status_code == 422 and Link.objects.count() == 0


def test_a_report_is_the_same_report_when_its_last_step_is_sent_twice(cast: Cast) -> None:
    drain(cast)
    client = phone()
    given = hidden(send(client, words=DRAIN, place="dgmy-15"))
    assert number_of(client.post(reverse("report"), given)) == number_of(client.post(reverse("report"), given))
    assert Matter.objects.count() == 2


def test_a_key_of_a_form_is_kept_through_both_steps(cast: Cast) -> None:
    drain(cast)
    client = phone()
    key = key_of(client)
    first = client.post(reverse("report"), {"key": key, "words": f"{DRAIN}，有人摔伤", "place": "dgmy-15"})
    second = client.post(reverse("report"), {**hidden(first), "called": "over"})
    assert hidden(second)["key"] == key and "是不是这几件" in text_of(second)
    assert number_of(client.post(reverse("report"), hidden(second)))


def test_an_answered_matter_out_of_reach_is_refused_with_a_reason(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.solved()
    with clock.at(clock.now() + timedelta(days=100)), pytest.raises(Invalid) as refusal:
        gate.do(matters.report, cast.anyone, words="又堵了", place="dgmy", again=told.number)
    assert [problem.field for problem in refusal.value.problems] == ["again"]
