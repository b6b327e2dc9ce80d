"""What did not arrive: whom to phone, why, how often it was tried; told, tried again, printed; counted on the rail."""

import ast
from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import channels
from haitang.engine import gate, outbox
from haitang.entrypoints.web.staff.reasons import reason
from haitang.records.office import Delivery
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import SAID
from tests.house.trees import SOURCE, tree_of
from tests.mailbox import Mailbox, open_mailbox

URL = "/desk/undelivered"


@pytest.fixture
def desk(cast: Cast) -> Worker:
    return Worker.of("desk")


@pytest.fixture
def box(settings: DjangoSettings) -> Iterator[Mailbox]:
    with open_mailbox() as opened:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        yield opened


def stuck(cast: Cast, contact: str = "13912345678", place: str = "dgmy") -> Told:
    told = cast.answered(cast.report(SAID, contact=contact, place=place))
    outbox.drain()
    return told


def badge(worker: Worker, url: str) -> int:
    return int(worker.opens(url).context["counts"]["untold"])


def test_an_empty_page_teaches(desk: Worker) -> None:
    page = desk.reads(URL)
    assert "每个人都收到答复了" in page and "消息都送到了渠道" in page


def test_a_voice_that_cannot_be_reached_is_a_task_until_somebody_told_it(cast: Cast, desk: Worker) -> None:
    told = stuck(cast)
    page = desk.reads(URL)
    assert told.number in page and "139····78" in page and "没有留能自动送达的联系方式" in page and "1 次" in page
    assert [badge(desk, reverse(route)) for route in ("desk", "desk_projects", "desk_undelivered")] == [1, 1, 1]
    form = desk.form(URL, "/do/answers.told", matter=told.number)
    assert desk.client.post(form.action, {**form.values, "how": "phone"}).status_code == 302
    assert told.number not in desk.reads(URL)
    assert badge(desk, reverse("desk")) == 0


def test_only_ones_own_place_counts(cast: Cast, desk: Worker) -> None:
    told = stuck(cast, place="jinhua-1")
    assert badge(desk, reverse("desk")) == 0
    assert told.number not in desk.reads(URL)
    assert badge(Worker.of("jinhua_desk"), URL) == badge(Worker.of("dispatcher"), URL) == 1


def test_others_are_not_asked_to_phone(cast: Cast) -> None:
    told = stuck(cast)
    for login in ("property", "reader", "grid"):
        Worker.of(login).opens(URL, status=403)
        assert "未送达" not in Worker.of(login).reads(reverse("desk"))
    assert told.number not in Worker.of("administrator").reads(URL)
    assert told.number not in Worker.of("other_desk").reads(URL)


def test_the_count_costs_no_query(cast: Cast, desk: Worker) -> None:
    before = desk.queries(reverse("desk_projects"))
    for _ in range(3):
        stuck(cast)
    assert desk.queries(reverse("desk_projects")) == before == Worker.of("desk").queries(reverse("desk_projects"))


def test_the_page_does_not_grow(cast: Cast, desk: Worker) -> None:
    stuck(cast)
    few = desk.queries(URL)
    for _ in range(6):
        stuck(cast)
    assert desk.queries(URL) == few <= 10


def test_mail_that_was_refused_can_be_tried_again_under_the_same_name(cast: Cast, desk: Worker, box: Mailbox) -> None:
    box.next(at="DATA", answers=["550 no such user"])
    told = stuck(cast, "li.hua@example.org")
    assert "邮件服务器拒收 (550)" in desk.reads(URL)
    desk.does(URL, "/do/deliveries.retry")
    assert "li.hua" not in desk.opens(URL).content.decode()
    outbox.drain()
    assert [letter["Message-ID"] for letter in box.letters] and len(box.letters) == 1
    assert Delivery.objects.get(consumer="answers").state == "delivered"
    assert told.number not in desk.reads(URL)
    again = desk.client.post(
        "/do/deliveries.retry", {"matter": told.number, "delivery": Delivery.objects.get(consumer="answers").pk}
    )
    assert again.status_code == 409


def test_a_delivery_of_another_matter_is_not_tried(cast: Cast, desk: Worker) -> None:
    stuck(cast)
    other = cast.report()
    row = Delivery.objects.get(consumer="answers")
    answer = desk.client.post("/do/deliveries.retry", {"matter": other.number, "delivery": row.pk})
    assert answer.status_code == 422


def test_a_channel_that_was_not_reached_stands_below_for_the_administrator_too(
    cast: Cast, settings: DjangoSettings
) -> None:
    settings.EMAIL_HOST = ""
    given = {"place": "sujin", "kind": "email", "name": "值班邮箱", "address": "duty@example.org"}
    gate.do(channels.add, cast.administrator, **given, events=["case.received"])
    told = cast.report()
    outbox.drain()
    for login in ("desk", "administrator"):
        page = Worker.of(login).reads(URL)
        assert "值班邮箱" in page and told.number in page and "这里没有设置邮件服务器" in page
        assert "duty@" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_slip_holds_question_answer_and_how_to_object_but_no_secret(cast: Cast, language: str) -> None:
    told = stuck(cast)
    answer = Answer.objects.get(voice=told.voice.voice)
    page = (
        Worker.of("desk", language).opens(reverse("desk_answer_slip", args=[told.number, answer.pk])).content.decode()
    )
    assert SAID in page and answer.text.splitlines()[0] in page and told.number in page
    assert ("30 天内" if language == "zh-hans" else "within 30 days") in page
    assert told.secret not in page and "13912345678" not in page
    Worker.of("other_desk").opens(reverse("desk_answer_slip", args=[told.number, answer.pk]), status=404)
    Worker.of("desk").opens(reverse("desk_answer_slip", args=[cast.report().number, answer.pk]), status=404)


def notes() -> Iterator[str]:
    """Every note that an attempt can leave: the second text of a `Result`, the English of a `Refused`."""
    for path in sorted((SOURCE / "engine").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in {"Result", "Refused"} and len(node.args) > 1:
                said = node.args[1].values[0] if isinstance(node.args[1], ast.JoinedStr) else node.args[1]
                arrived = isinstance(node.args[0], ast.Constant) and node.args[0].value == "delivered"
                if isinstance(said, ast.Constant) and not arrived:
                    yield str(said.value)


def test_every_note_of_a_delivery_has_words_for_people() -> None:
    found = set(notes())
    assert len(found) > 20
    assert [note for note in found if reason(note) == reason("KeyError")] == []
