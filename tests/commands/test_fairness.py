"""Set aside, withheld, withdrawn: a reason of the list, a second office, notice to the voice, one appeal by neither."""

from datetime import timedelta

import pytest
from django.db import transaction

from haitang.commands import fairness, matters, voices
from haitang.engine import asides, clock, gate, sheets
from haitang.kernel import fair
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.fair import SettingAside
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.commands.fair import INVALID, WITHHELD, appealed, confirmed, proposed

#: What no list of reasons may offer, in either language.
CRITICISM = (
    "批评", "投诉", "意见", "态度", "不满", "过激", "言辞", "辱骂", "重复投诉", "缠访", "闹", "影响", "形象", "负面", "舆情",
    "critic", "complain", "attitude", "tone", "rude", "insult", "abus", "negative", "opinion", "image", "reputation",
)  # fmt: skip


def told_of(told: Told) -> list[Answer]:
    return list(Answer.objects.filter(voice=told.voice.voice).order_by("id"))


def test_criticism_is_never_a_reason() -> None:
    offered = [
        text.lower()
        for listed in fair.REASONS.values()
        for code, words in listed.items()
        for text in (code, words.zh, words.en)
    ]
    assert [(word, text) for word in CRITICISM for text in offered if word in text] == []
    assert "批评不是理由" in fair.NEVER.zh and "Criticism is not a reason" in fair.NEVER.en


def test_every_reason_is_of_one_list_and_no_other_is_taken(cast: Cast) -> None:
    assert len(fair.SORT_OF) == sum(len(listed) for listed in fair.REASONS.values())
    told = cast.accepted()
    for because in ("criticism", "批评", "names_a_person", "would_endanger"):
        with pytest.raises(Invalid) as refused, transaction.atomic():
            gate.do(fairness.set_aside, cast.desk, matter=told.number, because=because)
        assert [problem.field for problem in refused.value.problems] == ["because"]
    assert not SettingAside.objects.exists()


def test_until_somebody_agrees_nothing_changes(cast: Cast) -> None:
    told = proposed(cast)
    matter = told.record()
    assert (matter.state, matter.outcome, matter.closed_at, matter.screened) == ("accepted", "", None, True)
    assert told_of(told) == []


def test_nobody_of_the_handling_office_is_the_second_person(cast: Cast) -> None:
    told = proposed(cast)
    for actor in (cast.desk, cast.grid, cast.chair, cast.dispatcher):
        with pytest.raises(Denied), transaction.atomic():
            gate.do(fairness.confirm_aside, actor, matter=told.number)
    gate.do(fairness.confirm_aside, cast.supervisor, matter=told.number)
    assert told.record().closed_at


def test_what_the_sub_district_proposes_only_the_auditor_may_agree_to(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(fairness.set_aside, cast.dispatcher, matter=told.number, because="test_entry")
    for actor in (cast.checker, cast.supervisor):
        with pytest.raises(Denied), transaction.atomic():
            gate.do(fairness.confirm_aside, actor, matter=told.number)
    gate.do(fairness.confirm_aside, cast.auditor, matter=told.number)
    assert told.record().outcome == "invalid"


@pytest.mark.parametrize("because", ["advertising", "gone_already"])
def test_the_voice_is_told_why_in_its_language_and_how_to_appeal(cast: Cast, because: str) -> None:
    told = confirmed(cast, because, cast.accepted(cast.report(language="en")))
    sort = fair.SORT_OF[because]
    matter, answer = told.record(), told_of(told)[0]
    assert (matter.state, matter.outcome, matter.basis) == ("closed", fair.OUTCOMES[sort], asides.BASIS)
    assert fair.REASONS[sort][because].en in answer.text and "appeal once within 30 days" in answer.text
    assert (answer.language, answer.outcome) == ("en", fair.OUTCOMES[sort])
    assert sheets.petals_of(matter) == 0


def test_a_note_for_somebody_who_reads_english_is_asked_in_english(cast: Cast) -> None:
    told = cast.accepted(cast.report(language="en"))
    given = {"matter": told.number, "because": "gone_already", "note": "去看过"}
    with pytest.raises(Invalid) as refused:
        gate.do(fairness.set_aside, cast.desk, **given)
    assert refused.value.problems[0].field == "note_en"


def test_whoever_disagrees_lets_it_go_on(cast: Cast) -> None:
    told = proposed(cast)
    gate.do(fairness.refuse_aside, cast.checker, matter=told.number, note="看得出是哪里")
    assert told.record().state == "accepted"
    with pytest.raises(NotNow):
        gate.do(fairness.confirm_aside, cast.supervisor, matter=told.number)


def test_what_was_set_aside_is_appealed_against_not_judged(cast: Cast) -> None:
    told = confirmed(cast)
    with pytest.raises(NotNow):
        gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="不是广告")


