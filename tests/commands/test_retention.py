"""Kept long enough: terms by outcome, one who proposes, another who approves, the clock that makes it anonymous."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from haitang.commands import matters, retention, voices
from haitang.engine import clock, gate, ledger, sealing, vault
from haitang.engine import retention as terms
from haitang.engine.verify import verify_all
from haitang.jobs import daily
from haitang.jobs import retention as job
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.registry import figures
from haitang.records.contact import Contact
from haitang.records.disposal import Disposal
from haitang.records.matter import Claim, Matter
from haitang.records.office import Message
from haitang.records.party import Organization
from haitang.records.voice import Answer, Voice
from tests.cast import Cast, Told

At = Callable[..., datetime]
WORDS, PHONE = "三单元的水管夜里一直响", "13912345678"


@pytest.fixture
def old(cast: Cast, clock_at: At) -> list[Told]:
    """Three matters closed as solved in November 2023; it is the last day but one of their two years."""
    clock_at("2023-11-14 09:30")
    told = [cast.solved(cast.report(f"{WORDS} {number}", contact=PHONE, place_words="602 室")) for number in range(3)]
    clock_at("2025-11-13 12:00")
    return told


def confirm(cast: Cast, years: int = 2, outcome: str = "solved", confirmed: bool = True) -> None:
    given: dict[str, Any] = {"outcome": outcome, "years": years, "source": "单位决定", "confirmed": confirmed}
    gate.do(retention.set_term, cast.administrator, place="sujin", **given)


def propose(cast: Cast) -> int:
    return int(gate.do(retention.propose, cast.administrator, place="sujin").values["disposal"])


def approve(cast: Cast, disposal: int) -> None:
    gate.do(retention.approve, cast.supervisor, place="sujin", disposal=disposal)


def due() -> int:
    sujin = Organization.objects.get(code="sujin")
    return sum(one.count for one in terms.counted(sujin, terms.cutoffs(sujin)))


def test_a_matter_is_due_the_day_its_years_are_over_and_not_before(cast: Cast, old: list[Told], clock_at: At) -> None:
    confirm(cast)
    assert due() == 0
    clock_at("2025-11-14 00:00")
    assert due() == 3


@pytest.mark.parametrize(
    ("today", "years", "last"),
    [("2024-02-29", 1, "2023-02-28"), ("2028-02-29", 4, "2024-02-29"), ("2025-03-01", 1, "2024-03-01"), ("2025-12-31", 3, "2022-12-31")],
)  # fmt: skip
def test_years_are_counted_by_the_calendar(cast: Cast, clock_at: At, today: str, years: int, last: str) -> None:
    clock_at(f"{today} 12:00")
    confirm(cast, years)
    assert terms.cutoffs(Organization.objects.get(code="sujin")) == {"solved": last}


def test_a_term_that_nobody_has_confirmed_destroys_nothing(cast: Cast, old: list[Told], clock_at: At) -> None:
    clock_at("2099-01-01 12:00")
    assert due() == 0
    confirm(cast, confirmed=False)
    assert due() == 0
    with pytest.raises(NotNow):
        propose(cast)
    assert all(not term.confirmed and term.source.zh for term in terms.terms(Organization.objects.get(code="xcscjg8")))


def test_one_proposes_another_approves_and_the_counts_survive(cast: Cast, old: list[Told], clock_at: At) -> None:
    open_, young = cast.report(WORDS, contact=PHONE), cast.solved(cast.report(WORDS, contact=PHONE))
    clock_at("2025-12-01 12:00")
    sealing.seal_all()
    before = _figures()
    assert len(before["requests.problems_solved"]["rows"]) == 4
    confirm(cast)
    disposal = propose(cast)
    assert Disposal.objects.get().counts == [["solved", "daguan", 3]]
    assert job.run_due() == 0
    with pytest.raises(Denied):
        gate.do(retention.approve, cast.administrator, place="sujin", disposal=disposal)
    assert Voice.objects.exclude(words="").count() == 5
    approve(cast, disposal)
    assert daily.run_due() >= 3
    assert {v.words for v in Voice.objects.filter(matter__number__in=[t.number for t in old])} == {""}
    assert {v.words for v in Voice.objects.filter(matter__number__in=[open_.number, young.number])} == {WORDS}
    assert [vault.unseal(c) for c in Contact.objects.select_related("organization")] == [PHONE, PHONE]
    for told in old:
        matter = told.record()
        assert (matter.place_words, matter.state, matter.outcome) == ("", "closed", "solved")
        assert set(Answer.objects.filter(voice__matter=matter).values_list("text", flat=True)) == {""}
        assert set(Claim.objects.filter(matter=matter).values_list("note", flat=True)) == {""}
    assert _figures() == before
    assert len(list(verify_all())) == 3
    row = Disposal.objects.get()
    assert (row.done, row.due) == (3, 3) and row.finished_at is not None
    assert job.run_due() == 0


def _figures() -> dict[str, Any]:
    client = Client()
    return {
        each.name: client.get(f"/api/figures/{each.name}/rows?place=sujin&from=2023-01-01").json() for each in figures
    }


def test_the_line_of_a_disposal_names_what_was_erased_and_nothing_of_a_person(
    cast: Cast, old: list[Told], clock_at: At
) -> None:
    clock_at("2025-12-01 12:00")
    confirm(cast)
    approve(cast, propose(cast))
    job.carry_out()
    found = ledger.line("sujin", ledger.head("sujin").size)
    assert found is not None and found[0].kind == "body.erased"
    facts = json.loads(found[1].facts or "")
    assert facts["matters"] == 3 and facts["erasure"] == "term" and len(facts["entries"]) == 6
    assert WORDS not in repr(facts) and "voice" not in repr(facts)


def test_a_disposal_goes_on_where_it_stopped(
    cast: Cast, old: list[Told], clock_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    clock_at("2025-12-01 12:00")
    confirm(cast)
    approve(cast, propose(cast))
    assert job.carry_out(batches=1) == 2
    assert (Disposal.objects.get().done, Disposal.objects.get().finished_at) == (2, None)
    assert job.carry_out(batches=1) == 1
    assert Disposal.objects.get().finished_at is not None
    assert not Voice.objects.exclude(words="").exists()


def test_what_was_opened_again_after_the_proposal_is_spared(cast: Cast, old: list[Told], clock_at: At) -> None:
    clock_at("2025-12-01 12:00")
    confirm(cast)
    disposal = propose(cast)
    gate.do(matters.reopen, cast.supervisor, matter=old[0].number, reason="又响了")
    approve(cast, disposal)
    job.carry_out()
    assert Voice.objects.get(matter__number=old[0].number).words
    assert Disposal.objects.get().done == 2 and Disposal.objects.get().finished_at is not None


def test_one_proposal_at_a_time_each_approved_once_by_its_own_organization(
    cast: Cast, old: list[Told], clock_at: At
) -> None:
    clock_at("2025-12-01 12:00")
    confirm(cast)
    disposal = propose(cast)
    with pytest.raises(NotNow):
        gate.do(retention.propose, cast.supervisor, place="sujin")
    with pytest.raises(Invalid):
        gate.do(retention.approve, cast.other_supervisor, place="huangqiao", disposal=disposal)
    for login in ("other_supervisor", "desk", "auditor", "reader", "grid"):
        with pytest.raises(Denied):
            gate.do(retention.approve, cast.by_login[login], place="sujin", disposal=disposal)
    approve(cast, disposal)
    with pytest.raises(NotNow):
        gate.do(retention.approve, cast.dispatcher, place="sujin", disposal=disposal)


@pytest.mark.parametrize("given", [{"outcome": "nothing"}, {"years": 0}, {"years": 101}, {"place": "daguan"}])
def test_a_term_that_makes_no_sense_is_refused(cast: Cast, given: dict[str, Any]) -> None:
    sound: dict[str, Any] = {"place": "sujin", "outcome": "solved", "years": 2, "source": "单位决定"}
    with pytest.raises(Invalid) as refused:
        gate.do(retention.set_term, cast.administrator, **{**sound, **given})
    assert [problem.field for problem in refused.value.problems] == list(given)


def test_only_the_clock_carries_out(cast: Cast, old: list[Told], clock_at: At) -> None:
    clock_at("2025-12-01 12:00")
    confirm(cast)
    disposal = propose(cast)
    for actor in (cast.administrator, cast.supervisor, cast.anyone):
        with pytest.raises(Denied):
            gate.do(retention.carry_out, actor, disposal=disposal)
    with pytest.raises(NotNow):
        gate.do(retention.carry_out, cast.system, disposal=disposal)


def test_offices_are_told_once_a_month_that_something_is_due(cast: Cast, old: list[Told], clock_at: At) -> None:
    assert job.prompt() == 0
    clock_at("2025-12-01 12:00")
    confirm(cast)
    assert [job.prompt(), job.prompt()] == [1, 0]
    message = Message.objects.select_related("post", "matter").latest("pk")
    assert (message.post.code, message.matter.number) == ("supervisor", old[0].number)
    clock_at(clock.now() + timedelta(days=31))
    assert job.prompt() == 1
    propose(cast)
    clock_at(clock.now() + timedelta(days=31))
    assert job.prompt() == 0


def test_a_number_made_anonymous_says_so_to_its_voice(cast: Cast, old: list[Told], clock_at: At) -> None:
    clock_at("2025-12-01 12:00")
    confirm(cast)
    approve(cast, propose(cast))
    job.carry_out()
    client = Client()
    page = client.post("/follow", {"number": old[0].number, "secret": old[0].secret}, follow=True).content.decode()
    assert "保存期满，已抹除" in page
    assert Matter.objects.exclude(anonymized_at=None).count() == 3
    with pytest.raises(Denied):
        gate.do(voices.judge, old[0].voice, matter=old[0].number, verdict="no", words="没好")


def test_a_report_about_a_person_that_was_not_taken_has_a_term_too(cast: Cast, clock_at: At) -> None:
    clock_at("2023-11-14 09:30")
    told = cast.report("楼上那个人", contact=PHONE)
    gate.do(matters.refuse_person, cast.desk, matter=told.number, competent="hotline")
    confirm(cast, 1, "about_person")
    confirm(cast, 1, "solved")
    clock_at("2024-11-15 09:00")
    sujin = Organization.objects.get(code="sujin")
    assert [(one.outcome, one.count) for one in terms.counted(sujin, terms.cutoffs(sujin))] == [("about_person", 1)]
    approve(cast, propose(cast))
    job.carry_out()
    assert Contact.objects.filter(voice__matter__number=told.number).count() == 0
    assert told.record().anonymized_at is not None
