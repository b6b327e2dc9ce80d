"""Being forgotten: words, contact, photos and salts go; the ledger, every figure and everybody else's matter stay whole."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from haitang.commands import erasures, matters, voices
from haitang.engine import answers, bundles, gate, ledger, looking, outbox, photos, sealing, vault, verify
from haitang.engine.proving import prove
from haitang.engine.verify import verify_all
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow
from haitang.kernel.registry import figures
from haitang.records.account import Account
from haitang.records.contact import Contact, Reading
from haitang.records.entry import Body
from haitang.records.erasure import ErasureRequest
from haitang.records.file import Attachment, File
from haitang.records.office import Delivery, Idempotency
from haitang.records.voice import Answer, Voice
from tests.cast import Cast, Told
from tests.engine.test_photos import encoded, picture

WORDS, PHONE = "三单元的水管夜里一直响", "13912345678"
At = Callable[..., datetime]


def erase(told: Told) -> gate.Outcome:
    return gate.do(erasures.erase, told.voice, matter=told.number)


def voice_of(told: Told) -> Voice:
    return Voice.objects.select_related("contact__organization", "matter").get(pk=told.voice.voice)


def every_figure(login: Client) -> dict[str, Any]:
    """Number and rows of every figure through the API, as the auditor and as everybody reads them."""
    found: dict[str, Any] = {}
    for reader, client in (("entitled", login), ("public", Client())):
        for figure in figures:
            for part in ("", "/rows", "/series"):
                answer = client.get(f"/api/figures/{figure.name}{part}?place=sujin")
                found[f"{reader} {figure.name}{part}"] = (answer.status_code, answer.json())
    return found


def test_words_contact_photos_and_salts_are_gone(cast: Cast) -> None:
    digest = photos.keep(encoded(picture())).digest
    told = cast.answered(cast.report(WORDS, place="dgmy-15", contact=PHONE, place_words="602 室", photos=[digest]))
    looking.look(voice_of(told).contact_id or 0, cast.desk, "问在哪一层")
    outcome = erase(told)
    voice = voice_of(told)
    assert (voice.words, voice.contact, voice.erasure) == ("", None, "wish")
    assert not Contact.objects.exists() and not Reading.objects.exists() and not Attachment.objects.exists()
    assert [answer.text for answer in Answer.objects.all()] == [""]
    assert told.record().place_words == ""
    photos.forget_orphans()
    assert not File.objects.exists()
    line = ledger.line("sujin", outcome.entry)
    assert line is not None and line[0].kind == "body.erased"
    facts = json.loads(line[1].facts or "")
    assert facts["looks"] == 1 and facts["erasure"] == "wish"
    gone = Body.objects.filter(ledger="sujin", entry__in=facts["entries"])
    assert {(b.actor, b.place, b.facts, b.salt) for b in gone} == {(None, None, None, None)}
    assert {b.command for b in gone} == {"matters.report"}
    assert PHONE not in repr(facts) and WORDS not in repr(facts)


def test_every_figure_and_the_ledger_are_whole_afterwards(cast: Cast, client: Client) -> None:
    mine, theirs = cast.solved(cast.report(WORDS, contact=PHONE)), cast.solved()
    cast.finished(cast.project())
    sealing.seal_all()
    client.force_login(Account.objects.get(login="auditor"))
    before, roots = every_figure(client), {head.ledger: ledger.head(head.ledger) for head in ledger.heads()}
    entry = ledger.of_subject(theirs.number)[0][1].entry
    bundle = bundles.bundle("sujin", entry)
    erase(mine)
    assert every_figure(client) == before
    assert bundles.bundle("sujin", entry) == bundle
    assert ledger.prove("sujin", entry, roots["sujin"].size).root == roots["sujin"].root
    assert {found.ledger for found in verify_all()} == set(roots)
    own = ledger.of_subject(mine.number)[0][1].entry
    assert "body" not in bundles.bundle("sujin", own) and "salt" not in bundles.bundle("sujin", own)


def test_a_figure_by_fact_counts_an_erased_line_as_before(cast: Cast) -> None:
    told = cast.report(WORDS)
    entry = ledger.of_subject(told.number)[0][0].entry
    facts = json.loads(ledger.of_subject(told.number)[0][0].facts or "")
    erase(told)
    kept = ledger.kept_of_erased("sujin")[entry]
    assert kept == {name: facts[name] for name in ("kind", "severity", "due")}


def test_an_erasure_that_nobody_named_would_be_found(cast: Cast) -> None:
    told = cast.report(WORDS)
    with gate.upkeep():
        ledger.erase("sujin", [ledger.of_subject(told.number)[0][0].entry])
    with pytest.raises(verify.BadLine):
        list(verify_all())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=8)
@given(who=some.sets(some.integers(0, 4)))
def test_whoever_is_erased_everybody_elses_contact_still_opens(cast: Cast, who: set[int]) -> None:
    told = [cast.report(contact=f"1390000000{number}") for number in range(5)]
    for number in who:
        erase(told[number])
    for number, each in enumerate(told):
        contact = voice_of(each).contact
        assert (contact is None) is (number in who)
        assert contact is None or vault.unseal(contact) == f"1390000000{number}"
    assert len(list(verify_all())) == 3


def test_photos_that_were_opened_to_everybody_stay(cast: Cast) -> None:
    digest = photos.keep(encoded(picture())).digest
    told = cast.accepted(cast.report(WORDS, photos=[digest]))
    with gate.upkeep():
        Attachment.objects.update(screened=True)
    erase(told)
    photos.forget_orphans()
    assert Attachment.objects.count() == 1 and File.objects.count() == 1
    assert told.record().title == "下水道堵塞"


def test_a_title_nobody_screened_goes_with_the_words(cast: Cast) -> None:
    told = cast.accepted(cast.report(WORDS), screened=False, title="602 室李家的水管")
    erase(told)
    assert told.record().title == ""


def test_an_open_matter_goes_on_and_nobody_is_written_to(cast: Cast) -> None:
    told = cast.working(cast.report(WORDS, contact="li.hua@example.org"))
    erase(told)
    cast.answered(told)
    outbox.drain()
    assert not Answer.objects.exists()
    assert told.record().state == "answered"
    assert cast.lapsed(told).record().state == "closed"


def test_what_was_undelivered_is_not_asked_of_the_desk_any_more(cast: Cast) -> None:
    told = cast.answered(cast.report(WORDS, contact=PHONE))
    outbox.drain()
    organization = told.record().organization
    assert len(answers.undelivered(organization)) == 1
    erase(told)
    outbox.drain()
    assert answers.undelivered(organization) == []
    assert {row.state for row in Delivery.objects.filter(consumer="answers")} == {"delivered"}


def test_nobody_erases_or_corrects_somebody_elses_words(cast: Cast) -> None:
    mine, theirs = cast.report(WORDS, contact=PHONE), cast.report(WORDS, contact=PHONE)
    for actor in (theirs.voice, cast.anyone, cast.desk, cast.supervisor, cast.administrator, cast.system):
        with pytest.raises(Denied):
            gate.do(erasures.erase, actor, matter=mine.number)
        with pytest.raises(Denied):
            gate.do(voices.correct_contact, actor, matter=mine.number, contact="1")
    assert voice_of(mine).words == WORDS


def test_erased_is_erased(cast: Cast) -> None:
    told = cast.answered(cast.report(WORDS, contact=PHONE))
    erase(told)
    for command, more in (
        (erasures.erase, {}),
        (voices.judge, {"verdict": "yes"}),
        (voices.correct_contact, {"contact": "1"}),
    ):
        with pytest.raises(Denied):
            gate.do(command, told.voice, matter=told.number, **more)
    assert prove(told.number, told.secret, "web").erasure == "wish"


def test_a_form_sent_again_after_erasing_is_a_conflict_and_keeps_no_fingerprint(cast: Cast) -> None:
    given = {"words": WORDS, "place": "dgmy", "contact": PHONE}
    made = gate.do(matters.report, cast.anyone, "again", None, **given).values
    before = Idempotency.objects.get().digest
    told = Told(made["number"], made["matter"], Actor("web", voice=made["voice"]))
    erase(told)
    assert before and Idempotency.objects.get().digest == ""
    with pytest.raises(Conflict):
        gate.do(matters.report, cast.anyone, "again", None, **given)


# The contact corrected


def test_a_corrected_contact_is_sealed_anew_and_keeps_who_looked(cast: Cast) -> None:
    told = cast.report(WORDS, contact=PHONE)
    looking.look(voice_of(told).contact_id or 0, cast.desk, "回电")
    gate.do(voices.correct_contact, told.voice, matter=told.number, contact="li.hua@example.org")
    contact = voice_of(told).contact
    assert contact is not None and vault.unseal(contact) == "li.hua@example.org"
    assert (contact.channel, contact.mask, Contact.objects.count()) == ("email", "l···@e···", 1)
    assert [one.reason for one in looking.readings(contact)] == ["回电"] and looking.verify_readings() == 1


def test_a_contact_can_be_added_later(cast: Cast) -> None:
    told = cast.report(WORDS)
    gate.do(voices.correct_contact, told.voice, matter=told.number, contact=PHONE)
    contact = voice_of(told).contact
    assert contact is not None and vault.unseal(contact) == PHONE


# At the counter: two persons


def ask(cast: Cast, told: Told) -> int:
    made = gate.do(erasures.ask, cast.desk, matter=told.number, voice=told.voice.voice or 0, reason="带收据来的")
    return int(made.values["request"])


def test_what_one_person_takes_down_another_carries_out(cast: Cast) -> None:
    told = cast.solved(cast.report(WORDS, contact=PHONE))
    request = ask(cast, told)
    assert voice_of(told).words == WORDS
    with pytest.raises(Denied):
        gate.do(erasures.carry_out, cast.desk, matter=told.number, request=request)
    gate.do(erasures.carry_out, cast.supervisor, matter=told.number, request=request)
    assert voice_of(told).words == "" and not Contact.objects.exists()
    row = ErasureRequest.objects.get()
    assert (row.done_by_id, row.reason) == (cast.supervisor.account, "")
    assert len(list(verify_all())) == 3
    with pytest.raises(NotNow):
        gate.do(erasures.carry_out, cast.dispatcher, matter=told.number, request=request)


def test_a_wish_is_taken_down_once_and_for_a_voice_of_that_matter(cast: Cast) -> None:
    told, other = cast.report(WORDS), cast.report(WORDS)
    request = ask(cast, told)
    with pytest.raises(NotNow):
        ask(cast, told)
    for voice in (other.voice.voice or 0, 10**9):
        with pytest.raises(Invalid):
            gate.do(erasures.ask, cast.desk, matter=told.number, reason="x", voice=voice)
    with pytest.raises(Invalid):
        gate.do(erasures.carry_out, cast.supervisor, matter=other.number, request=request)


@pytest.mark.parametrize(
    "login", ["grid", "property", "reader", "auditor", "jinhua_desk", "other_desk", "other_supervisor"]
)
def test_nobody_else_takes_wishes_down_or_carries_them_out(cast: Cast, login: str) -> None:
    told = cast.report(WORDS)
    with pytest.raises(Denied):
        gate.do(erasures.ask, cast.by_login[login], matter=told.number, voice=told.voice.voice or 0, reason="x")
    request = ask(cast, told)
    with pytest.raises(Denied):
        gate.do(erasures.carry_out, cast.by_login[login], matter=told.number, request=request)


def test_a_wish_fulfilled_by_the_person_itself_no_longer_waits(cast: Cast) -> None:
    told = cast.report(WORDS)
    request = ask(cast, told)
    erase(told)
    assert not ErasureRequest.objects.filter(done_at=None).exists()
    with pytest.raises(NotNow):
        gate.do(erasures.carry_out, cast.supervisor, matter=told.number, request=request)
