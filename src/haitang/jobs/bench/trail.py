"""Trail 流水: the ten ledger lines of one synthetic matter, with the facts that figures are reckoned from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from haitang.engine import clock, ledger
from haitang.jobs.bench.lots import PROBLEM, Told
from haitang.jobs.bench.office import CODE, Office
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter

LINES = 10
#: Verb → the command behind it and the post that gives it, in the order of the straight way.
STEPS = (
    ("received", "matters.report", ""),
    ("accepted", "matters.accept", "desk"),
    ("assigned", "matters.assign", "dispatcher"),
    ("started", "matters.start", "owner"),
    ("claimed", "matters.claim", "owner"),
    ("checked", "matters.check", "checker"),
    ("answered.solved", "matters.answer", "desk"),
    ("closed.solved", "matters.lapse", ""),
)
_FAR = {"received": 1, "accepted": 2, "assigned": 3, "working": 4, "claimed_done": 5, "checked": 6, "answered": 7}
_FAR |= {"closed": 8, "reopened": 7, "parked": 4}


def lines(office: Office, told: Told, now: datetime) -> Iterator[ledger.Line]:
    """What happened to it, and then reminders until there are ten lines."""
    matter, known = told.row, told.lot.kind == PROBLEM
    far = _FAR.get(told.lot.state, 1) if known else 1
    leaf = kinds[matter.kind].leaf
    for step in range(LINES):
        at = matter.received_at + timedelta(hours=4 * step)
        if step < far:
            verb, command, actor = STEPS[step]
            yield _line(matter, f"{leaf}.{verb}", command, actor, at, _facts(matter, verb))
        else:
            yield _line(matter, f"{leaf}.reminded", "ladder.remind", "", at, {"clock": "resolve", "level": 1})


def _line(matter: Matter, kind: str, command: str, actor: str, at: datetime, facts: dict[str, Any]) -> ledger.Line:
    return ledger.Line(
        ledger=CODE,
        kind=kind,
        community=matter.community or CODE,
        quantity=1,
        subject=matter.number,
        command=command,
        actor=f"account:{actor}" if actor else "system:bench",
        door="bench",
        place=matter.place.path,
        occurred_at=at,
        facts=facts,
    )


def _facts(matter: Matter, verb: str) -> dict[str, Any]:
    facts: dict[str, Any] = {"severity": matter.severity, "category": matter.category or "other"}
    if matter.due_at is not None:
        facts["due"] = matter.due_at.astimezone(clock.ZONE).isoformat(timespec="seconds")
    if verb.startswith("answered"):
        facts |= {"judged": "on_time" if matter.severity < 3 else "late_answer", "workdays": matter.severity + 2}
    return facts
