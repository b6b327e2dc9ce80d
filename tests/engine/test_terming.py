"""Which term holds and why; another category or urgency late in life makes nothing late at once and hides no delay."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import deferring, handing, matters, setup, terming
from haitang.engine import clock, gate
from haitang.engine import terming as terms
from haitang.engine.promise import workdays
from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.span import Span
from haitang.records.breach import Redating
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.term_rule import TermRule
from tests.cast import Cast, Told

At = Callable[..., datetime]
MONDAY = "2026-03-02 09:00"
SOURCE = "苏府办 1 号"


def local(told: Told) -> str:
    due = told.record().due_at
    assert due is not None
    return f"{due.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"


def set_term(cast: Cast, **given: Any) -> None:
    gate.do(
        terming.set_term,
        cast.supervisor,
        place="sujin",
        **{"clock": "resolve", "unit": "workdays", "source": SOURCE, **given},
    )


def accept(cast: Cast, told: Told, category: str = "drains", severity: int = 2) -> None:
    gate.do(matters.accept, cast.desk, matter=told.number, category=category, severity=severity)


def test_an_ordinary_matter_keeps_what_was_promised_at_its_receipt(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.report()
    clock_at("2026-03-03 09:00")
    accept(cast, told)
    matter = told.record()
    assert (local(told), matter.term, matter.term_rule) == ("2026-03-09 18:00", "5w", "promise:5")
    assert matter.first_due_at == matter.due_at and matter.due_calendar.startswith("2026/")
    assert not Redating.objects.exists()


def test_an_urgent_matter_has_four_hours_from_its_acceptance_and_the_first_promise_stays_on_record(
    cast: Cast, clock_at: At
) -> None:
    clock_at(MONDAY)
    told = cast.report()
    clock_at("2026-03-04 15:00")
    accept(cast, told, severity=1)
    matter = told.record()
    assert (local(told), matter.term, matter.term_rule) == ("2026-03-04 19:00", "4h*", "default:resolve/severity-1")
    assert matter.first_due_at is not None and clock.local_day(matter.first_due_at) == date(2026, 3, 9)
    moved = Redating.objects.get(matter__number=told.number)
    assert (moved.was, moved.now, moved.cause) == (matter.first_due_at, matter.due_at, "term")


def test_a_late_change_of_the_category_hides_no_delay(cast: Cast, clock_at: At) -> None:
    set_term(cast, category="lifts", amount=20)
    clock_at(MONDAY)
    told = cast.report()
    clock_at("2026-03-20 09:00")
    accept(cast, told, category="lifts")
    assert local(told) == "2026-03-09 18:00", "it was late before and stays late"


def test_the_narrowest_line_wins_and_life_goes_before_everything(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    set_term(cast, category="lifts", amount=3)
    set_term(cast, urgency="3", amount=15)
    found = {}
    for category, severity in (("lifts", 2), ("lifts", 3), ("drains", 3), ("drains", 2), ("lifts", 0), ("drains", 4)):
        told = cast.report()
        accept(cast, told, category, severity)
        found[category, severity] = told.record().term
    assert found == {
        ("lifts", 2): "3w", ("lifts", 3): "15w", ("drains", 3): "15w", ("drains", 2): "5w", ("lifts", 0): "4h*",
        ("drains", 4): "2w",
    }  # fmt: skip


def test_what_runs_keeps_its_term_and_names_the_line_it_goes_by(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    set_term(cast, category="drains", amount=3)
    first = cast.report()
    accept(cast, first)
    set_term(cast, category="drains", amount=8)
    second = cast.report()
    accept(cast, second)
    rules = list(TermRule.objects.order_by("id"))
    assert [(rule.span, bool(rule.ended_at)) for rule in rules] == [("3w", True), ("8w", False)]
    assert [told.record().term_rule for told in (first, second)] == [f"own:{rule.pk}" for rule in rules]
    assert [told.record().term for told in (first, second)] == ["3w", "8w"]


def test_a_default_is_unconfirmed_until_somebody_confirms_it_with_a_source(cast: Cast) -> None:
    organization = Organization.objects.get(code="sujin")
    assert not any(line.confirmed for line in terms.lines(organization))
    gate.do(terming.confirm_term, cast.administrator, place="sujin", rule="default:accept", source=SOURCE)
    line = next(line for line in terms.lines(organization) if line.clock == "accept" and line.severity is None)
    assert line.confirmed and line.source.zh == SOURCE and line.span == Span(0)
    gate.do(terming.drop_term, cast.administrator, place="sujin", rule=line.rule)
    assert not any(line.confirmed for line in terms.lines(organization))


def test_another_organization_has_its_own_terms(cast: Cast) -> None:
    set_term(cast, category="drains", amount=3)
    assert not TermRule.objects.exclude(organization__code="sujin").exists()
    other = Organization.objects.get(code="xcscjg8")
    assert all(not line.rule.startswith("own") for line in terms.lines(other))
    line = next(line for line in terms.lines(Organization.objects.get(code="sujin")) if line.rule.startswith("own"))
    with pytest.raises(Invalid):
        gate.do(terming.drop_term, cast.other_supervisor, place="huangqiao", rule=line.rule)


def test_what_makes_no_sense_is_refused_in_words(cast: Cast) -> None:
    for wrong in ({"amount": 0, "unit": "real_hours"}, {"amount": 101}, {"amount": 3, "category": "dragons"}):
        with pytest.raises(Invalid):
            set_term(cast, **wrong)
    with pytest.raises(NotNow, match="rules"):
        set_term(cast, amount=7)
    with pytest.raises(NotNow):
        gate.do(terming.drop_term, cast.supervisor, place="sujin", rule="default:accept")


def test_the_general_promise_is_the_rule_of_the_office(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="promise_workdays", value="7")
    told = cast.report()
    assert (told.record().term, local(told)) == ("7w", "2026-03-11 18:00")


def test_handing_on_moves_no_date(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.assigned(cast.accepted(cast.report()))
    due = told.record().due_at
    clock_at("2026-03-04 09:00")
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="是市政的管")
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="works")
    assert told.record().due_at == due and not Redating.objects.exists()


def test_more_time_ends_on_no_day_of_rest_and_the_first_date_stays(cast: Cast, clock_at: At) -> None:
    clock_at(MONDAY)
    told = cast.working()
    first = told.record().due_at
    sunday = datetime(2026, 3, 15, 12, tzinfo=clock.ZONE)
    gate.do(deferring.ask_time, cast.property, matter=told.number, due=sunday, reason="等配件")
    gate.do(deferring.grant_time, cast.dispatcher, matter=told.number)
    assert local(told) == "2026-03-16 18:00" and told.record().first_due_at == first
    assert Redating.objects.get().cause == "extended"


def test_hours_go_on_with_what_was_left_of_them_after_a_pause(cast: Cast, clock_at: At) -> None:
    clock_at("2026-03-02 09:00")
    told = cast.working(cast.assigned(cast.accepted(cast.report(), severity=1)))
    clock_at("2026-03-02 10:00")
    until = date(2026, 3, 10)
    gate.do(deferring.park, cast.dispatcher, matter=told.number, reason="season", note="雨停再修", until=until)
    clock_at("2026-03-05 10:00")
    gate.do(deferring.resume, cast.property, matter=told.number)
    assert local(told) == "2026-03-05 13:00", "three of four hours were left"


drawn = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@drawn
@given(waited=st.integers(0, 20 * 24), severity=st.sampled_from([0, 1, 2, 3, 4]))
def test_whenever_it_is_accepted_nothing_becomes_late_by_it(cast: Cast, waited: int, severity: int) -> None:
    with transaction.atomic():
        start = datetime(2026, 9, 28, 2, tzinfo=clock.ZONE)
        with clock.at(start):
            told = cast.report()
        before, now = told.record(), start + timedelta(hours=waited)
        with clock.at(now):
            accept(cast, told, severity=severity)
        after: Matter = told.record()
        assert before.due_at is not None and after.due_at is not None
        assert (after.due_at <= now) == (before.due_at <= now)
        assert after.received_at == before.received_at and after.first_due_at == before.due_at
        assert after.counted.endswith("*") or workdays().is_work(clock.local_day(after.due_at))
        transaction.set_rollback(True)
