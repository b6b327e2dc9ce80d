"""The clock of a hold: what was left is left, T0 is never reset, a pause within a day moves nothing."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.engine import clock, gate, holds
from haitang.engine.promise import workdays
from tests.cast import Cast

START = datetime(2023, 3, 1, 2, tzinfo=UTC)
drawn = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@drawn
@given(before=st.integers(0, 9 * 24), paused=st.integers(0, 60 * 24))
def test_a_pause_gives_back_what_was_left_and_no_more(cast: Cast, before: int, paused: int) -> None:
    with transaction.atomic():
        with clock.at(START):
            matter = cast.report().record()
        received, first = matter.received_at, matter.due_at
        assert first is not None
        stopped, resumed = START + timedelta(hours=before), START + timedelta(hours=before + paused)
        with gate.upkeep():
            with clock.at(stopped):
                holds.pause(matter, "parked", resumed)
            with clock.at(resumed):
                holds.resume(matter)
        assert matter.received_at == received
        assert matter.due_at is not None and matter.due_at >= first
        if first <= stopped or clock.local_day(stopped) == clock.local_day(resumed):
            assert matter.due_at == first
        else:
            left = max(1, workdays().elapsed_workdays(stopped, first))
            assert matter.due_at == first or workdays().elapsed_workdays(resumed, matter.due_at) == left
            assert workdays().is_work(clock.local_day(matter.due_at))
        transaction.set_rollback(True)
