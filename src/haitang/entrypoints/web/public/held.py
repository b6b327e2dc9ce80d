"""Held up 为什么停着: what one's own matter waits for, and since when, in a sentence its voice can act on."""

from collections.abc import Sequence
from typing import Any

from haitang.engine.chronicle import Act, last
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.labels import label_of
from haitang.kernel.registry import kinds
from haitang.records.hold import Extension, Pause, Question, Referral
from haitang.records.matter import Matter


def held_up(matter: Matter, acts: Sequence[Act], mine: bool) -> dict[str, Any]:
    """What parts/held.html shows. One query where something is waited for, none elsewhere.

    Everybody reads that a matter is parked and why; the office's own sentences are for those who spoke.
    """
    if not mine:
        return _waiting(matter) if matter.state == "parked" else {}
    return {**_waiting(matter), **_more_time(matter, acts), **_leaving(matter)}


def _waiting(matter: Matter) -> dict[str, Any]:
    match matter.state:
        case "needs_info":
            return {"asked": Question.objects.filter(matter=matter).latest("id"), "reply_key": new_key()}
        case "referred":
            return {"referred": Referral.objects.filter(matter=matter).latest("id")}
        case "parked":
            pause = Pause.objects.filter(matter=matter, ended_at=None).latest("id")
            return {"parked": pause, "parked_why": label_of(f"choice {pause.reason}")}
        case _:
            return {}


def _more_time(matter: Matter, acts: Sequence[Act]) -> dict[str, Any]:
    if matter.closed_at or last(acts, "deferring.grant_time") is None:
        return {}
    return {"more_time": Extension.objects.filter(matter=matter, granted=True).latest("id")}


def _leaving(matter: Matter) -> dict[str, Any]:
    move = kinds[matter.kind].flow.move("withdraw")
    return {"may_withdraw": move is not None and matter.state in move.sources}
