"""Several matters at once, walked at random over the whole loop: what must hold, holds after every step."""

import itertools
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from haitang.commands import joining, voices
from haitang.engine import again, clock, gate, joined, ledger, tally, verify
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.registry import kinds
from haitang.records.matter import Check, Matter, Task
from haitang.records.reopening import Reopening
from haitang.records.voice import Answer
from tests.cast import Cast
from tests.stories.walking import BACK, MOVES, Way, begin

START = datetime(2023, 3, 1, 2, tzinfo=UTC)
KIND = kinds["requests.problem"]
HANDS = ("assigned", "working", "parked")
MOST = 4
which = st.integers(0, MOST - 1)
thrown = st.integers(0, 10_000)


class Loop(RuleBasedStateMachine):
    """Up to four matters, each with three voices; time goes on between the steps and never back."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = START
        self.ways: list[Way] = []
        self.t0: dict[int, datetime] = {}

    def teardown(self) -> None:
        try:
            self.figures_equal_their_rows()
            with clock.at(self.now):
                assert list(verify.verify_all())
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @initialize()
    def two_at_first(self) -> None:
        self.said(0)
        self.said(1)

    @precondition(lambda self: len(self.ways) < MOST)
    @rule(dice=thrown)
    def said(self, dice: int) -> None:
        with clock.at(self.now):
            way = begin(self.cast, KIND, itertools.count(dice))
        self.ways.append(way)
        self.t0[way.matter.pk] = way.matter.received_at

    @rule(hours=st.integers(1, 24 * 40))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(first=which, dice=thrown)
    def some_step(self, first: int, dice: int) -> None:
        way = self.ways[first % len(self.ways)]
        way.matter = Matter.objects.get(pk=way.matter.pk)
        ahead = [move.name for move in KIND.flow.from_state(way.matter.state) if move.name != "join"]
        if ahead:
            likely = ahead + 4 * [name for name in ahead if name not in BACK]
            self.tried(lambda: MOVES[likely[dice % len(likely)]](way))

    @rule(first=which, second=which)
    def joins(self, first: int, second: int) -> None:
        one, other = (self.ways[each % len(self.ways)].matter for each in (first, second))
        before = self.t0[other.pk]
        self.tried(lambda: gate.do(joining.join, self.cast.desk, matter=one.number, into=other.number))
        if joined.sources(other).filter(source=one).exists():
            self.t0[other.pk] = min(before, self.t0[one.pk])

    @rule(first=which)
    def a_neighbor_says_the_same(self, first: int) -> None:
        way = self.ways[first % len(self.ways)]
        self.tried(lambda: gate.do(voices.me_too, self.cast.anyone, matter=way.matter.number, words="我也是"))

    def tried(self, step: Any) -> None:
        self.now += timedelta(minutes=1)
        with clock.at(self.now), suppress(NotNow, Invalid, Denied), transaction.atomic():
            step()

    def matters(self) -> list[Matter]:
        return list(Matter.objects.filter(pk__in=[way.matter.pk for way in self.ways]))

    @invariant()
    def one_owner_of_record_and_only_while_in_hand(self) -> None:
        for matter in self.matters():
            owners = list(Task.objects.filter(matter=matter, ended_at=None).values_list("owner_id", flat=True))
            assert len(owners) == len(set(owners)), "a post has one part at most"
            owned = {matter.owner_id} if matter.owner_id is not None else set()
            assert set(owners) | owned == matter.owners, "what is kept with the matter is what its parts say"
            if matter.state in HANDS:
                assert matter.owner_id is not None and owners
            elif matter.state != "reopened":
                assert not owners

    @invariant()
    def how_often_it_was_opened_again_is_what_its_reopenings_say(self) -> None:
        for matter in self.matters():
            assert again.times(matter) == Reopening.objects.filter(matter=matter, granted=True).count()

    @invariant()
    def nobody_stands_at_the_end_without_an_answer(self) -> None:
        for matter in self.matters():
            if matter.state in ("answered", "closed"):
                for voice in joined.speaking(matter):
                    assert Answer.objects.filter(voice=voice, at=matter.answered_at).exists(), matter.state

    @invariant()
    def t0_is_never_reset(self) -> None:
        assert {matter.pk: matter.received_at for matter in self.matters()} == self.t0

    @invariant()
    def nobody_checks_their_own_work(self) -> None:
        for check in Check.objects.filter(claim__matter__in=[way.matter for way in self.ways]).select_related("claim"):
            earlier = check.claim.matter.claims.filter(at__lte=check.at).values_list("account_id", flat=True)
            assert check.account_id not in set(earlier)

    @invariant()
    def what_was_joined_stands_as_the_other_does(self) -> None:
        for matter in self.matters():
            if matter.state == joined.STATE:
                target = joined.into(matter)
                assert target.state != joined.STATE
                assert (matter.closed_at, matter.answered_at) == (target.closed_at, target.answered_at)

    def figures_equal_their_rows(self) -> None:
        kinds_of = ("request.closed.solved", "request.reopened.solved")
        counted = sum(leaf.quantity for leaf in ledger.every_leaf(["sujin"]) if leaf.kind in kinds_of)
        ended = Matter.objects.filter(pk__in=self.t0, state="closed", outcome="solved")
        assert counted == ended.count()
        with clock.at(self.now):
            tally.forget()
            number = tally.figure("requests.problems_solved", start=date(2023, 1, 1), end=clock.today(), entitled=True)
        assert number.value == counted


def test_what_must_hold_holds_after_every_step(cast: Cast) -> None:
    Loop.cast = cast
    quick = settings(
        max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Loop, settings=quick)


def test_a_voice_that_speaks_is_one_of_the_matter(cast: Cast) -> None:
    """The walk judges through voices; one of another matter is nobody here."""
    told, other = cast.answered(), cast.report()
    with suppress(Denied):
        gate.do(voices.judge, Actor("web", voice=other.voice.voice), matter=told.number, verdict="yes")
        raise AssertionError("somebody else's voice was heard")
