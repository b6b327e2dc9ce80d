"""A figure by community adds up to it; what was recorded after its period is told apart; one moment is one head."""

from collections.abc import Callable
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.engine import clock, gate, ledger, tally
from haitang.engine.sealing import seal_all, seal_past_days
from haitang.kernel.words import Words
from tests.cast import Cast
from tests.engine.tallying import Known, Made, figure, write

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MARCH = (date(2023, 3, 1), date(2023, 3, 31))
ClockAt = Callable[[str | datetime], datetime]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["daguan", "jinhua", "sujin"]), st.integers(-3, 9).filter(bool)), max_size=8))
def test_communities_add_up_to_the_whole(cast: Cast, known: Known, made: list[tuple[str, int]]) -> None:
    known(figure())
    before = tally.figure("things.made", "sujin", *YEAR, entitled=True).value
    write(Made(date(2023, 5, 1), community=community, quantity=quantity) for community, quantity in made)
    whole = tally.figure("things.made", "sujin", *YEAR, entitled=True)
    parts = tally.by_community("things.made", "sujin", *YEAR, entitled=True)
    assert isinstance(before, int) and whole.value == before + sum(quantity for _, quantity in made)
    assert sum(int(point.value or 0) for _, point in parts) == whole.value
    assert sum(point.rows for _, point in parts) == whole.rows
    values = [point.value or 0 for _, point in parts]
    assert values == sorted(values, reverse=True)


def test_one_small_cell_about_people_hides_all_cells_from_the_public(cast: Cast, known: Known) -> None:
    known(figure(about_people=True))
    write([Made(date(2023, 5, 1), quantity=9), Made(date(2023, 5, 1), community="jinhua", quantity=2)])
    seal_all()
    assert tally.figure("things.made", "sujin", *YEAR).value == 11
    assert tally.by_community("things.made", "sujin", *YEAR) == []
    assert len(tally.by_community("things.made", "sujin", *YEAR, entitled=True)) == 2


def test_what_opens_to_a_count_only_is_not_broken_down(cast: Cast, known: Known) -> None:
    known(figure(count_only=Words(zh="只看总数", en="the sum only")))
    write([Made(date(2023, 5, 1)), Made(date(2023, 5, 1), community="jinhua")])
    assert tally.by_community("things.made", "sujin", *YEAR, entitled=True) == []


def test_later_arrivals_are_those_recorded_after_the_last_day(cast: Cast, known: Known, clock_at: ClockAt) -> None:
    known(figure())
    clock_at("2023-03-31 23:59")
    write([Made(date(2023, 3, 5)), Made(date(2023, 3, 31))])
    assert tally.later("things.made", "sujin", *MARCH, entitled=True) is None, "the month is not over"
    clock_at("2023-04-01 00:00")
    write([Made(date(2023, 3, 30), quantity=4), Made(date(2023, 4, 1))])
    found = tally.later("things.made", "sujin", *MARCH, entitled=True)
    assert found is not None and (found.arrived, found.then.value, found.now.value) == (1, 2, 6)


def test_later_arrivals_are_the_same_however_often_was_sealed(cast: Cast, known: Known, clock_at: ClockAt) -> None:
    known(figure())
    sizes = []
    for day in ("2023-03-10 12:00", "2023-04-02 12:00", "2023-04-03 12:00"):
        clock_at(day)
        write([Made(date(2023, 3, 9))])
        seal_past_days()
        sizes.append(ledger.size_before("sujin", datetime(2023, 4, 1, tzinfo=clock.ZONE)))
    seal_all()
    found = tally.later("things.made", "sujin", *MARCH)
    assert found is not None and (found.arrived, found.then.value, found.now.value) == (2, 1, 3)
    assert sizes == [sizes[0]] * 3


def test_everything_within_one_moment_is_read_from_the_same_heads(cast: Cast, known: Known) -> None:
    known(figure())
    with tally.one_moment():
        first = tally.figure("things.made", "sujin", *YEAR, entitled=True).value
        with gate.upkeep():
            write([Made(date(2023, 5, 1))])
        assert tally.figure("things.made", "sujin", *YEAR, entitled=True).value == first
    assert tally.figure("things.made", "sujin", *YEAR, entitled=True).value == 1
