"""Report, receipt, follow, verdict: the whole story of a resident without JavaScript."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

import haitang
from haitang.commands import matters, reopening
from haitang.engine import clock, gate, sealing
from haitang.kernel.actor import Actor
from haitang.kernel.limits import PHOTOS, SENTENCE
from haitang.records.contact import Contact
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.voice import Verdict, Voice
from tests.cast import Cast, Told
from tests.entrypoints.web.residents import phone, proved, staff, text_of

VERIFIER = Path(haitang.__file__).parent / "verifier" / "haitang_verify.py"


def key_of(client: Client) -> str:
    """The hidden key of a form that was just opened."""
    found = re.search(r'name="key" value="([^"]+)"', client.get(reverse("report")).content.decode())
    assert found is not None
    return found[1]


def send(client: Client, **given: Any) -> Any:
    """Open the form, fill it in and send it."""
    return client.post(reverse("report"), {"key": key_of(client), "words": "路灯不亮", **given})


def number_of(answer: Any) -> str:
    assert answer.status_code == 302, text_of(answer)
    return str(answer.headers["Location"].rsplit("/", 1)[1])


def told_of(number: str) -> Told:
    voice = Voice.objects.get(matter__number=number)
    return Told(number, voice.matter_id, Actor("web", voice=voice.pk))


def picture(color: str = "red") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def test_one_sentence_is_enough_for_a_number_a_code_and_a_date(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-14 09:30")
    client = phone()
    number = number_of(send(client))
    receipt = client.get(reverse("receipt", args=[number]))
    page = text_of(receipt)
    assert number in page
    assert f"{told_of(number).secret[:4]} {told_of(number).secret[4:]}" in page
    assert "11 月 21 日 周二 18:00" in page
    assert receipt.headers["Cache-Control"] == "no-store"
    assert "<svg" in receipt.content.decode()
    assert Matter.objects.get(number=number).place.code == "sujin"


def test_the_form_promises_the_date_the_receipt_shows(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-14 09:30")
    assert "11 月 21 日 周二 18:00" in text_of(phone().get(reverse("report")))


def test_a_date_in_a_year_without_its_notice_is_marked(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2031-03-03 09:30")
    client = phone()
    assert "暂定" in text_of(client.get(reverse("report")))
    assert "暂定" in text_of(client.get(reverse("receipt", args=[number_of(send(client))])))


def test_everything_may_be_said_at_once(cast: Cast) -> None:
    client = phone("en")
    number = number_of(
        send(
            client, place="dgmy-15", place_words="2 单元", contact="13912345678", for_somebody="yes", photos=[picture()]
        )
    )
    voice = Voice.objects.get(matter__number=number)
    assert (voice.language, voice.for_somebody, voice.matter.place.code) == ("en", True, "dgmy-15")
    assert Contact.objects.get(voice=voice).mask == "139····78"
    assert Attachment.objects.get(voice=voice).purpose == "reported"


def test_sending_the_same_form_twice_shows_the_same_receipt(cast: Cast) -> None:
    client = phone()
    given = {"key": key_of(client), "words": "路灯不亮"}
    first, second = (number_of(client.post(reverse("report"), given)) for _ in range(2))
    assert first == second
    assert Matter.objects.filter(shape="case").count() == 1


def test_going_back_and_saying_something_else_is_a_second_matter_after_one_look(cast: Cast) -> None:
    client = phone()
    key = key_of(client)
    first = number_of(client.post(reverse("report"), {"key": key, "words": "路灯不亮"}))
    asked = client.post(reverse("report"), {"key": key, "words": "井盖松了"})
    assert asked.status_code == 409
    assert "井盖松了" in text_of(asked)
    fresh = re.search(r'name="key" value="([^"]+)"', asked.content.decode())
    assert fresh is not None and fresh[1] != key
    assert number_of(client.post(reverse("report"), {"key": fresh[1], "words": "井盖松了"})) != first


def test_what_is_missing_is_said_and_everything_else_is_kept(cast: Cast) -> None:
    client = phone()
    kept = {"place": "dgmy", "place_words": "2 单元", "contact": "13912345678", "for_somebody": "yes"}
    answer = send(client, words="  ", photos=[picture()], **kept)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：说一件事</title>" in page
    assert 'href="#f-words">请写一句话，说说是什么事' in page
    assert '<option value="dgmy" selected>' in page
    for value in ('value="2 单元"', 'value="13912345678"', 'name="for_somebody" value="yes"', 'name="photos" value="'):
        assert value in page
    digest = re.search(r'name="photos" value="([0-9a-f]{64})"', page)
    assert digest is not None
    number = number_of(send(client, photos=[digest[1]], **kept))
    assert Attachment.objects.get(matter__number=number).file.digest == digest[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("words", "字" * (SENTENCE + 1)),
        ("words", "有\x00字"),
        ("words", "有\u202e字"),
        ("place", "nowhere"),
        ("place", "gusu\x00"),
        ("contact", "1" * 200),
        ("place_words", "字" * (SENTENCE + 1)),
    ],
)
def test_a_wrong_field_is_named_in_the_readers_language(field: str, value: str, cast: Cast) -> None:
    for language, error in (("zh-hans", "错误"), ("en", "Error")):
        answer = send(phone(language), **{field: value})
        assert answer.status_code == 422
        assert f'href="#f-{field}"' in answer.content.decode()
        assert error in text_of(answer)
    assert not Matter.objects.exists()


def test_what_is_no_photo_and_one_photo_too_many_are_refused(cast: Cast) -> None:
    text = SimpleUploadedFile("photo.jpg", b"not a photo", "image/jpeg")
    assert 'href="#f-photos"' in send(phone(), photos=[text]).content.decode()
    colors = ["red", "green", "blue", "white", "black", "gray"][: PHOTOS + 1]
    assert 'href="#f-photos"' in send(phone(), photos=[picture(color) for color in colors]).content.decode()
    assert not Matter.objects.exists()


def test_a_plate_leads_to_the_form_with_its_place_chosen(cast: Cast) -> None:
    client = phone()
    answer = client.get(reverse("plate", args=["dgmy-15"]))
    assert answer.headers["Location"] == "/report?place=dgmy-15"
    page = client.get(answer.headers["Location"]).content.decode()
    assert '<option value="dgmy-15" selected>大观花园 15幢</option>' in page
    assert '<optgroup label="大观名园社区">' in page
    assert client.get(reverse("plate", args=["nothing"])).headers["Location"] == "/report"


def test_a_plate_of_another_organization_offers_its_places(cast: Cast) -> None:
    page = phone().get("/report?place=bzxc-3").content.decode()
    assert '<option value="bzxc-3" selected>' in page
    assert '<option value="dgmy">' not in page


def test_a_receipt_opens_only_where_it_was_given(cast: Cast) -> None:
    number = number_of(send(phone()))
    for stranger in (phone(), staff("desk")):
        assert stranger.get(reverse("receipt", args=[number])).headers["Location"] == reverse("matter", args=[number])
        assert stranger.get(reverse("bundle", args=[number])).status_code == 302


def test_number_and_code_open_the_matter_on_another_phone_however_they_are_typed(cast: Cast) -> None:
    told = cast.answered()
    sloppy = told.number.lower().replace("-", " ").translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    secret = told.secret.lower().replace("0", "o").replace("1", "l")
    client = phone()
    answer = client.post(reverse("follow"), {"number": sloppy, "secret": f" {secret[:4]}-{secret[4:]} "})
    assert answer.headers["Location"] == reverse("matter", args=[told.number])
    assert told.secret not in answer.headers["Location"]
    page = text_of(client.get(answer.headers["Location"]))
    assert "昨天已经疏通，费用由物业承担。" in page
    assert told.number in client.get(reverse("follow")).content.decode()


def test_a_browser_forgets_when_it_is_told_to(cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    assert told.number in client.get(reverse("follow")).content.decode()
    assert client.get(reverse("forget")).status_code == 405
    client.post(reverse("forget"))
    assert "这里不公开" in text_of(client.get(reverse("matter", args=[cast.report().number])))
    assert told.number not in client.get(reverse("follow")).content.decode()


def test_a_forged_cookie_opens_nothing(cast: Cast) -> None:
    told = cast.report()
    client = phone()
    client.cookies["voices"] = json.dumps({told.number: told.voice.voice})
    assert "这里不公开" in text_of(client.get(reverse("matter", args=[told.number])))


def test_ten_wrong_codes_close_a_number_for_an_hour_also_to_the_right_one(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 09:30")
    told, other = cast.report(), cast.report()
    for attempt in range(10):
        answer = phone().post(reverse("follow"), {"number": told.number, "secret": f"0000000{attempt}"})
        assert answer.status_code == 422
        assert 'href="#f-secret"' in answer.content.decode()
    right = {"number": told.number, "secret": told.secret}
    refused = phone().post(reverse("follow"), right)
    assert refused.status_code == 429
    assert "一小时" in text_of(refused)
    proved(other)
    clock_at("2023-11-14 10:31")
    assert phone().post(reverse("follow"), right).status_code == 302


def test_yes_closes_the_matter_and_the_bloom_is_full(cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    assert "好了吗" in text_of(client.get(reverse("matter", args=[told.number])))
    answer = client.post(reverse("judge", args=[told.number]), {"verdict": "yes", "key": "k1"}, follow=True)
    assert told.record().state == "closed"
    assert "bloom full" in answer.content.decode()
    assert "解决民生问题" in text_of(answer)
    assert "好了吗" not in text_of(answer)


@pytest.mark.parametrize("verdict", ["half", "cannot_tell"])
def test_half_and_cannot_tell_are_kept_and_not_asked_again(verdict: str, cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    given = {"verdict": verdict, "words": "还差一点", "key": "k1"}
    page = text_of(client.post(reverse("judge", args=[told.number]), given, follow=True))
    assert Verdict.objects.get(voice=told.voice.voice).verdict == verdict
    assert told.record().state == "answered"
    assert "好了吗" not in page
    assert "还差一点" in page


def test_no_asks_for_a_few_words_and_then_starts_the_work_again(cast: Cast) -> None:
    told = cast.solved()
    client = proved(told)
    address = reverse("judge", args=[told.number])
    asked = client.post(address, {"verdict": "no", "words": "", "key": "k1"})
    assert asked.status_code == 422
    assert "请说说哪里没好" in text_of(asked)
    assert "<title>错误：" in asked.content.decode()
    client.post(address, {"verdict": "no", "words": "又堵了", "key": "k1"})
    assert told.record().state == "reopened"
    assert "又堵了" in text_of(client.get(reverse("matter", args=[told.number])))


def test_a_second_no_is_a_wish_the_supervisor_decides_and_its_way_is_shown(cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    address, page = reverse("judge", args=[told.number]), reverse("matter", args=[told.number])
    client.post(address, {"verdict": "no", "words": "又堵了", "key": "k1"})
    cast_again(cast, told)
    assert "由督办在 2 个工作日内决定" in text_of(client.get(page))
    client.post(address, {"verdict": "no", "words": "还是堵", "key": "k2"})
    assert "您申请了再次复办" in text_of(client.get(page))
    gate.do(reopening.refuse, cast.supervisor, matter=told.number, reason="看过，是通的")
    refused = text_of(client.get(page))
    assert "看过，是通的" in refused and "请上一级再看" in refused
    client.post(reverse("act", args=["reopening.appeal"]), {"matter": told.number, "key": "k3"})
    assert "您申请了再次复办" in text_of(client.get(page))


def test_after_thirty_days_one_tap_says_that_it_has_come_back(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        told = cast.solved()
    client = proved(told)
    assert "又出现了" in text_of(client.get(reverse("matter", args=[told.number])))
    made = client.post(reverse("recur", args=[told.number]), {"key": "k1"})
    assert made.status_code == 302 and told.number not in made["location"]
    assert "3幢楼下的下水道堵了" in text_of(client.get(made["location"].replace("receipt", "m")))


def test_a_joined_matter_shows_how_the_other_one_stands_and_parts_in_one_tap(cast: Cast) -> None:
    first, told = cast.accepted(), cast.report("又是下水道")
    client = proved(told)
    cast.joined(told, first)
    cast.working(first)
    page = reverse("matter", args=[told.number])
    shown = text_of(client.get(page))
    assert first.number in shown and "办理中" in shown and "又是下水道" in shown
    assert "办理中" in text_of(client.get(reverse("follow")))
    cast.answered(first)
    assert "好了吗" in text_of(client.get(page))
    client.post(reverse("judge", args=[told.number]), {"verdict": "half", "key": "k1"})
    client.post(reverse("act", args=["joining.part"]), {"matter": told.number, "key": "k2"})
    assert told.record().state == "received"


def cast_again(cast: Cast, told: Told) -> None:
    """A reopened matter as far as its second answer."""
    gate.do(matters.start, cast.property, matter=told.number)
    gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="再通一次")
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="又通了一次。")


def test_the_same_verdict_sent_twice_counts_once(cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    for _ in range(2):
        given = {"verdict": "half", "key": "k1"}
        assert client.post(reverse("judge", args=[told.number]), given).status_code == 302
    assert Verdict.objects.filter(voice=told.voice.voice).count() == 1


def test_only_the_voice_judges(cast: Cast) -> None:
    told = cast.answered()
    address = reverse("judge", args=[told.number])
    for client in (phone(), staff("desk"), proved(told, staff("desk"))):
        assert client.post(address, {"verdict": "yes", "key": "k1"}).status_code == 403
    assert not Verdict.objects.exists()


def test_staff_who_write_something_down_hand_over_the_slip_and_cannot_judge_it(cast: Cast) -> None:
    desk = staff("desk")
    number = number_of(send(desk, place="dgmy", for_somebody="yes"))
    assert told_of(number).secret[:4] in text_of(desk.get(reverse("receipt", args=[number])))
    desk.post(reverse("sign_out"))
    assert desk.get(reverse("receipt", args=[number])).status_code == 302
    assert "这里不公开" in text_of(desk.get(reverse("matter", args=[number])))


def test_a_photo_is_seen_by_its_voice_and_the_offices_concerned_until_it_is_screened(cast: Cast) -> None:
    client = phone()
    number = number_of(send(client, place="dgmy", photos=[picture()]))
    digest = Attachment.objects.get().file.digest
    address = reverse("photo", args=[digest])
    seen = {
        "voice": client,
        "desk": staff("desk"),
        "stranger": phone(),
        "another voice": proved(cast.report()),
        "another organization": staff("other_desk"),
    }
    assert {who: each.get(address).status_code for who, each in seen.items()} == {
        "voice": 200, "desk": 200, "stranger": 404, "another voice": 404, "another organization": 404,
    }  # fmt: skip
    assert "private" in client.get(address).headers["Cache-Control"]
    cast.accepted(told_of(number))
    _screen(number)
    assert phone().get(address).status_code == 200


def _screen(number: str) -> None:
    with gate.upkeep():
        Attachment.objects.filter(matter__number=number).update(screened=True)


def test_the_proof_can_be_taken_home_once_it_is_sealed(cast: Cast, tmp_path: Path) -> None:
    client = phone()
    number = number_of(send(client))
    assert client.get(reverse("bundle", args=[number])).status_code == 409
    sealing.seal_all()
    taken = client.get(reverse("bundle", args=[number]))
    assert json.loads(taken.content)["body"]["subject"] == number
    file = tmp_path / "proof.json"
    file.write_bytes(taken.content)
    checked = subprocess.run([sys.executable, str(VERIFIER), str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_slip_written_by_staff_proves_its_place_without_naming_the_account(cast: Cast) -> None:
    desk = staff("desk")
    number = number_of(send(desk, place="dgmy"))
    sealing.seal_all()
    taken = json.loads(desk.get(reverse("bundle", args=[number])).content)
    assert "body" not in taken
    assert "account:" not in json.dumps(taken)
