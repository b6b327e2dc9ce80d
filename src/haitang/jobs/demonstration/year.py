"""The year 一年: every story of the demonstration, told from the first morning to the morning it opens."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from haitang.engine import authority
from haitang.jobs.demonstration import (
    calls,
    courses,
    disputes,
    duties,
    example,
    notices,
    pavilion,
    projects,
    sessions,
    solved,
)
from haitang.jobs.demonstration.days import END, read
from haitang.jobs.demonstration.founding import Staff, founding, staff
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Replay, Story, Watch
from haitang.jobs.demonstration.tale import Board


def tell(watch: Watch) -> Replay:
    """Play the whole year; `watch` is told the day it has come to."""
    replay = Replay(END, watch)
    replay.play([founding()])
    with authority.unchanging():
        replay.play(stories(staff()))
    return replay


def stories(everybody: Staff) -> Iterator[Story]:
    """Everything that happens after the founding."""
    board, plans = Board(), projects.plans()
    built = next(plan for plan in plans if plan.paper.get("story"))
    others = sorted((plan for plan in plans if plan is not built), key=_mixed)
    waiting = {place: iter([plan for plan in others if plan.community == place]) for place in ("daguan", "jinhua")}
    told = sessions.sessions(waiting, _story_day())
    yield from solved.stories(everybody, board)
    yield from (sessions.held(session, everybody, board) for session in told)
    yield from projects.stories(everybody, sorted(chain(*waiting.values()), key=_mixed))
    yield from pavilion.stories(everybody, built)
    yield from example.stories(everybody, board)
    yield from courses.stories(everybody, board)
    yield from disputes.stories(everybody)
    yield from notices.stories(everybody)
    yield sessions.ahead(everybody, board)
    yield calls.entered(everybody)
    yield duties.entered(everybody)


def _mixed(plan: projects.Plan) -> int:
    """An order in which the themes take turns."""
    return plan.number * 17 % 47


def _story_day() -> date:
    return read(f"{paper('pavilion')['session']} 00:00").date()
