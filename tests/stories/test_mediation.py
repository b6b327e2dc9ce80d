"""A dispute from one side's phone to the signed paper, at the doors people use; and everybody else learns a count at most."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haitang.engine import clock, outbox, sealing
from haitang.records.contact import Reading
from haitang.records.mediation import Accord, Side
from haitang.records.voice import Answer, Voice
from tests import mediations
from tests.cast import Cast
from tests.entrypoints.web.residents import phone, proved, staff, text_of
from tests.house.addresses import routes
from tests.house.test_two_organizations import address

SAID, MINUTES, PHONE = "院墙边那棵树的事", "双方同意修枝", "13812340000"
OUTSIDERS = ["", "desk", "supervisor", "administrator", "mediator"]


def acted(client: Client, name: str, number: str, **given: str) -> None:
    answer = client.post(reverse("act", args=[name]), {"matter": number, "next": "/", **given})
    assert answer.status_code == 302, text_of(answer)


def asked(client: Client) -> str:
    given = {"words": SAID, "place": "daguan", "contact": PHONE}
    answer = client.post(reverse("mediation"), given)
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"]).rpartition("/")[2]


def test_from_one_sides_phone_to_the_signed_paper(cast: Cast) -> None:
    side, mediator = phone(), staff("second_mediator")
    number = asked(side)
    assert "双方同意" in text_of(side.get(reverse("receipt", args=[number])))
    page = reverse("desk_mediation", args=[number])
    assert SAID not in text_of(mediator.get(page)) and number in text_of(mediator.get(reverse("desk_mediations")))

    acted(mediator, "mediation.take", number, unconcerned="yes")
    shut = text_of(mediator.get(page))
    assert SAID not in shut and PHONE not in shut and not Reading.objects.exists()
    opened = text_of(mediator.post(reverse("desk_mediation_open", args=[number]), {"reason": "约时间"}))
    assert SAID in opened and PHONE in opened and Reading.objects.count() == 2
    assert "约时间" in text_of(side.get(reverse("mediation_own", args=[number])))

    slip = mediator.post(reverse("mediation_invite", args=[number]), {"language": "en"}, follow=True)
    assert number in text_of(slip)
    acted(side, "mediation.consent", number)
    acted(mediator, "mediation.consent", number, side="second", how="paper")
    sitting = {"day": str(clock.today()), "venue": "daguan", "record": MINUTES}
    acted(mediator, "agreements.sit", number, **sitting)
    signed = {"day": str(clock.today()), "paper": SimpleUploadedFile("a.pdf", mediations.PDF, "application/pdf")}
    assert mediator.post(reverse("desk_mediation_sign", args=[number]), signed).status_code == 302

    own = text_of(side.get(reverse("mediation_own", args=[number])))
    assert "30 天内" in own and SAID in own and MINUTES not in own
    paper = mediator.post(reverse("desk_mediation_paper", args=[number]), {"reason": "核对"})
    assert paper.content == mediations.PDF and paper["Cache-Control"].startswith("max-age=0")
    told = Answer.objects.filter(voice__matter__number=number).order_by("voice").values_list("language", flat=True)
    assert list(told) == ["zh-hans", "en"]


def test_each_side_reads_its_own_and_nothing_of_the_other(cast: Cast) -> None:
    dispute = mediations.sat(cast, MINUTES, words=SAID, contact=PHONE)
    assert dispute.second is not None
    other = proved(dispute.second)
    for route in ("mediation_own", "receipt", "my_data", "my_data_export", "matter"):
        page = text_of(other.get(reverse(route, args=[dispute.number]), follow=True))
        assert SAID not in page and MINUTES not in page and "0000" not in page.replace(dispute.number, ""), route
    own = proved(dispute.first)
    assert SAID in text_of(own.get(reverse("my_data", args=[dispute.number])))


def test_a_sides_data_names_its_own_ledger_lines_alone(cast: Cast) -> None:
    dispute = mediations.signed(cast)
    data = proved(dispute.first).get(reverse("my_data_export", args=[dispute.number]), {"format": "json"}).json()
    assert len(data["ledger_lines"]) == 2, "asking and agreeing"
    assert data["said"]["words"] == mediations.WORDS


@pytest.mark.once
@pytest.mark.parametrize("login", OUTSIDERS)
def test_nobody_else_finds_it_at_any_address(cast: Cast, login: str) -> None:
    dispute = mediations.signed(cast, words=SAID, contact=PHONE)
    mediations.sat(cast, MINUTES)
    outbox.drain()
    sealing.seal_all()
    client = staff(login) if login else Client()
    mask = "138····00"
    for pattern, _ in routes():
        answer = client.get(address(pattern, dispute.first), headers={"accept-language": "zh-CN"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode(errors="replace")
        assert not [word for word in (SAID, MINUTES, PHONE, mask, "人民调解协议") if word in text], pattern


@pytest.mark.parametrize("login", [*OUTSIDERS[1:], "other_mediator"])
def test_its_pages_are_not_there_for_anybody_else(cast: Cast, login: str) -> None:
    dispute = mediations.signed(cast)
    for route in ("desk_mediation", "desk_mediation_sign", "desk_matter"):
        assert staff(login).get(reverse(route, args=[dispute.number])).status_code == 404
    assert dispute.number not in text_of(staff(login).get(reverse("desk_mediations")))
    assert staff(login).post(reverse("desk_mediation_open", args=[dispute.number]), {"reason": "x"}).status_code == 404


def test_a_guessed_number_looks_like_one_that_is_not_public(cast: Cast) -> None:
    dispute, private = mediations.signed(cast), cast.report()
    pages = [text_of(Client().get(reverse("matter", args=[number]))) for number in (dispute.number, private.number)]
    assert pages[0].replace(dispute.number, "") == pages[1].replace(private.number, "")
    assert Client().get(reverse("mediation_own", args=[dispute.number])).status_code == 302


def test_lists_boards_search_and_interfaces_leave_it_out(cast: Cast) -> None:
    dispute = mediations.signed(cast)
    desk = staff("desk")
    for url in ("/desk/", "/desk/?sheet=closed", "/desk/board", "/desk/inbox", "/desk/undelivered"):
        assert dispute.number not in text_of(desk.get(url, follow=True)), url
    said = [
        text_of(desk.get(f"/desk/find?q={number}", follow=True)).replace(number, "")
        for number in (dispute.number, "SJ23-99999-9")
    ]
    assert said[0] == said[1], "a number that is there is answered like one that is not"


@pytest.mark.parametrize("missing", ["words", "place"])
def test_the_form_says_what_is_missing_and_keeps_the_rest(cast: Cast, missing: str) -> None:
    given = {"words": SAID, "place": "daguan", "contact": PHONE}
    answer = phone().post(reverse("mediation"), {**given, missing: ""})
    assert answer.status_code == 422
    assert all(value in answer.content.decode() for name, value in given.items() if name != missing)


def test_the_desk_writes_a_request_down_with_the_matter_it_grew_from(cast: Cast) -> None:
    told, desk = cast.report("两家为楼道的事"), staff("desk")
    assert reverse("mediation") in desk.get(reverse("desk_matter", args=[told.number])).content.decode()
    form = desk.get(reverse("mediation"), {"origin": told.number})
    assert f'name="origin" value="{told.number}"' in form.content.decode()
    given = {"words": SAID, "place": "daguan", "origin": told.number, "for_somebody": "yes"}
    answer = desk.post(reverse("mediation"), given)
    assert answer.status_code == 302 and Side.objects.count() == 1
    number = str(answer["Location"]).rpartition("/")[2]
    assert number not in text_of(desk.get(reverse("desk_matter", args=[told.number])))
    assert Voice.objects.get(matter__number=number).for_somebody and not Accord.objects.exists()


def test_a_paper_that_is_none_is_refused_and_nothing_is_signed(cast: Cast) -> None:
    dispute, mediator = mediations.sat(cast), staff("second_mediator")
    wrong = SimpleUploadedFile("a.pdf", b"no pdf at all", "application/pdf")
    for given in ({}, {"paper": wrong}):
        url = reverse("desk_mediation_sign", args=[dispute.number])
        assert mediator.post(url, {"day": str(clock.today()), **given}).status_code == 422
    assert not Accord.objects.exists()
