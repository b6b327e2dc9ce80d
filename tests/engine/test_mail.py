"""Answers by e-mail, over real SMTP: what arrives, what is repeated, and what is honestly not known."""

import logging
from collections.abc import Iterator

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import answers as answer_commands
from haitang.engine import answers, clock, gate, mail, outbox
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.contact import Contact
from haitang.records.office import Delivery, Setting
from haitang.records.party import Organization
from haitang.records.place import Place
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.mailbox import BREAK, Mailbox, open_mailbox
from tests.servers import free_port

ADDRESS = "li.hua@example.org"


@pytest.fixture
def box(settings: DjangoSettings) -> Iterator[Mailbox]:
    """A mail server that the product is told of."""
    with open_mailbox() as opened:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        settings.PUBLIC_URL = "https://haitang.example.cn/base/"
        yield opened


def answered(cast: Cast, contact: str = ADDRESS, language: str = "zh-hans") -> tuple[Told, Answer]:
    """A matter answered to one voice that can be reached there."""
    told = cast.answered(cast.report(contact=contact, language=language))
    return told, Answer.objects.get(voice__matter__number=told.number)


def state_of(answer: Answer) -> tuple[str, str]:
    row = Delivery.objects.get(consumer="answers", target=str(answer.pk))
    return row.state, row.note


def test_an_answer_goes_to_the_address_the_voice_gave(cast: Cast, box: Mailbox) -> None:
    told, answer = answered(cast)
    outbox.drain()
    assert box.recipients == [ADDRESS]
    assert state_of(answer) == ("delivered", "")
    assert answers.delivery_of(answer) == "delivered"
    body = box.letters[0].get_content()
    assert answer.text in body.replace("\r\n", "\n")
    assert told.number in body
    assert f"https://haitang.example.cn/base/m/{told.number}" in body


def test_a_letter_holds_no_secret_and_nobodys_words(cast: Cast, box: Mailbox) -> None:
    told = cast.report(words="我家 15幢 301 的下水道堵了", contact=ADDRESS)
    cast.answered(told)
    outbox.drain()
    letter = box.letters[0]
    text = letter.as_string() + letter.get_content()
    assert told.secret not in text
    assert "301" not in text


@pytest.mark.parametrize(("language", "subject"), [("zh-hans", "的答复"), ("en", "the answer to")])
def test_a_letter_speaks_the_language_of_the_voice(cast: Cast, box: Mailbox, language: str, subject: str) -> None:
    answered(cast, language=language)
    outbox.drain()
    assert subject in box.letters[0]["Subject"]
    assert box.letters[0]["Content-Language"] == language


def test_every_voice_gets_its_own_letter_once(cast: Cast, box: Mailbox) -> None:
    for number in range(7):
        answered(cast, f"voice{number}@example.org")
    outbox.drain()
    outbox.drain()
    assert sorted(box.recipients) == [f"voice{number}@example.org" for number in range(7)]


def test_a_letter_says_that_a_machine_wrote_it(cast: Cast, box: Mailbox) -> None:
    answered(cast)
    outbox.drain()
    assert box.letters[0]["Auto-Submitted"] == "auto-generated"


# What a server may answer.


def test_a_server_that_breaks_off_after_the_text_leaves_it_unknown_and_gets_it_once_more(
    cast: Cast, box: Mailbox
) -> None:
    _, answer = answered(cast)
    box.next(at="DATA", answers=[BREAK, BREAK, BREAK])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        assert state_of(answer) == ("unknown", "the mail server broke off before it answered")
        assert answers.delivery_of(answer) == "unknown"
        assert answers.undelivered(Organization.objects.get(code="sujin")) == []
        for _ in range(5):
            traveller.shift(86_400)
            outbox.drain()
    assert state_of(answer)[0] == "unknown"
    assert len(box.letters) == 2
    assert box.letters[0]["Message-ID"] == box.letters[1]["Message-ID"]


