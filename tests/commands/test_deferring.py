"""More time, asked by one and granted by another; parking with a day of review (loop.md rows 9 and 10)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from haitang.commands import deferring, matters
from haitang.engine import clock, gate
from haitang.engine.promise import due
from haitang.jobs import daily
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from tests.cast import Cast, Told

ClockAt = Callable[[str], None]


def later(told: Told, workdays: int) -> datetime:
    first = told.record().due_at
    assert first is not None
    return due(first, workdays).at


def ask(told: Told, by: Actor, workdays: int = 5) -> None:
    gate.do(deferring.ask_time, by, matter=told.number, due=later(told, workdays), reason="等配件")


def test_more_time_is_granted_by_somebody_above_and_the_first_date_stays(cast: Cast) -> None:
    told = cast.working()
    first = told.record().due_at
    ask(told, cast.property)
    gate.do(deferring.grant_time, cast.supervisor, matter=told.number)
    extension = told.record().extensions.get()
    assert (extension.first_due_at, told.record().due_at) == (first, extension.until)


def test_the_owner_cannot_grant_what_it_asked_for(cast: Cast) -> None:
    told = cast.working()
    ask(told, cast.property)
    for somebody in (cast.property, cast.desk, cast.checker):
        with pytest.raises(Denied):
            gate.do(deferring.grant_time, somebody, matter=told.number)


def test_a_term_is_added_once_at_a_time_and_twice_in_all(cast: Cast) -> None:
    told = cast.working()
    with pytest.raises(Invalid):
        ask(told, cast.property, workdays=6)
    for _ in range(2):
        ask(told, cast.property)
        with pytest.raises(NotNow):
            ask(told, cast.property)
        gate.do(deferring.grant_time, cast.supervisor, matter=told.number)
    with pytest.raises(NotNow):
        ask(told, cast.property)


def test_refused_with_a_reason_the_date_stays_and_it_may_be_asked_again(cast: Cast) -> None:
    told = cast.working()
    first = told.record().due_at
    ask(told, cast.property)
    gate.do(deferring.refuse_time, cast.dispatcher, matter=told.number, note="配件已到")
    assert told.record().due_at == first
    ask(told, cast.property)


def test_what_is_late_cannot_be_extended(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-01 09:00")
    told = cast.working()
    clock_at("2023-11-20 09:00")
    with pytest.raises(NotNow):
        gate.do(deferring.ask_time, cast.property, matter=told.number, due=due(clock.now(), 2).at, reason="等配件")


def test_parked_the_clock_stands_and_goes_on_by_itself_on_the_day_of_review(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.working()
    until = clock.today() + timedelta(days=30)
    gate.do(deferring.park, cast.dispatcher, matter=told.number, reason="season", note="等开春", until=until)
    with pytest.raises(NotNow):
        gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="好了")
    clock_at("2023-12-12 23:00")
    assert daily.go_on() == 0
    clock_at("2023-12-13 00:00")
    assert daily.go_on() == 1
    assert told.record().state == "working"
    assert told.record().due_at == due(clock.now(), 5).at


def test_the_owner_cannot_park_and_nobody_parks_for_more_than_ninety_days(cast: Cast) -> None:
    told = cast.working()
    given = {"matter": told.number, "reason": "season", "note": "等开春"}
    with pytest.raises(Denied):
        gate.do(deferring.park, cast.property, until=clock.today() + timedelta(days=9), **given)
    for days in (0, 91):
        with pytest.raises(Invalid):
            gate.do(deferring.park, cast.dispatcher, until=clock.today() + timedelta(days=days), **given)


def test_what_was_late_when_it_was_parked_is_late_when_it_goes_on(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-11-01 09:00")
    told = cast.working()
    first = told.record().due_at
    clock_at("2023-11-20 09:00")
    gate.do(
        deferring.park, cast.dispatcher, matter=told.number, reason="season", note="等开春",
        until=clock.today() + timedelta(days=5),
    )  # fmt: skip
    clock_at("2023-11-23 09:00")
    gate.do(deferring.resume, cast.property, matter=told.number)
    assert told.record().due_at == first
