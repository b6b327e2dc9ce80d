"""Replay 重演: stories told side by side through the gate, every act at its own moment, the earliest first.

A story is a generator: it yields an act and is sent its outcome, so that it knows the number it was given. Time only
goes forward; two acts never share a second.
"""

import heapq
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from haitang.engine import clock, gate, ladder, outbox
from haitang.engine.gate import Outcome
from haitang.jobs import daily
from haitang.kernel.actor import Actor
from haitang.kernel.command import Fact

Watch = Callable[[date], None]
_SECOND = timedelta(seconds=1)
_NOTHING = Outcome("", 0, "", 0)


@dataclass(frozen=True, slots=True)
class Act:
    """One change: when, by whom, what."""

    at: datetime
    by: Actor
    command: Callable[..., Fact]
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wait:
    """Until then others act; before the story goes on, the delivery loop has had its turn."""

    at: datetime


Step = Act | Wait
Story = Generator[Step, Outcome, None]
#: What happened is decided by the acts; a moment earlier than the last one is a mistake in the story.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class Replay:
    """The clock of a replay and what it has done so far."""

    def __init__(self, end: datetime, watch: Watch) -> None:
        self.end = end
        self.now = EARLIEST
        self.acts = 0
        self._watch = watch

    def play(self, stories: Iterable[Story]) -> None:
        """Run stories to their ends; a refusal of the gate is raised, nothing is skipped."""
        order = count()
        waiting = [(step.at, next(order), step, story) for story in stories if (step := next(story, None))]
        heapq.heapify(waiting)
        while waiting:
            at, _, step, story = heapq.heappop(waiting)
            following = _send(story, self._take(step))
            if following is not None:
                if following.at < at:
                    raise ValueError(f"a story goes back in time at {at}")
                heapq.heappush(waiting, (following.at, next(order), following, story))

    def _take(self, step: Step) -> Outcome:
        self._clocks_until(step.at)
        self.now = max(step.at, self.now + _SECOND)
        if self.now > self.end:
            raise ValueError(f"a story goes beyond the end: {step}")
        self._watch(clock.local_day(self.now))
        with clock.at(self.now):
            if isinstance(step, Wait):
                outbox.drain(lines=outbox.MANY_LINES)
                return _NOTHING
            self.acts += 1
            return gate.do(step.command, step.by, "", None, **step.given)

    def _clocks_until(self, at: datetime) -> None:
        """What the clock does by itself before the next act: it reminds and raises, each step at its own moment."""
        while (next_at := ladder.first_due(at)) is not None:
            self.now = max(next_at, self.now + _SECOND)
            with clock.at(self.now):
                if not daily.climb():
                    return


def _send(story: Story, outcome: Outcome) -> Step | None:
    try:
        return story.send(outcome)
    except StopIteration:
        return None
