"""On paper: the sheet, typing it in, the receipt handed back, plates; and a verdict entered for somebody."""

import re
from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from haitang.records.matter import Matter
from haitang.records.voice import Verdict, Voice
from tests.cast import Cast
from tests.entrypoints.web.residents import phone, staff, text_of

PAPER = reverse("desk_paper")


def test_the_sheet_speaks_both_languages_and_carries_the_code_of_its_place(cast: Cast) -> None:
    page = phone().get(reverse("report_paper"), {"place": "dgmy"}).content.decode()
    assert "说一件事" in page and "Say something" in page and "大观名园" in page
    assert "<svg" in page and "/report?place=dgmy" in page
    assert phone().get(reverse("report_paper"), {"place": "no\x00where"}).status_code == 200


def test_typed_in_with_its_date_a_receipt_is_printed(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-17 09:30")
    recorder = staff("recorder")
    form = recorder.get(PAPER).content.decode()
    assert re.findall(r'name="(words|place|contact|how|said_on|photos)"', form)
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    given = {"key": key[1], "words": "门口的灯坏了", "place": "dgmy-15", "how": "paper", "said_on": "2023-11-15"}
    answer = recorder.post(PAPER, given)
    number = answer.headers["Location"].rsplit("/", 1)[1]
    receipt = text_of(recorder.get(answer.headers["Location"]))
    assert number in receipt and "打印回执" in receipt
    assert Voice.objects.get(matter__number=number).for_somebody
    assert recorder.post(PAPER, given).headers["Location"] == answer.headers["Location"]
    assert Matter.objects.count() == 1


def test_what_is_wrong_is_said_and_a_danger_comes_first_there_as_well(cast: Cast) -> None:
    recorder = staff("recorder")
    wrong = recorder.post(PAPER, {"key": "a", "words": "", "place": "dgmy", "said_on": "2099-01-01"})
    assert wrong.status_code == 422 and Matter.objects.count() == 0
    stop = recorder.post(PAPER, {"key": "b", "words": "电梯困人了", "place": "dgmy", "how": "by_phone", "said_on": ""})
    assert "先打电话" in text_of(stop) and Matter.objects.count() == 0
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', stop.content.decode()))
    told = recorder.post(PAPER, {**carried, "called": "yes"})
    assert told.status_code == 302 and Matter.objects.get().severity == 0


def test_whoever_only_reads_figures_types_nothing(cast: Cast) -> None:
    assert staff("reader").get(PAPER).status_code == 403


def test_a_sheet_of_plates_holds_the_places_of_the_post_only(cast: Cast) -> None:
    page = staff("desk").get(reverse("desk_plates")).content.decode()
    assert "dgmy-15" in page and "bzxc" not in page
    assert "bzxc" not in staff("desk").get(reverse("desk_plates"), {"place": "bzxc"}).content.decode()
    assert "daguan-1" not in re.findall(r'<small class="number">([^<]+)', page)


def test_a_plate_leads_to_the_form_of_its_place(cast: Cast) -> None:
    assert phone().get(reverse("plate", args=["dgmy-15"])).headers["Location"] == "/report?place=dgmy-15"
    assert phone().get(reverse("plate", args=["nowhere"])).headers["Location"] == "/report"


def test_a_verdict_given_at_the_counter_is_entered_beside_the_voice(cast: Cast) -> None:
    told = cast.answered()
    page = reverse("desk_matter", args=[told.number])
    found = re.search(r'href="(/do/voices.judge_for[^"]+)"', staff("desk").get(page).content.decode())
    assert found is not None and "judge_for" not in staff("property").get(page).content.decode()
    form = staff("desk").get(found[1].replace("&amp;", "&")).content.decode()
    given = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    answer = staff("desk").post(
        reverse("act", args=["voices.judge_for"]), {**given, "verdict": "yes", "how": "counter"}
    )
    assert answer.status_code == 302 and told.record().state == "closed"
    assert Verdict.objects.get(voice=told.voice.voice).verdict == "yes"
