"""Talents 能人报名: the flow of an offer, from somebody's own sentence to the day they leave or their consent runs out.

Every path out tells the person. Whoever wrote an offer down for somebody does not confirm it. A request for help is
agreed to or not on the way; neither changes where the offer stands, and a no leaves nothing behind.
"""

from haitang.kernel.flow import Flow, Move, State
from haitang.kernel.role import Role
from haitang.kernel.words import Words

#: Who confirms: the community's desk, and the coordinator above it (product.md S10).
CONFIRMS = (Role.DESK, Role.DISPATCHER)
#: Who writes down what somebody says on paper, by telephone or at the counter.
WRITES = (Role.RECORDER, Role.GRID, *CONFIRMS)
_LISTED = ("confirmed",)
_HERE = ("offered", *_LISTED)

TALENT = Flow(
    "talent",
    (
        State("offered", Words(zh="已报名，待确认", en="offered, to be confirmed"), 1),
        State("confirmed", Words(zh="已入册", en="on the register"), 3),
        State("ended", Words(zh="已出册", en="off the register"), 4, final=True),
    ),
    (
        Move("offer", Words(zh="能人报名", en="offer a skill"), (), ("offered",), (Role.ANYONE,)),
        Move(
            "confirm",
            Words(zh="确认入册", en="confirm"),
            ("offered",),
            _LISTED,
            CONFIRMS,
            not_by=("offer",),
            answers=True,
        ),
        Move("turn_down", Words(zh="不入册", en="do not take it up"), ("offered",), ("ended",), CONFIRMS, answers=True),
        Move("renew", Words(zh="继续参加", en="stay on"), _LISTED, _LISTED, (Role.VOICE, *WRITES)),
        Move("notify", Words(zh="提醒快到期", en="say that it runs out"), _LISTED, _LISTED, (Role.SYSTEM,)),
        Move("agree", Words(zh="愿意来帮忙", en="agree to help"), _LISTED, _LISTED, (Role.VOICE, *WRITES)),
        Move("cannot", Words(zh="这次不方便", en="not this time"), _LISTED, _LISTED, (Role.VOICE, *WRITES)),
        Move("leave", Words(zh="退出", en="leave"), _HERE, ("ended",), (Role.VOICE, *WRITES), answers=True),
        Move("expire", Words(zh="到期出册", en="run out"), _HERE, ("ended",), (Role.SYSTEM,), answers=True),
    ),
)
