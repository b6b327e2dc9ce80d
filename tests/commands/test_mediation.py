"""Mediation: who may mediate, what both sides have to say first, the law's clock, and how it ends."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from haitang.commands import agreements, erasures, links, matters, mediation, offices, photos, voices
from haitang.engine import clock, confided, gate, ledger, looking, promise, sealed_files, sealing, tally, vault
from haitang.engine.gate import upkeep
from haitang.jobs import daily
from haitang.kernel.calendar import CalendarMissing
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.contact import Contact, Reading
from haitang.records.matter import Link
from haitang.records.mediation import Accord, Mediator, SealedFile, Side, Sitting
from haitang.records.office import Message, WorkDay
from haitang.records.voice import Answer, Voice
from tests import mediations
from tests.cast import FOUNDER, Cast
from tests.mediations import Dispute


def words_of(dispute: Dispute) -> Contact:
    side = Side.objects.filter(matter__number=dispute.number).order_by("id")[0]
    assert side.words is not None
    return side.words


def acts(dispute: Dispute) -> list[str]:
    return [json.loads(body.facts or "{}")["act"] for body, _ in ledger.of_subject(dispute.number)]


# What is written down


def test_what_a_side_says_lies_sealed_and_nowhere_else(cast: Cast) -> None:
    dispute = mediations.asked(cast, contact="13800001234")
    assert Voice.objects.get(pk=dispute.first.voice.voice).words == ""
    assert vault.unseal(words_of(dispute)) == mediations.WORDS
    assert words_of(dispute).mask == "····"


def test_the_ledger_says_sealed_in_public_and_no_more_than_the_act_in_its_half(cast: Cast) -> None:
    dispute = mediations.signed(cast)
    for body, leaf in ledger.of_subject(dispute.number):
        assert (leaf.kind, leaf.community, leaf.quantity, body.place) == ("sealed", "sujin", 1, "/")
        assert set(json.loads(body.facts or "{}")) == {"act"}
    assert acts(dispute)[-1] == "mediation.signed"


def test_nobody_gets_a_message_about_it(cast: Cast) -> None:
    mediations.signed(cast)
    daily.run_due()
    assert not Message.objects.filter(matter__kind="disputes.mediation").exists()


# Who may mediate


def test_a_mediator_says_that_they_are_close_to_neither_side(cast: Cast) -> None:
    dispute = mediations.asked(cast)
    with pytest.raises(Invalid) as refusal:
        gate.do(mediation.take, cast.mediator, matter=dispute.number)
    assert [problem.field for problem in refusal.value.problems] == ["unconcerned"]


def test_whoever_wrote_the_request_down_does_not_mediate_it(cast: Cast) -> None:
    given = {"words": "一方来说", "place": "daguan", "for_somebody": True}
    number = gate.do(mediation.request, cast.mediator, **given).subject  # type: ignore[arg-type]
    with pytest.raises(Denied):
        gate.do(mediation.take, cast.mediator, matter=number, unconcerned=True)
    gate.do(mediation.take, cast.second_mediator, matter=number, unconcerned=True)


def test_whoever_handled_the_matter_it_grew_from_does_not_mediate_it(cast: Cast) -> None:
    gate.do(
        offices.create_post, FOUNDER, code="both", name="两岗", name_en="both", role="mediator", place="daguan",
        organization="sujin",
    )  # type: ignore[arg-type]  # fmt: skip
    gate.do(offices.appoint, FOUNDER, post="both", login="desk", since=date(2020, 1, 1))
    told = cast.accepted()
    number = gate.do(mediation.request, cast.grid, words="两家", place="daguan", origin=told.number).subject
    with pytest.raises(Denied):
        gate.do(mediation.take, cast.desk, matter=number, unconcerned=True)
    with pytest.raises(Denied):
        gate.do(matters.start, cast.desk, matter=number)


def test_a_side_refuses_a_mediator_without_a_reason_and_for_good(cast: Cast) -> None:
    dispute = mediations.agreed(cast)
    gate.do(mediation.refuse_mediator, dispute.first.voice, matter=dispute.number)
    assert dispute.state() == "asked"
    with pytest.raises(Denied):
        gate.do(mediation.take, cast.second_mediator, matter=dispute.number, unconcerned=True)
    gate.do(mediation.take, cast.mediator, matter=dispute.number, unconcerned=True)
    assert dispute.state() == "mediating", "both have agreed already"
    with pytest.raises(Denied):
        gate.do(mediation.bring_in, cast.mediator, matter=dispute.number, mediator="second_mediator")


def test_a_colleague_is_brought_in_and_the_case_waits_only_when_the_last_has_left(cast: Cast) -> None:
    dispute = mediations.agreed(cast)
    gate.do(mediation.bring_in, dispute.mediator, matter=dispute.number, mediator="mediator")
    gate.do(mediation.step_aside, dispute.mediator, matter=dispute.number)
    assert dispute.state() == "mediating"
    with pytest.raises(Denied):
        gate.do(agreements.end, dispute.mediator, matter=dispute.number, outcome="not_reached")
    gate.do(mediation.step_aside, cast.mediator, matter=dispute.number)
    assert dispute.state() == "asked"


@pytest.mark.parametrize("post", ["desk", "nobody"])
def test_only_a_mediators_post_is_brought_in(cast: Cast, post: str) -> None:
    dispute = mediations.taken(cast)
    with pytest.raises(Invalid):
        gate.do(mediation.bring_in, dispute.mediator, matter=dispute.number, mediator=post)


def test_the_clock_finds_a_case_whose_mediator_has_left_office(cast: Cast) -> None:
    dispute = mediations.left(cast)
    with pytest.raises(Denied):
        gate.do(mediation.invite, dispute.mediator, matter=dispute.number)
    assert daily.free_disputes() == 1
    assert (dispute.state(), daily.free_disputes()) == ("asked", 0)


# Nobody sees it by a post


@pytest.mark.parametrize("login", ["desk", "supervisor", "administrator", "grid", "dispatcher", "chair", "mediator"])
def test_no_post_opens_what_was_said(cast: Cast, login: str) -> None:
    dispute = mediations.sat(cast, contact="13800001234")
    sealed = Sitting.objects.get(matter__number=dispute.number).minutes_id
    contact = Voice.objects.get(pk=dispute.first.voice.voice).contact_id
    for text in (words_of(dispute).pk, sealed, contact):
        with pytest.raises(Denied):
            looking.look(text or 0, cast.by_login[login], "想看看")
    assert not Reading.objects.exists()


def test_no_other_command_touches_it(cast: Cast) -> None:
    dispute = mediations.signed(cast)
    number, digest = dispute.number, SealedFile.objects.get().file.digest
    attempts: list[tuple[Any, dict[str, Any]]] = [
        (photos.show, {"photo": digest}),
        (erasures.ask, {"voice": dispute.first.voice.voice, "reason": "本人到窗口"}),
        (links.make, {"role": "voice"}),
        (voices.me_too, {}),
        (matters.accept, {"category": "drains"}),
    ]
    for command, given in attempts:
        with pytest.raises(Denied):
            gate.do(command, cast.desk, matter=number, **given)


def test_a_look_by_its_mediator_is_kept_and_shown_to_the_side(cast: Cast) -> None:
    dispute = mediations.taken(cast)
    assert looking.look(words_of(dispute).pk, dispute.mediator, "准备调解") == mediations.WORDS
    voice = Voice.objects.get(pk=dispute.first.voice.voice)
    seen = [look for text in confided.looked_at(voice) for look in looking.readings(text)]
    assert [(look.office.zh, look.reason) for look in seen] == [("第二位调解员", "准备调解")]
    assert looking.verify_readings() == 1


# Both sides agree, either stops


def test_nothing_is_said_across_a_table_before_both_agree(cast: Cast) -> None:
    dispute = mediations.invited(cast)
    gate.do(mediation.consent, dispute.first.voice, matter=dispute.number)
    with pytest.raises(NotNow):
        gate.do(agreements.sit, dispute.mediator, matter=dispute.number, day=clock.today(), venue="daguan")
    gate.do(mediation.consent, dispute.mediator, matter=dispute.number, side="second", how="phone")
    assert dispute.state() == "mediating"
    assert list(Side.objects.filter(matter__number=dispute.number).values_list("how", flat=True)) == ["page", "phone"]


def test_a_voice_never_agrees_for_the_other_side(cast: Cast) -> None:
    dispute = mediations.invited(cast)
    gate.do(mediation.consent, dispute.first.voice, matter=dispute.number, side="second")
    first, second = Side.objects.filter(matter__number=dispute.number).order_by("id")
    assert first.consented_at is not None and second.consented_at is None
    with pytest.raises(NotNow):
        gate.do(mediation.consent, dispute.first.voice, matter=dispute.number)


def test_a_mediator_says_for_which_side(cast: Cast) -> None:
    dispute = mediations.taken(cast)
    for side in ("own", "second"):
        with pytest.raises(Invalid):
            gate.do(mediation.consent, dispute.mediator, matter=dispute.number, side=side)  # type: ignore[arg-type]


def test_either_side_stops_it_and_both_are_told_in_their_language(cast: Cast) -> None:
    dispute = mediations.invited(cast, language="en")
    assert dispute.second is not None
    gate.do(mediation.decline, dispute.second.voice, matter=dispute.number)
    told = Answer.objects.filter(voice__matter__number=dispute.number).order_by("voice")
    assert [(one.language, one.outcome) for one in told] == [("zh-hans", "declined"), ("en", "declined")]
    assert "12348" in told[0].text and "legal aid" in told[1].text
    assert dispute.state() == "ended" and dispute.first.record().closed_at is not None


def test_the_other_side_may_say_no_before_it_is_noted(cast: Cast) -> None:
    dispute = mediations.taken(cast)
    gate.do(mediation.decline, dispute.mediator, matter=dispute.number, side="second")
    assert dispute.state() == "ended"


# The agreement and the law's clock


def test_an_agreement_needs_a_sitting_a_paper_and_a_day_after_both_consents(cast: Cast) -> None:
    dispute, today = mediations.agreed(cast), clock.today()
    sign: dict[str, Any] = {"matter": dispute.number, "day": today, "paper": mediations.paper()}
    with pytest.raises(NotNow):
        gate.do(agreements.sign, dispute.mediator, **sign)
    gate.do(agreements.sit, dispute.mediator, matter=dispute.number, day=today, venue="daguan")
    for wrong in ({"day": today + timedelta(days=1)}, {"day": today - timedelta(days=1)}, {"paper": "0" * 64}):
        with pytest.raises(Invalid):
            gate.do(agreements.sign, dispute.mediator, **{**sign, **wrong})
    gate.do(agreements.sign, dispute.mediator, **sign)
    assert dispute.state() == "signed"


def test_one_paper_serves_one_agreement_and_stays_in_its_office(cast: Cast) -> None:
    first, second = mediations.signed(cast), mediations.sat(cast)
    used = SealedFile.objects.get().file.digest
    assert Accord.objects.get(matter__number=first.number).paper is not None
    with pytest.raises(Invalid):
        gate.do(agreements.sign, second.mediator, matter=second.number, day=clock.today(), paper=used)


def test_the_paper_lies_encrypted_and_opens_for_its_mediators_alone(cast: Cast, settings: Any) -> None:
    mediations.signed(cast)
    sealed = SealedFile.objects.select_related("file", "key__organization").get()
    stored = b"".join(path.read_bytes() for path in settings.FILES.rglob("*.sealed"))
    assert b"%PDF" not in stored and sealed.file.media_type == sealed_files.MEDIA
    key = looking.look(sealed.key_id or 0, cast.second_mediator, "核对协议")
    assert sealed_files.opened(sealed, key) == ("application/pdf", mediations.PDF)
    with pytest.raises(Denied):
        looking.look(sealed.key_id or 0, cast.supervisor, "核对协议")


@pytest.mark.parametrize(
    ("signed", "last"),
    [("2023-03-01", "2023-03-31"), ("2023-09-01", "2023-10-07"), ("2023-06-02", "2023-07-03")],
)
def test_the_thirty_days_are_calendar_days_and_a_last_day_of_rest_moves(cast: Cast, signed: str, last: str) -> None:
    """Civil Code 201 and 203: the day itself does not count; 1 October lies in the holidays, 2 July is a Sunday."""
    due = agreements.confirmation_due(date.fromisoformat(signed))
    assert due is not None and clock.local_day(due.at) == date.fromisoformat(last)


def test_in_a_year_without_calendar_the_clock_is_refused_and_not_guessed(cast: Cast) -> None:
    with clock.at(datetime(2026, 12, 20, 2, tzinfo=clock.ZONE)):
        dispute = mediations.signed(cast)
        assert Accord.objects.get(matter__number=dispute.number).due_at is None
        with pytest.raises(CalendarMissing):
            gate.do(agreements.apply, dispute.mediator, matter=dispute.number, day=clock.today())
        with upkeep():
            WorkDay.objects.create(day=date(2027, 1, 1), work=False, name="元旦", source="国办", official=True)
        promise.forget()
        gate.do(agreements.apply, dispute.mediator, matter=dispute.number, day=clock.today())
        assert Accord.objects.get(matter__number=dispute.number).due_at is not None
    promise.forget()


def test_the_court_is_asked_within_thirty_days_or_not_at_all(cast: Cast) -> None:
    with clock.at(datetime(2023, 3, 1, 10, tzinfo=clock.ZONE)):
        dispute = mediations.signed(cast)
    given: dict[str, Any] = {"matter": dispute.number}
    with clock.at(datetime(2023, 4, 3, 10, tzinfo=clock.ZONE)):
        with pytest.raises(Invalid):
            gate.do(agreements.apply, dispute.mediator, day=date(2023, 4, 1), **given)
        gate.do(agreements.apply, dispute.mediator, day=date(2023, 3, 31), **given)
        with pytest.raises(NotNow):
            gate.do(agreements.close, dispute.mediator, **given)
        gate.do(agreements.ruling, dispute.mediator, day=date(2023, 4, 3), ruled="confirmed", **given)
        gate.do(agreements.close, dispute.mediator, **given)
    assert dispute.state() == "closed"


def test_the_clock_closes_it_once_the_court_can_no_longer_be_asked(cast: Cast) -> None:
    with clock.at(datetime(2023, 3, 1, 10, tzinfo=clock.ZONE)):
        dispute = mediations.signed(cast)
        assert daily.close_disputes() == 0
    with clock.at(datetime(2023, 3, 31, 18, tzinfo=clock.ZONE)):
        assert daily.close_disputes() == 1
    assert dispute.state() == "closed"


def test_the_figure_counts_signed_agreements_and_opens_to_no_row(cast: Cast) -> None:
    for _ in range(5):
        mediations.signed(cast)
    ended = mediations.taken(cast)
    gate.do(agreements.end, ended.mediator, matter=ended.number, outcome="not_reached")
    sealing.seal_all()
    tally.forget()
    assert tally.figure("requests.disputes_mediated", "sujin", entitled=True).value == 5
    assert tally.rows("requests.disputes_mediated", "sujin", entitled=True) == ([], None)
    assert tally.by_community("requests.disputes_mediated", "sujin", entitled=True) == []


def test_a_small_number_is_not_shown_in_public(cast: Cast) -> None:
    mediations.signed(cast)
    with clock.at(clock.now() + timedelta(days=1)):
        sealing.seal_all()
        tally.forget()
        year = (date(clock.today().year, 1, 1), clock.today())
        assert tally.figure("requests.disputes_mediated", "sujin", *year).value is None
        assert tally.figure("requests.disputes_mediated", "sujin", *year, entitled=True).value == 1


# Where it came from, and being forgotten


def test_a_matter_it_grew_from_is_linked_and_nothing_is_copied_or_seen(cast: Cast) -> None:
    told = cast.report("三楼和四楼为楼道吵起来了")
    number = gate.do(mediation.request, cast.desk, words="两家", place="daguan", origin=told.number).subject
    assert Link.objects.get(source__number=told.number).target.number == number
    assert "楼道" not in vault.unseal(Side.objects.get(matter__number=number).words or Contact())
    with pytest.raises(Invalid):
        gate.do(mediation.request, cast.anyone, words="两家", place="daguan", origin=told.number)
    with pytest.raises(Invalid):
        gate.do(mediation.request, cast.jinhua_desk, words="两家", place="daguan", origin=told.number)


def test_a_side_is_forgotten_when_it_is_over_and_the_paper_with_the_last(cast: Cast) -> None:
    dispute = mediations.ruled(cast)
    with pytest.raises(NotNow):
        gate.do(erasures.erase, dispute.first.voice, matter=dispute.number)
    gate.do(agreements.close, dispute.mediator, matter=dispute.number)
    assert dispute.second is not None
    gate.do(erasures.erase, dispute.first.voice, matter=dispute.number)
    assert Side.objects.filter(matter__number=dispute.number).exclude(words=None).count() == 0
    assert Sitting.objects.exclude(minutes=None).count() == 1, "the other side still has its minutes"
    gate.do(erasures.erase, dispute.second.voice, matter=dispute.number)
    assert not Sitting.objects.exclude(minutes=None).exists() and not SealedFile.objects.exclude(key=None).exists()
    assert not Contact.objects.filter(channel=confided.TEXT).exists()
    last = list(ledger.of_subject(dispute.number))[-1][1]
    assert (last.kind, last.community) == ("body.erased", "sujin")


def test_a_mediators_part_ends_with_its_day_and_reason(cast: Cast) -> None:
    dispute = mediations.taken(cast)
    gate.do(mediation.step_aside, dispute.mediator, matter=dispute.number)
    assert list(Mediator.objects.values_list("ended", flat=True)) == ["stepped_aside"]
    assert Mediator.objects.get().until is not None
