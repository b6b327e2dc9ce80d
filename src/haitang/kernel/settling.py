"""Settling 会定: the step by which a joint meeting's decision takes effect on a matter."""

from haitang.kernel.flow import Move
from haitang.kernel.role import Role
from haitang.kernel.words import Words

MOVES = (
    Move(
        "settle",
        Words(zh="按联席会议决定派办", en="assign as the joint meeting decided"),
        ("accepted", "assigned", "working", "reopened"),
        ("assigned",),
        (Role.SYSTEM,),
    ),
)
