"""Once more 再次复办: how one's wish for another reopening stands, the way one level up, and the return as a new matter."""

from typing import Any

from haitang.commands import reopening
from haitang.engine import again
from haitang.engine.promise import within_days
from haitang.records.matter import Matter
from haitang.records.voice import Voice


def once_more(matter: Matter, voice: Voice, may_judge: bool) -> dict[str, Any]:
    """What parts/once_more.html shows: a wish that waits, a refusal with its reason, which may go one level up, a return. One query."""
    if not may_judge:
        return {}
    asked = again.since_answer(matter, voice)
    last = asked[-1] if asked else None
    since = matter.closed_at or matter.answered_at
    return {
        "wished": last if last and last.granted is None else None,
        "refused": last if last and last.granted is False and last.reason else None,
        "may_appeal": bool(last and last.granted is False and all(one.level == 1 for one in asked)),
        "may_recur": since is not None and not within_days(since, reopening.RETURN_DAYS),
    }
