"""What each step of a case leaves behind: loop.md rows 1, 3, 6, 8, 11–16."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import matters, voices
from haitang.engine import gate, ledger, steps, vault
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.number import parse_number
from haitang.records.contact import Contact
from haitang.records.matter import Matter
from haitang.records.place import Place
from haitang.records.voice import Answer
from tests.cast import Cast, Told

Stop = Callable[[str], datetime]


def kinds_of(told: Told) -> list[str]:
    return [leaf.kind for _, leaf in ledger.of_subject(told.number)]


def facts_of(told: Told) -> dict[str, Any]:
    body, _ = ledger.of_subject(told.number)[-1]
    return dict(json.loads(body.facts or ""))


def unsampled(cast: Cast) -> Told:
    """A claimed matter that nobody else has to look at."""
    return next(told for _ in range(50) if not steps.must_be_checked((told := cast.claimed()).record()))


def sampled(cast: Cast) -> Told:
    return next(told for _ in range(50) if steps.must_be_checked((told := cast.claimed()).record()))


# Row 1: received


def test_one_sentence_and_a_place_become_a_matter_a_voice_and_a_promise(cast: Cast, clock_at: Stop) -> None:
    now = clock_at("2023-11-14 09:30")
    told = cast.report(words="3幢楼下的下水道堵了", place="dgmy-15", place_words="东边第二个井盖")
    matter, voice = told.record(), told.record().voices.get()
    assert (matter.kind, matter.state, matter.place.code, matter.community) == (
        "requests.problem", "received", "dgmy-15", "daguan",
    )  # fmt: skip
    assert matter.received_at == now
    assert matter.due_at and matter.due_at.isoformat() == "2023-11-21T10:00:00+00:00", "18:00 of the 5th working day"
    assert not matter.due_provisional and not matter.screened and matter.title == ""
    assert (voice.words, voice.language, voice.contact, voice.door) == ("3幢楼下的下水道堵了", "zh-hans", None, "web")
    assert kinds_of(told) == ["request.received"]


def test_numbers_run_by_organization_and_year_and_carry_a_check_digit(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-12-31 23:59")
    here, there = [cast.report().number for _ in range(2)], cast.report(place="bzxc").number
    clock_at("2024-01-01 00:00")
    later = cast.report().number
    assert [number[:10] for number in (*here, there, later)] == ["SJ23-00001", "SJ23-00002", "XC23-00001", "SJ24-00001"]
    assert [parse_number(number) for number in (*here, there, later)] == [*here, there, later]


def test_a_way_to_be_reached_is_sealed_and_only_its_mask_is_seen(cast: Cast) -> None:
    voice = cast.report(contact="13800001234").record().voices.get()
    assert voice.contact and (voice.contact.mask, voice.contact.channel) == ("138····34", "phone")
    assert b"13800001234" not in bytes(voice.contact.sealed)
    assert vault.unseal(voice.contact) == "13800001234"
    assert not Contact.objects.exclude(pk=voice.contact.pk).exists()


@pytest.mark.parametrize(
    ("place", "point", "found"),
    [
        ("sujin", (120.612, 31.345), "daguan-1"),
        ("sujin", (120.618, 31.345), "daguan-2"),
        ("sujin", (120.615, 31.345), "daguan-1"),  # on the line between two cells: the first
        ("daguan", (120.622, 31.345), "daguan"),  # another community's cell: the place as said
        ("dgmy", (120.612, 31.345), "dgmy"),  # the place as said is more exact than the cell
        ("sujin", (120.575, 31.405), "sujin"),  # another organization's cell: the place as said
    ],
)
def test_a_point_finds_its_grid_cell_within_the_place_that_was_said(
    cast: Cast, place: str, point: tuple[float, float], found: str
) -> None:
    assert cast.report(place=place, point=point).record().place.code == found


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"place": "nowhere"}, "place"),
        ({"place": "gusu"}, "place"),  # nobody here is responsible for the whole district
        ({"kind": "talk_on_fours.session"}, "kind"),
        ({"kind": "nothing"}, "kind"),
        ({"photos": ["0" * 64]}, "photos"),
    ],
)
def test_what_cannot_be_received_is_named(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.report(**given)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Matter.objects.exists()


def test_the_secret_is_the_same_at_every_look_and_another_for_every_voice(cast: Cast) -> None:
    one, other = cast.report(), cast.report()
    assert one.secret == one.secret != other.secret
    assert len(one.secret.replace("-", "")) == 8


# Row 3: accepted


def test_accepting_says_what_it_is_and_how_urgent(cast: Cast) -> None:
    told = cast.accepted(category="lifts", title="电梯异响", severity=1, screened=True)
    matter = told.record()
    assert (matter.state, matter.category, matter.title, matter.severity, matter.screened) == (
        "accepted", "lifts", "电梯异响", 1, True,
    )  # fmt: skip
    assert facts_of(told) == {"category": "lifts", "kind": "requests.problem", "severity": 1}


def test_without_a_title_there_is_nothing_for_the_public_to_see(cast: Cast) -> None:
    assert not cast.accepted(title="", screened=True).record().screened


def test_a_category_comes_from_the_list(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        cast.accepted(category="nothing")
    assert refused.value.problems[0].field == "category"


# Rows 6 and 8: assigned, in hand


def test_assigning_gives_one_task_to_one_post_with_its_basis(cast: Cast) -> None:
    told = cast.assigned(owner="works")
    matter, task = told.record(), told.record().tasks.get()
    assert matter.owner and (matter.owner.code, matter.owner_basis, task.why) == ("works", "物业合同", "物业合同")
    assert task.ended_at is None
    assert facts_of(told)["owner"] == "works"


@pytest.mark.parametrize("owner", ["nobody", "other_property"])
def test_the_owner_is_a_post_of_the_same_organization(cast: Cast, owner: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.assigned(owner=owner)
    assert refused.value.problems[0].field == "owner"


def test_the_clock_has_been_running_all_along(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.report()
    before = told.record()
    clock_at("2023-11-16 09:30")
    after = cast.working(told).record()
    assert (after.received_at, after.due_at) == (before.received_at, before.due_at)


# Row 11: claimed


def test_a_claim_keeps_its_outcome_its_evidence_and_who_made_it(cast: Cast) -> None:
    told = cast.claimed(outcome="partly")
    claim = told.record().claims.get()
    assert (claim.outcome, claim.evidence, claim.account_id) == ("partly", "word", cast.property.account)
    assert told.record().tasks.get().ended_at is not None
    assert kinds_of(told)[-1] == "request.claimed.partly"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"outcome": "gone"}, "outcome"), ({"evidence": "rumor"}, "evidence"), ({"evidence": "photos"}, "photos")],
)
def test_a_claim_without_its_ground_is_refused(cast: Cast, given: dict[str, str], field: str) -> None:
    told = cast.working()
    with pytest.raises(Invalid) as refused:
        sound = {"outcome": "solved", "evidence": "word", "note": "好了"}
        gate.do(matters.claim, cast.property, matter=told.number, **{**sound, **given})
    assert refused.value.problems[0].field == field


# Rows 12 and 13: somebody else's look


def test_sent_back_it_goes_on_as_if_the_clock_had_never_stopped(cast: Cast) -> None:
    told = cast.claimed()
    due = told.record().due_at
    gate.do(matters.reject, cast.checker, matter=told.number, note="还在漏")
    matter, check = told.record(), told.record().claims.get().checks.get()
    assert (matter.state, matter.outcome, matter.due_at) == ("working", "", due)
    assert (check.agreed, check.note, check.account_id) == (False, "还在漏", cast.checker.account)
    gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="又修了")
    assert told.record().state == "claimed_done"


def test_confirmed_it_stands_on_the_check(cast: Cast) -> None:
    told = cast.checked()
    assert (told.record().state, told.record().basis) == ("checked", "check")
    assert told.record().claims.get().checks.get().agreed


def test_a_drawn_claim_is_not_answered_before_somebody_else_has_looked(cast: Cast) -> None:
    told = sampled(cast)
    with pytest.raises(NotNow, match="check"):
        gate.do(matters.answer, cast.desk, matter=told.number, sentence="办好了")


def test_a_claim_that_was_not_drawn_is_answered_and_says_so(cast: Cast) -> None:
    told = unsampled(cast)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="办好了")
    assert (told.record().state, told.record().basis) == ("answered", "not_sampled")
    assert "request.checked" not in kinds_of(told)


@pytest.mark.parametrize("severity", [0, 1])
def test_what_is_urgent_is_always_looked_at(cast: Cast, severity: int) -> None:
    told = unsampled(cast)
    matter = told.record()
    assert not steps.must_be_checked(matter)
    matter.severity = severity
    assert steps.must_be_checked(matter)


def test_about_a_fifth_is_drawn_and_nobody_can_choose_which(cast: Cast) -> None:
    told = cast.claimed()
    claim, matter = told.record().claims.get(), told.record()
    drawn = 0
    for serial in range(1000):
        matter.number = f"SJ23-{serial:05}-0"
        drawn += steps.must_be_checked(matter)
    assert 150 < drawn < 250
    assert claim.checks.count() == 0


# Row 14: answered


def test_every_voice_has_its_own_answer_in_its_own_language(cast: Cast) -> None:
    told = cast.checked(cast.report(words="The drain is blocked", language="en"))
    given = {"matter": told.number, "sentence": "昨天疏通了。"}
    with pytest.raises(Invalid) as refused:
        gate.do(matters.answer, cast.desk, **given)
    assert refused.value.problems[0].field == "sentence_en"
    gate.do(matters.answer, cast.desk, **given, sentence_en="Cleared yesterday.")
    answer = Answer.objects.get()
    assert (answer.language, answer.outcome) == ("en", "solved")
    assert answer.text.startswith("What you told us is done") and answer.text.endswith("Cleared yesterday.")


@pytest.mark.parametrize("outcome", ["solved", "partly", "not_solved", "project"])
def test_an_answer_says_what_became_of_it_and_then_the_offices_own_sentence(cast: Cast, outcome: str) -> None:
    told = cast.answered(outcome=outcome)
    text = Answer.objects.get().text
    assert text.startswith("您说的事") and text.endswith("昨天已经疏通，费用由物业承担。")
    assert kinds_of(told)[-1] == f"request.answered.{outcome}"
    assert facts_of(told)["voices"] == 1


def test_answering_is_recorded_as_of_now(cast: Cast, clock_at: Stop) -> None:
    now = clock_at("2023-11-14 09:30")
    assert cast.answered().record().answered_at == now


# Row 15: closed


def test_after_ten_working_days_of_silence_it_lapses_and_never_counts_as_content(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.answered()
    clock_at("2023-11-28 17:59")
    with pytest.raises(NotNow, match="not over"):
        gate.do(matters.close, cast.system, matter=told.number)
    now = clock_at("2023-11-28 18:00")
    gate.do(matters.close, cast.system, matter=told.number)
    matter = told.record()
    assert (matter.state, matter.basis, matter.closed_at) == ("closed", "check", now)
    assert (kinds_of(told)[-1], facts_of(told)["ended"]) == ("request.closed.solved", "lapsed")


# Row 16: reopened


def test_a_supervisor_reopens_the_same_matter_with_half_the_term(cast: Cast, clock_at: Stop) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.lapsed()
    received = told.record().received_at
    clock_at("2024-01-08 09:30")
    gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="又堵了")
    matter = told.record()
    assert (matter.state, matter.outcome, matter.basis) == ("reopened", "", "")
    assert (matter.closed_at, matter.answered_at, matter.received_at) == (None, None, received)
    assert matter.owner and matter.owner.code == "property"
    assert matter.due_at and matter.due_at.isoformat() == "2024-01-10T10:00:00+00:00", "half of five working days"
    assert matter.details["reopened"] == ["又堵了"]


def test_reopening_takes_a_closed_count_back_and_only_then(cast: Cast) -> None:
    closed, answered = cast.lapsed(), cast.answered()
    for told in (closed, answered):
        gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="又堵了")
    lines = [ledger.of_subject(told.number)[-1][1] for told in (closed, answered)]
    assert [(leaf.kind, leaf.quantity) for leaf in lines] == [("request.reopened.solved", -1), ("request.reopened", 1)]


def test_a_reopened_matter_goes_its_whole_way_again(cast: Cast) -> None:
    told = cast.solved()
    gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="又堵了")
    gate.do(matters.start, cast.property, matter=told.number)
    gate.do(matters.claim, cast.property, matter=told.number, outcome="not_solved", evidence="slip", note="要换管")
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="要换管，已报计划。")
    assert Answer.objects.filter(voice__matter__number=told.number).count() == 2
    gate.do(voices.judge, told.voice, matter=told.number, verdict="yes")
    assert kinds_of(told)[-1] == "request.closed.not_solved"


# What is not possible now


@pytest.mark.parametrize(
    ("ready", "command", "by", "given"),
    [
        (Cast.accepted, matters.accept, "desk", {"category": "drains"}),
        (Cast.report, matters.assign, "dispatcher", {"owner": "property"}),
        (Cast.working, matters.start, "property", {}),
        (Cast.claimed, matters.claim, "property", {"outcome": "solved", "evidence": "word", "note": "好"}),
        (Cast.working, matters.check, "checker", {}),
        (Cast.checked, matters.reject, "checker", {"note": "没好"}),
        (Cast.working, matters.answer, "desk", {"sentence": "好"}),
        (Cast.answered, matters.answer, "desk", {"sentence": "好"}),
        (Cast.solved, matters.close, "system", {}),
        (Cast.checked, matters.reopen, "supervisor", {"reason": "没好"}),
    ],
)
def test_a_step_out_of_turn_is_refused_with_where_the_matter_stands(
    cast: Cast, ready: Callable[[Cast], Told], command: Callable[..., Any], by: str, given: dict[str, str]
) -> None:
    told = ready(cast)
    actor: Actor = getattr(cast, by)
    with pytest.raises(NotNow) as refused:
        gate.do(command, actor, matter=told.number, **given)
    assert refused.value.words.en.startswith("It stands at")
    assert told.record().version == len(ledger.of_subject(told.number))


def test_places_below_a_community_name_it_in_public(cast: Cast) -> None:
    for place in ("dgmy-15", "daguan-2", "daguan"):
        told = cast.report(place=place)
        [(_, leaf)] = ledger.of_subject(told.number)
        assert leaf.community == "daguan" == Place.objects.get(code=place).community
