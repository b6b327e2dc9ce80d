"""Rhythm: which days are proposed for sessions, by a rule that is a setting."""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.commands import rhythm as commands
from haitang.engine import clock, gate, ledger, rhythm
from haitang.kernel.errors import Denied, Invalid
from haitang.records.party import Organization
from tests.cast import Cast

MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2030, 1, 1), timezones=st.just(clock.ZONE))


@given(MOMENTS)
def test_fours_are_the_4th_14th_and_24th_after_today(moment: datetime) -> None:
    with clock.at(moment):
        days, today = rhythm.upcoming("fours"), clock.today()
    assert len(days) == 3
    assert all(day.day in {4, 14, 24} and day > today for day in days)
    assert days == sorted(days)


@given(MOMENTS)
def test_thursdays_are_a_week_apart(moment: datetime) -> None:
    with clock.at(moment):
        first, second, third = rhythm.upcoming("thursdays")
    assert {day.isoweekday() for day in (first, second, third)} == {4}
    assert (second - first).days == (third - second).days == 7


def test_without_a_rule_nothing_is_proposed(clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-15 10:00")
    assert rhythm.upcoming("own") == []


def test_an_organization_chooses_its_rule_and_nobody_elses(cast: Cast) -> None:
    ours, theirs = Organization.objects.get(code="sujin"), Organization.objects.get(code="xcscjg8")
    assert rhythm.rule_of(ours) == "fours"
    outcome = gate.do(commands.choose, cast.chair, place="daguan", rule="thursdays")
    assert (rhythm.rule_of(ours), rhythm.rule_of(theirs)) == ("thursdays", "fours")
    line = ledger.line("sujin", outcome.entry)
    assert line is not None
    assert line[0].kind == "setting.changed"


@pytest.mark.parametrize("login", ["grid", "property", "reader", "other_chair", "jinhua_desk"])
def test_only_who_calls_sessions_chooses(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        gate.do(commands.choose, cast.by_login[login], place="daguan", rule="own")


def test_an_unknown_rule_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        gate.do(commands.choose, cast.chair, place="daguan", rule="full moon")  # type: ignore[arg-type]
