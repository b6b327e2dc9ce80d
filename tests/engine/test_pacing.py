"""So many a minute and no more, whatever happens at once; then again."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from haitang.engine.pacing import WINDOW, Pacing


def test_the_next_minute_begins_anew() -> None:
    moment = [1000.0]
    pacing = Pacing(now=lambda: moment[0])
    assert [pacing.wait("a", 2) for _ in range(2)] == [0, 0]
    assert pacing.wait("a", 2) == 61 and pacing.wait("b", 2) == 0
    moment[0] += 59.5
    assert pacing.wait("a", 2) == 1
    moment[0] += 0.5
    assert pacing.wait("a", 2) == 0


@given(st.integers(1, 20), st.lists(st.floats(0, 30), max_size=60))
@settings(max_examples=50)
def test_no_minute_that_begins_with_a_request_holds_more_than_allowed(most: int, steps: list[float]) -> None:
    moment, let_in = [0.0], []
    pacing = Pacing(now=lambda: moment[0])
    for step in steps:
        moment[0] += step
        wait = pacing.wait("a", most)
        assert 0 <= wait <= WINDOW + 1
        let_in += [moment[0]] if wait == 0 else []
    begun = 0
    for place, at in enumerate(let_in):
        if at - let_in[begun] >= WINDOW:
            begun = place
        assert place - begun < most


def test_threads_share_one_count() -> None:
    pacing = Pacing(now=lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: pacing.wait("a", 50), range(400)))
    assert waits.count(0) == 50
