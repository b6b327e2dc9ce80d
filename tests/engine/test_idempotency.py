"""Keys: a retry returns the first outcome, from whoever sent it first; another body under the same key is a conflict."""

import threading
from typing import Any

import pytest

from haitang.commands import matters, voices
from haitang.engine import gate, ledger
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict, Denied, Invalid
from haitang.kernel.limits import KEY
from haitang.records.matter import Matter
from haitang.records.office import Idempotency
from tests.cast import Cast
from tests.databases import Committed

SAID = {"words": "路灯不亮", "place": "dgmy"}


def test_a_retry_returns_the_first_outcome_and_writes_nothing(cast: Cast) -> None:
    first = gate.do(matters.report, cast.anyone, key="k1", **SAID)
    size = ledger.head("sujin").size
    assert gate.do(matters.report, cast.anyone, key="k1", **SAID) == first
    assert (Matter.objects.count(), ledger.head("sujin").size) == (1, size)


def test_a_retry_is_known_even_when_the_matter_has_moved_on(cast: Cast) -> None:
    told = cast.report()
    given = {"matter": told.number, "category": "drains"}
    first = gate.do(matters.accept, cast.desk, "k1", 1, **given)
    cast_on = gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property")
    assert gate.do(matters.accept, cast.desk, "k1", 1, **given) == first
    assert (first.version, cast_on.version) == (2, 3)


def test_spelled_out_defaults_are_the_same_body(cast: Cast) -> None:
    first = gate.do(matters.report, cast.anyone, key="k1", **SAID)
    assert gate.do(matters.report, cast.anyone, key="k1", contact="", photos=[], **SAID) == first


@pytest.mark.parametrize("other", [{"words": "别的事"}, {"place": "jinhua"}, {"contact": "13800001234"}])
def test_the_same_key_with_another_body_is_a_conflict(cast: Cast, other: dict[str, Any]) -> None:
    gate.do(matters.report, cast.anyone, key="k1", **SAID)
    with pytest.raises(Conflict, match="something else"):
        gate.do(matters.report, cast.anyone, key="k1", **{**SAID, **other})
    assert Matter.objects.count() == 1


def test_the_version_one_saw_is_part_of_the_body(cast: Cast) -> None:
    told = cast.report()
    gate.do(matters.accept, cast.desk, "k1", 1, matter=told.number, category="drains")
    with pytest.raises(Conflict, match="something else"):
        gate.do(matters.accept, cast.desk, "k1", 2, matter=told.number, category="drains")


@pytest.mark.parametrize(
    "other", [Actor("web", scope="another-browser"), Actor("web", account=1), Actor("clock", system="clock")]
)
def test_somebody_else_may_use_the_same_key(cast: Cast, other: Actor) -> None:
    first = gate.do(matters.report, cast.anyone, key="k1", **SAID)
    assert gate.do(matters.report, other, key="k1", **SAID).subject != first.subject


def test_another_command_may_use_the_same_key(cast: Cast) -> None:
    told = cast.answered()
    with pytest.raises(Denied):
        gate.do(voices.judge, cast.anyone, key="k1", matter=told.number, verdict="yes")
    first = gate.do(matters.report, cast.anyone, key="k1", **SAID)
    assert first.subject != told.number


def test_a_refused_change_leaves_its_key_free(cast: Cast) -> None:
    with pytest.raises(Invalid):
        gate.do(matters.report, cast.anyone, key="k1", words="灯", place="nowhere")
    assert gate.do(matters.report, cast.anyone, key="k1", words="灯", place="dgmy").version == 1


def test_without_a_key_two_equal_reports_are_two(cast: Cast) -> None:
    assert gate.do(matters.report, cast.anyone, **SAID) != gate.do(matters.report, cast.anyone, **SAID)


def test_a_known_key_in_a_batch_returns_its_outcome(cast: Cast) -> None:
    first = gate.do(matters.report, cast.anyone, key="k1", **SAID)
    again = gate.Asked(matters.report, cast.anyone, SAID, key="k1")
    fresh = gate.Asked(matters.report, cast.anyone, SAID, key="k2")
    outcomes = list(gate.many([again, fresh, fresh]))
    assert outcomes[0] == first
    assert outcomes[1] == outcomes[2] != first


@pytest.mark.parametrize("key", ["k" * (KEY + 1), "k\0", "k\u202e"], ids=["too long", "NUL", "bidi"])
def test_a_key_that_cannot_be_kept_is_named(cast: Cast, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        gate.do(matters.report, cast.anyone, key=key, **SAID)
    assert [problem.field for problem in refused.value.problems] == ["key"]
    with pytest.raises(Invalid):
        list(gate.many([gate.Asked(matters.report, cast.anyone, SAID, key=key)]))


def test_the_longest_key_and_the_longest_cookie_are_kept(cast: Cast) -> None:
    by = Actor("web", scope="c" * 500)
    first = gate.do(matters.report, by, key="k" * KEY, **SAID)
    assert gate.do(matters.report, by, key="k" * KEY, **SAID) == first


def test_a_browsers_cookie_is_not_kept_as_it_is(cast: Cast) -> None:
    gate.do(matters.report, Actor("web", scope="a-cookie-that-says-who"), key="k1", **SAID)
    assert "a-cookie" not in str(list(Idempotency.objects.values()))


def test_a_retry_while_the_first_is_still_under_way_returns_the_same(committed: Committed) -> None:
    cast = committed.cast
    outcomes = committed.at_once(lambda _: gate.do(matters.report, cast.anyone, key="k1", **SAID), threads=8)
    assert len({outcome.subject for outcome in outcomes}) == 1, outcomes
    assert (Matter.objects.count(), Idempotency.objects.count()) == (1, 1)


def test_a_retry_with_another_body_while_the_first_is_under_way_is_a_conflict(committed: Committed) -> None:
    cast, both = committed.cast, threading.Barrier(2, timeout=20)

    def say(number: int) -> object:
        both.wait()
        return gate.do(matters.report, cast.anyone, key="k1", words=f"第{number}件", place="dgmy")

    outcomes = committed.at_once(say, threads=2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Outcome"], outcomes
