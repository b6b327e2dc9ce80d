"""Looking at a contact: by a post at the place, with a reason, recorded in a chain its subject can read."""

import pytest

from haitang.engine import gate, looking
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import REASON
from haitang.records.contact import Contact, Reading
from haitang.records.office import Refusal
from haitang.records.voice import Voice
from tests.cast import Cast
from tests.databases import Committed

PHONE = "13800001234"
WHY = "回电告知结果"


def contact_of(cast: Cast, place: str = "dgmy", contact: str = PHONE) -> Contact:
    told = cast.report(place=place, contact=contact)
    found = Voice.objects.select_related("contact").get(pk=told.voice.voice).contact
    assert found is not None
    return found


@pytest.mark.parametrize("login", ["desk", "dispatcher", "supervisor"])
def test_a_post_at_the_place_or_above_may_look_with_a_reason(cast: Cast, login: str) -> None:
    contact = contact_of(cast)
    assert looking.look(contact.pk, cast.by_login[login], WHY) == PHONE


@pytest.mark.parametrize(
    "login",
    ["jinhua_desk", "other_desk", "other_supervisor", "recorder", "grid", "property", "works", "checker", "chair",
     "reader", "auditor", "administrator"],
)  # fmt: skip
def test_nobody_else_may_and_the_refusal_is_noted(cast: Cast, login: str) -> None:
    contact = contact_of(cast)
    with pytest.raises(Denied):
        looking.look(contact.pk, cast.by_login[login], WHY)
    assert not Reading.objects.exists()
    noted = Refusal.objects.get(command="contact.look")
    assert noted.actor == cast.by_login[login].name


@pytest.mark.parametrize("actor", [Actor("web"), Actor("web", voice=1), Actor("clock", system="clock")])
def test_neither_passer_by_nor_voice_nor_machine_may_look(cast: Cast, actor: Actor) -> None:
    contact = contact_of(cast)
    with pytest.raises(Denied):
        looking.look(contact.pk, actor, WHY)


def test_a_contact_that_is_not_there_looks_like_one_that_may_not_be_seen(cast: Cast) -> None:
    with pytest.raises(Denied):
        looking.look(999_999, cast.desk, WHY)


@pytest.mark.parametrize("reason", ["", "   ", "x" * (REASON + 1), "a\x00b", "\u202ebad"])
def test_without_a_proper_reason_nothing_is_opened(cast: Cast, reason: str) -> None:
    contact = contact_of(cast)
    with pytest.raises(Invalid) as refused:
        looking.look(contact.pk, cast.desk, reason)
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    assert not Reading.objects.exists()


def test_the_subject_sees_who_looked_by_office_and_why(cast: Cast) -> None:
    contact = contact_of(cast)
    looking.look(contact.pk, cast.desk, WHY)
    looking.look(contact.pk, cast.supervisor, "督办回访")
    shown = looking.readings(contact)
    assert [(row.office.zh, row.reason) for row in shown] == [("督办员", "督办回访"), ("社区受理台", WHY)]


def test_one_contact_does_not_show_the_looks_at_another(cast: Cast) -> None:
    first, second = contact_of(cast), contact_of(cast)
    looking.look(first.pk, cast.desk, WHY)
    assert looking.readings(second) == []


def test_a_contact_that_cannot_be_opened_leaves_no_reading(cast: Cast) -> None:
    contact = contact_of(cast)
    with gate.upkeep():
        Contact.objects.update(sealed=b"\x00" * 40)
    with pytest.raises(looking.vault.Unopenable):
        looking.look(contact.pk, cast.desk, WHY)
    assert not Reading.objects.exists()


def test_the_chain_of_readings_is_whole(cast: Cast) -> None:
    contact = contact_of(cast)
    for _ in range(4):
        looking.look(contact.pk, cast.desk, WHY)
    contact.refresh_from_db()
    assert looking.verify_chain(contact) is None
    assert looking.verify_readings() == contact.looks == 4


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_readings_cut_off_at_the_end_are_found(cast: Cast, kept: int) -> None:
    contact = contact_of(cast)
    for _ in range(3):
        looking.look(contact.pk, cast.desk, WHY)
    gone = list(Reading.objects.order_by("pk").values_list("pk", flat=True))[kept:]
    with gate.upkeep():
        Reading.objects.filter(pk__in=gone).delete()
    contact.refresh_from_db()
    assert looking.verify_chain(contact) == 0
    with pytest.raises(looking.BadReading):
        looking.verify_readings()


@pytest.mark.parametrize("change", [{"reason": "别的"}, {"office": "supervisor"}, {"digest": "0" * 64}])
def test_an_altered_reading_is_found(cast: Cast, change: dict[str, str]) -> None:
    contact = contact_of(cast)
    for _ in range(3):
        looking.look(contact.pk, cast.desk, WHY)
    second = Reading.objects.order_by("pk")[1]
    with gate.upkeep():
        Reading.objects.filter(pk=second.pk).update(**change)
    assert looking.verify_chain(contact) == second.pk


def test_a_reading_taken_out_is_found(cast: Cast) -> None:
    contact = contact_of(cast)
    for _ in range(3):
        looking.look(contact.pk, cast.desk, WHY)
    first, second, third = Reading.objects.order_by("pk")
    with gate.upkeep():
        second.delete()
    assert looking.verify_chain(contact) == third.pk
    assert first.previous == ""


def test_readings_at_the_same_time_make_one_chain(committed: Committed) -> None:
    contact = contact_of(committed.cast)
    said = committed.at_once(lambda _: looking.look(contact.pk, committed.cast.desk, WHY), threads=8)
    assert said == [PHONE] * 8
    assert Reading.objects.count() == 8
    contact.refresh_from_db()
    assert looking.verify_chain(contact) is None