def test_there_is_one_appeal_and_it_is_in_time(cast: Cast) -> None:
    told = appealed(cast)
    with pytest.raises(NotNow), transaction.atomic():
        gate.do(fairness.appeal, told.voice, matter=told.number, words="再说一次")
    late = confirmed(cast)
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(NotNow):
        gate.do(fairness.appeal, late.voice, matter=late.number, words="晚了")


def test_an_appeal_is_decided_by_somebody_of_neither_side(cast: Cast) -> None:
    told = proposed(cast)
    gate.do(fairness.confirm_aside, cast.supervisor, matter=told.number)
    gate.do(fairness.appeal, told.voice, matter=told.number, words="不是广告")
    given = {"matter": told.number, "judgment": "upheld", "sentence": "确实是一件事"}
    for actor in (cast.supervisor, cast.desk, cast.checker):
        with pytest.raises(Denied), transaction.atomic():
            gate.do(fairness.decide_appeal, actor, **given)
    gate.do(fairness.decide_appeal, cast.auditor, **given)
    matter = told.record()
    assert (matter.state, matter.outcome, matter.closed_at) == ("reopened", "", None)
    assert "重新办" in told_of(told)[-1].text and "确实是一件事" in told_of(told)[-1].text


def test_an_appeal_that_was_not_right_is_answered_too(cast: Cast) -> None:
    told = appealed(cast)
    given = {"matter": told.number, "judgment": "dismissed", "sentence": "看了原话，只有广告。"}
    gate.do(fairness.decide_appeal, cast.supervisor, **given)
    assert told.record().state == "closed"
    assert "没有成立" in told_of(told)[-1].text and "12345" in told_of(told)[-1].text


def test_what_an_appeal_has_righted_is_not_proposed_again(cast: Cast) -> None:
    told = appealed(cast)
    gate.do(fairness.decide_appeal, cast.supervisor, matter=told.number, judgment="upheld", sentence="是一件事")
    with pytest.raises(NotNow):
        gate.do(fairness.set_aside, cast.desk, matter=told.number, because=INVALID)


def test_withholding_hides_it_from_the_public_and_it_goes_on(cast: Cast) -> None:
    told = proposed(cast, WITHHELD)
    assert told.record().screened
    gate.do(fairness.decide_withholding, cast.checker, matter=told.number, agreed=True)
    matter = told.record()
    assert (matter.screened, matter.state, matter.closed_at) == (False, "accepted", None)
    assert told.number not in {row.number for row in sheets.rows("public_open", cast.anyone).rows}
    assert "不公开" in told_of(told)[0].text


def test_an_appeal_against_withholding_shows_it_again(cast: Cast) -> None:
    told = appealed(cast, WITHHELD)
    given = {"matter": told.number, "judgment": "upheld", "sentence": "没有危险"}
    for actor in (cast.checker, cast.desk):
        with pytest.raises(Denied), transaction.atomic():
            gate.do(fairness.decide_withholding_appeal, actor, **given)
    gate.do(fairness.decide_withholding_appeal, cast.supervisor, **given)
    assert told.record().screened


def test_what_is_withheld_cannot_be_shown_by_accepting_it(cast: Cast) -> None:
    told = cast.report(private=True)
    gate.do(matters.accept, cast.desk, matter=told.number, category="drains", title="下水道", screened=True)
    assert (told.record().screened, told.record().private) == (False, True)


def test_a_law_that_forbids_is_named(cast: Cast) -> None:
    told = cast.accepted()
    with pytest.raises(Invalid) as refused:
        gate.do(fairness.withhold, cast.desk, matter=told.number, because="forbidden_by_law")
    assert refused.value.problems[0].field == "note"
