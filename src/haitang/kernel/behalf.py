"""On behalf 代办: what somebody says on paper, by telephone or at the counter is entered for them by whoever writes it down.

The moves are twins of the voice's own: same states, same effects, open to the desk and to recorders, never to whoever
handled the matter (decisions B, “everything also by a helper on their behalf”).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from haitang.kernel.flow import Move
from haitang.kernel.role import Role
from haitang.kernel.words import Words

#: How it reached whoever writes it down.
How = Literal["paper", "by_phone", "counter", "visit"]
_WRITES = (Role.DESK, Role.RECORDER)
_HANDLED = ("start", "claim", "take")
_TWINS = {
    "judge": ("judge_for", Words(zh="替说事人记评价", en="record their verdict for them")),
    "withdraw": ("withdraw_for", Words(zh="替说事人记不用办了", en="record for them that it need not be done")),
}


def twins(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The moves by which somebody else enters what a voice says."""
    return tuple(_twin(move, *_TWINS[move.name]) for move in moves if move.name in _TWINS)


def _twin(move: Move, name: str, words: Words) -> Move:
    return replace(move, name=name, words=words, roles=_WRITES, not_by=_HANDLED)
