"""Noting 办理说明: what happened so far, in the words of the public page. A matter is `closed` only when it is closed."""

from haitang.engine import clock
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

_LATE = Words(zh="超期了，还没有答复", en="late: not answered by the promised day")
_REOPENED = Words(zh="办过，没好，又在办", en="it was answered before and came back")
_CONFIRMED = Words(zh="说事的人说好了", en="whoever spoke says that it is solved")
_UNCONFIRMED = Words(
    zh="结案时，说事的人没有说“好了”", en="it was closed without whoever spoke saying that it is solved"
)


def notes(matter: Matter, language: str) -> str:
    """Where it stands, what came of it, who says so; a line each."""
    return "\n".join(one.say(language) for one in said(matter))


def said(matter: Matter) -> list[Words]:
    """The same as sentences in both languages."""
    kind = kinds[matter.kind]
    found = [kind.flow.state(matter.state).words]
    outcome = kind.ending(matter.outcome) if matter.answered_at or matter.closed_at else None
    if outcome is not None:
        found.append(outcome)
    if matter.closed_at:
        found.append(_CONFIRMED if matter.basis == "resident" else _UNCONFIRMED)
        return found
    if matter.came_back and not matter.answered_at:
        found.append(_REOPENED)
    if not matter.answered_at and matter.due_at and matter.due_at < clock.now():
        found.append(_LATE)
    return found
