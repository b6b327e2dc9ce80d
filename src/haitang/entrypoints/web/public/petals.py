"""Petals 四瓣: the four steps of a matter as a strip with their days."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from haitang.engine import sheets
from haitang.engine.chronicle import Act
from haitang.entrypoints.web.tags import day, promised
from haitang.kernel.registry import commands, kinds
from haitang.records.matter import Matter

#: The moves that open each petal: 受理, 办理, 回音, 评价.
_OPENED_BY = (("accept",), ("claim",), ("answer", "reply", "consult"), ("judge", "judge_for", "close"))


def strip(matter: Matter, acts: Sequence[Act], mine: bool = False) -> list[dict[str, str]]:
    """Four steps for parts/petals.html; `mine` when its reader is the voice that is asked."""
    opened = sheets.petals_of(matter)
    return [_step(number, opened, matter, acts, mine) for number in range(1, 5)]


def _step(number: int, opened: int, matter: Matter, acts: Sequence[Act], mine: bool) -> dict[str, str]:
    if number <= opened:
        return {"state": "done", "when": day(_day(acts, _OPENED_BY[number - 1]))}
    if kinds[matter.kind].flow.state(matter.state).final:
        return {"state": "lapsed", "when": ""}
    now = number == opened + 1
    return {"state": "now" if now else "todo", "when": _awaited(number, now, matter, mine)}


def _awaited(number: int, now: bool, matter: Matter, mine: bool) -> str:
    """What is said below a petal still shut: the promised day below the answer, who is awaited below the next one."""
    if number == 3 and matter.due_at:
        return _("by %(day)s") % {"day": promised(matter)}
    if not now:
        return ""
    return {1: _("waits to be read"), 2: _("in hand"), 4: _("it is up to you") if mine else _("not judged yet")}[number]


def _day(acts: Sequence[Act], moves: Sequence[str]) -> date | None:
    found = (act.day for act in reversed(acts) if act.command in commands and commands[act.command].move in moves)
    return next(found, None)