def test_an_unknown_letter_at_rest_is_shown_to_the_desk(cast: Cast, box: Mailbox) -> None:
    told, _ = answered(cast)
    box.next(at="DATA", answers=[BREAK, BREAK])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        traveller.shift(86_400)
        outbox.drain()
    shown = answers.undelivered(Organization.objects.get(code="sujin"))
    assert [(row.matter.number, row.state) for row in shown] == [(told.number, "unknown")]


def test_the_repetition_may_end_the_doubt(cast: Cast, box: Mailbox) -> None:
    _, answer = answered(cast)
    box.next(at="DATA", answers=[BREAK])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        traveller.shift(3_600)
        outbox.drain()
    assert state_of(answer)[0] == "delivered"


def test_a_server_that_breaks_off_before_the_text_is_tried_again_without_doubt(cast: Cast, box: Mailbox) -> None:
    _, answer = answered(cast)
    box.next(at="RCPT", answers=[BREAK])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        assert state_of(answer)[0] == "waiting"
        traveller.shift(3_600)
        outbox.drain()
    assert state_of(answer)[0] == "delivered"
    assert len(box.letters) == 1


def test_a_refusal_for_now_is_tried_again(cast: Cast, box: Mailbox) -> None:
    _, answer = answered(cast)
    box.next(at="DATA", answers=["451 try later"])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        assert state_of(answer) == ("waiting", "the mail server refused: 451")
        traveller.shift(3_600)
        outbox.drain()
    assert state_of(answer)[0] == "delivered"


@pytest.mark.parametrize("at", ["RCPT", "DATA"])
def test_a_refusal_for_good_is_not_tried_again(cast: Cast, box: Mailbox, at: str) -> None:
    _, answer = answered(cast)
    box.next(at=at, answers=["550 no such mailbox li.hua@example.org"])
    with time_machine.travel(clock.now(), tick=False) as traveller:
        outbox.drain()
        traveller.shift(86_400)
        assert outbox.drain() == 0
    assert state_of(answer) == ("failed", "the mail server refused: 550")
    assert answers.delivery_of(answer) == "failed"


