"""Stories are told side by side, the earliest act first, through the gate."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from haitang.commands import matters
from haitang.engine import clock, ledger
from haitang.jobs.demonstration.days import END, read
from haitang.jobs.demonstration.replay import Act, Replay, Story, Wait
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.records.matter import Matter
from tests.cast import Cast

ANYONE = Actor("web")


def said(at: str, words: str = "路灯不亮") -> Act:
    return Act(read(at), ANYONE, matters.report, {"words": words, "place": "daguan"})


def one(*steps: Any) -> Story:
    for step in steps:
        outcome = yield step
        assert outcome.version >= 0


def test_acts_of_several_stories_happen_in_the_order_of_their_moments(cast: Cast) -> None:
    days: list[date] = []
    replay = Replay(END, days.append)
    replay.play([one(said("2023-03-01 09:00"), said("2023-05-01 09:00")), one(said("2023-04-01 09:00"))])
    assert [clock.local_day(m.received_at).month for m in Matter.objects.order_by("id")] == [3, 4, 5]
    assert days == [date(2023, 3, 1), date(2023, 4, 1), date(2023, 5, 1)]
    assert replay.acts == 3


def test_a_story_is_sent_the_number_its_act_was_given(cast: Cast) -> None:
    def told() -> Story:
        outcome = yield said("2023-03-01 09:00")
        yield Act(
            read("2023-03-01 10:00"), cast.desk, matters.accept, {"matter": outcome.subject, "category": "lighting"}
        )

    Replay(END, lambda day: None).play([told()])
    assert Matter.objects.get().state == "accepted"


def test_two_acts_never_share_a_second_and_the_ledger_never_goes_back(cast: Cast) -> None:
    before = ledger.head("sujin").size
    Replay(END, lambda day: None).play([one(said("2023-03-01 09:00")) for _ in range(5)])
    recorded = [body.recorded_at for body in ledger.bodies("sujin", before)]
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(recorded))
    assert len(recorded) == 5


def test_waiting_lets_the_delivery_loop_have_its_turn(cast: Cast) -> None:
    post = cast.desk.account
    replay = Replay(END, lambda day: None)
    replay.play([one(said("2023-03-01 09:00"), Wait(read("2023-03-02 09:00")))])
    told = Matter.objects.get().message_set.filter(post__memberships__account_id=post, template="case.received")
    assert told.count() == 1


def test_a_story_that_goes_back_in_time_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="back in time"):
        Replay(END, lambda day: None).play([one(said("2023-03-02 09:00"), said("2023-03-01 09:00"))])


def test_a_story_that_goes_beyond_the_end_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="beyond the end"):
        Replay(END, lambda day: None).play([one(said("2023-11-15 08:31"))])


@pytest.mark.parametrize(
    ("by", "given", "refusal"),
    [(ANYONE, {"matter": "SJ23-00001-1", "category": "lighting"}, Denied), (ANYONE, {"matter": ""}, Invalid)],
)
def test_what_the_gate_refuses_is_raised_and_nothing_is_skipped(
    cast: Cast, by: Actor, given: dict[str, Any], refusal: type[Exception]
) -> None:
    at: datetime = read("2023-03-01 09:00")
    with pytest.raises(refusal):
        Replay(END, lambda day: None).play([one(Act(at, by, matters.accept, given), said("2023-03-02 09:00"))])
    assert not Matter.objects.exists()
