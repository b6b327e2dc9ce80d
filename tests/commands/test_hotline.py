"""Orders of a hotline as commands: T0 is theirs, what they closed is kept as closed, and being forgotten reaches all of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import erasures, hotline, matters
from haitang.engine import gate, ledger, orders, outbox, verify
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict, Invalid, NotNow
from haitang.records.breach import Countdown
from haitang.records.matter import Matter
from haitang.records.office import Message
from haitang.records.order import OutsideOrder
from haitang.records.voice import Answer, Voice
from tests.cast import Cast
from tests.commands.sound import SOUND

At = Callable[[str], datetime]
GIVEN: dict[str, Any] = {**SOUND["hotline.bring"], "due": "2023-11-16T18:00:00+08:00"}


@pytest.fixture(autouse=True)
def _today(clock_at: At) -> None:
    clock_at("2023-11-15 09:00")


def bring(cast: Cast, **given: Any) -> Matter:
    return Matter.objects.get(number=gate.do(hotline.bring, cast.desk, **{**GIVEN, **given}).subject)


def test_their_receipt_is_where_our_clock_begins(cast: Cast) -> None:
    found = bring(cast)
    assert f"{found.received_at.astimezone():%d %H:%M}" == "14 09:30" and found.due_at is not None
    assert Countdown.objects.filter(matter=found, ended_at=None).exists()
    outbox.drain()
    assert Message.objects.filter(matter=found).exists(), "the desk is told as of any other matter"


def test_an_order_comes_once(cast: Cast) -> None:
    bring(cast)
    with pytest.raises(Conflict):
        bring(cast)
    bring(cast, source="12328")  # the same number of another system is another order
    assert OutsideOrder.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"received": "2023-11-16T09:00:00+08:00"}, "received"),
        ({"closed": "2023-11-13T09:00:00+08:00"}, "closed"),
        ({"closed": "2023-11-16T09:00:00+08:00"}, "closed"),
        ({"category": "nowhere"}, "category"),
        ({"words": " "}, "words"),
    ],
)
def test_what_cannot_have_been_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        bring(cast, **given)
    assert [problem.field for problem in refusal.value.problems] == [field] and not Matter.objects.exists()


def test_what_they_closed_is_closed_answered_in_their_words_and_no_figure_counts_it(cast: Cast) -> None:
    found = bring(cast, closed="2023-11-14T18:00:00+08:00", told="已换灯泡。")
    assert (found.state, found.outcome, found.basis) == ("closed", "handed_over", "document")
    assert Answer.objects.get(voice__matter=found).text == "已换灯泡。"
    assert [leaf.kind for _, leaf in ledger.of_subject(found.number)] == ["request.kept"]
    assert not Countdown.objects.filter(matter=found, ended_at=None).exists()
    assert list(verify.verify_all())


def test_what_they_say_later_changes_the_order_and_not_the_matter(cast: Cast) -> None:
    found = bring(cast)
    gate.do(
        hotline.update, cast.desk, matter=found.number, status="已办结", told="已办", closed="2023-11-15T08:00:00+08:00"
    )
    order = orders.of(found)
    assert order is not None and (order.status, order.told, order.due_at) == ("已办结", "已办", None)
    found.refresh_from_db()
    assert found.state == "received" and found.closed_at is None
    with pytest.raises(NotNow):
        gate.do(hotline.update, cast.desk, matter=cast.report().number, status="x")


def test_being_forgotten_reaches_what_came_with_the_order(cast: Cast) -> None:
    found = bring(cast, words="金丝雀" * 300, told="金丝雀答复", contact="13800001234", point=(120.612, 31.345))
    voice = Voice.objects.get(matter=found)
    gate.do(erasures.erase, Actor("web", voice=voice.pk), matter=found.number)
    order = OutsideOrder.objects.get()
    assert (order.more, order.told, order.longitude, order.number) == ("", "", None, "20231114-1")
    voice.refresh_from_db()
    assert (voice.words, voice.contact) == ("", None)


def test_a_report_about_a_person_leaves_no_words_in_the_order_either(cast: Cast) -> None:
    found = bring(cast, words="金丝雀" * 300)
    gate.do(matters.refuse_person, cast.desk, matter=found.number, competent="hotline")
    assert OutsideOrder.objects.get().more == "" and Voice.objects.get(matter=found).words == ""