def test_an_unreachable_server_is_tried_again_with_growing_pauses(cast: Cast, settings: DjangoSettings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    _, answer = answered(cast)
    outbox.drain()
    assert state_of(answer) == ("waiting", "mail server not reached: ConnectionRefusedError")
    assert answers.delivery_of(answer) == "waiting"
    row = Delivery.objects.get(consumer="answers")
    assert row.due_at is not None
    assert row.due_at > clock.now()


def test_without_a_mail_server_the_answer_has_failed_and_says_why(cast: Cast, settings: DjangoSettings) -> None:
    settings.EMAIL_HOST = ""
    _, answer = answered(cast)
    outbox.drain()
    assert state_of(answer) == ("failed", "no mail server configured")
    assert outbox.drain() == 0


def test_the_message_id_is_the_same_for_the_same_answer_and_tells_nothing(settings: DjangoSettings) -> None:
    settings.PUBLIC_URL = "https://haitang.example.cn/"
    one = mail.message_id("sujin", 17, 3)
    assert one == mail.message_id("sujin", 17, 3)
    assert one != mail.message_id("sujin", 17, 4)
    assert "sujin" not in one
    assert one.endswith("@haitang.example.cn>")


@pytest.mark.parametrize("address", ["a@b.c\nBcc: x@y.z", "a@b.c, x@y.z", "a b@c.d"])
def test_an_address_that_is_more_than_one_address_is_written_to_by_nobody(
    cast: Cast, box: Mailbox, address: str
) -> None:
    answered(cast, address)
    outbox.drain()
    assert box.recipients == []


@pytest.mark.parametrize("address", ["李华@example.org", "@@example.org", "a@-.."])
def test_an_address_no_server_takes_ends_in_a_known_state(cast: Cast, box: Mailbox, address: str) -> None:
    assert mail.send(EmailMessage("s", "b", to=[address])).state in {"failed", "delivered"}


def test_neither_address_nor_answer_is_logged(cast: Cast, box: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    _, answer = answered(cast)
    box.next(at="RCPT", answers=[f"550 no such mailbox {ADDRESS}"])
    outbox.drain()
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "sujin/" in ours
    assert "li.hua" not in ours
    assert answer.text not in ours
    assert "li.hua" not in "".join(str(row) for row in Delivery.objects.values_list())


# Other ways.


def test_a_voice_without_contact_reads_its_answer_on_the_page(cast: Cast) -> None:
    _, answer = answered(cast, "")
    outbox.drain()
    assert answers.delivery_of(answer) == "delivered"


def test_a_phone_is_for_people(cast: Cast) -> None:
    told, answer = answered(cast, "138 0000 1234")
    outbox.drain()
    assert state_of(answer) == ("failed", "tell them by phone or on paper")
    [shown] = answers.undelivered(Organization.objects.get(code="sujin"))
    assert (shown.matter.number, shown.channel, shown.mask) == (told.number, "phone", "138····34")


def test_an_answer_not_yet_looked_at_waits(cast: Cast) -> None:
    _, answer = answered(cast)
    assert answers.delivery_of(answer) == "waiting"


def test_many_answers_take_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    given = [answered(cast, "")[1] for _ in range(3)]
    outbox.drain()
    with django_assert_num_queries(1):
        states = answers.deliveries_of(given)
    assert states == {answer.pk: "delivered" for answer in given}


def test_the_desk_sees_its_own_place_and_organization(cast: Cast) -> None:
    here = cast.answered(cast.report(place="dgmy", contact="13800001234"))
    there = cast.answered(cast.report(place="jinhua-1", contact="13800001235"))
    other = cast.answered(cast.report(place="bzxc", contact="13800001236"))
    outbox.drain()
    sujin = Organization.objects.get(code="sujin")
    assert [row.matter.number for row in answers.undelivered(sujin)] == [there.number, here.number]
    daguan = Place.objects.get(code="daguan")
    assert [row.matter.number for row in answers.undelivered(sujin, daguan)] == [here.number]
    assert [row.matter.number for row in answers.undelivered(Organization.objects.get(code="xcscjg8"))] == [
        other.number
    ]


def test_somebody_says_that_the_answer_was_told(cast: Cast) -> None:
    told, answer = answered(cast, "13800001234")
    outbox.drain()
    outcome = gate.do(answer_commands.told, cast.desk, matter=told.number, answer=answer.pk, how="phone")
    assert outcome.subject == told.number
    assert answers.delivery_of(answer) == "delivered"
    assert answers.undelivered(Organization.objects.get(code="sujin")) == []
    with pytest.raises(NotNow):
        gate.do(answer_commands.told, cast.desk, matter=told.number, answer=answer.pk, how="paper")


def test_nobody_tells_an_answer_of_another_matter_or_place(cast: Cast) -> None:
    told, answer = answered(cast, "13800001234")
    elsewhere, _ = answered(cast, "13800001235")
    outbox.drain()
    with pytest.raises(Invalid) as refused:
        gate.do(answer_commands.told, cast.desk, matter=elsewhere.number, answer=answer.pk, how="phone")
    assert [problem.field for problem in refused.value.problems] == ["answer"]
    with pytest.raises(Denied):
        gate.do(answer_commands.told, cast.other_desk, matter=told.number, answer=answer.pk, how="phone")


def test_a_sealed_address_that_was_altered_is_written_to_by_nobody(cast: Cast, box: Mailbox) -> None:
    _, answer = answered(cast)
    with gate.upkeep():
        Contact.objects.update(sealed=b"\x00" * 40)
    outbox.drain()
    assert state_of(answer)[0] == "failed"
    assert box.recipients == []


def test_a_demonstration_writes_to_nobody(cast: Cast, box: Mailbox) -> None:
    with gate.upkeep():
        Setting.objects.create(name="clock.offset_seconds", value=-86_400)
    clock.forget_offset()
    _, answer = answered(cast)
    outbox.drain()
    assert box.recipients == []
    assert state_of(answer) == ("failed", "a demonstration writes to nobody")
