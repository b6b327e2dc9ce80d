"""Branches 岔路: where a case goes together with another, is handled by its first reader, by several, or once more.

loop.md rows 5, 5b, 6, 11, 17: data like the straight way in `shapes` and the other courses in `courses`; the commands
stand in commands/joining, handling, together and again.
"""

from haitang.kernel.flow import Move, State
from haitang.kernel.role import Role
from haitang.kernel.words import Words

_IN_HAND = ("assigned", "working")
_GIVERS = (Role.DISPATCHER, Role.DESK, Role.GRID)
_TOLD = ("answered", "closed")

STATES = (State("joined", Words(zh="并案", en="joined"), 1, final=True),)

MOVES = (
    Move("join", Words(zh="并案", en="join"), ("received", "accepted"), ("joined",), (Role.DESK,), answers=True),
    Move("part", Words(zh="不同意并案", en="object to the joining"), ("joined",), ("received",), (Role.VOICE,)),
    Move(
        "consult",
        Words(zh="当场解答", en="answer the question"),
        ("accepted",),
        ("answered",),
        (Role.DESK,),
        answers=True,
    ),
    Move(
        "take",
        Words(zh="我来办", en="handle it myself"),
        ("accepted", "reopened"),
        ("working",),
        (Role.GRID, Role.DESK),
    ),
    Move("involve", Words(zh="会同办理", en="bring in another office"), _IN_HAND, _IN_HAND, _GIVERS),
    Move(
        "release",
        Words(zh="撤回会办", en="let an office go"),
        _IN_HAND,
        (*_IN_HAND, "claimed_done"),
        _GIVERS,
    ),
    Move(
        "grant_again",
        Words(zh="同意再次复办", en="grant another reopening"),
        _TOLD,
        ("reopened",),
        (Role.SUPERVISOR,),
        not_by=("start", "take", "claim", "refuse_again"),
    ),
    Move(
        "refuse_again",
        Words(zh="不同意再次复办", en="refuse another reopening"),
        _TOLD,
        _TOLD,
        (Role.SUPERVISOR,),
        not_by=("start", "take", "claim", "refuse_again"),
    ),
    Move("appeal", Words(zh="请上一级再看", en="ask one level up"), _TOLD, _TOLD, (Role.VOICE,)),
)
