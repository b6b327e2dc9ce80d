"""Mediation 人民调解: the flow of a dispute, from the first sentence of one side to an agreement, or to its end without one.

Voluntary, free, and nobody's business but that of the two sides and their mediators (People's Mediation Law 3, 4, 17, 23,
26, 31, 33). Both sides consent before anything is said across a table; each may refuse a mediator, or stop, at any time
and without a reason. Every path tells both sides how it ended.
"""

from haitang.kernel.flow import Flow, Move, State
from haitang.kernel.role import Role
from haitang.kernel.words import Words

_OURS = (Role.MEDIATING,)
_BEFORE = ("accepted", "mediating")
#: Leads back to where it waits for a mediator; what the sides agreed to so far stands.
_AGAIN = ("asked",)

MEDIATION = Flow(
    "mediation",
    (
        State("asked", Words(zh="等调解员接手", en="waiting for a mediator"), 0),
        State("accepted", Words(zh="已接手，征求双方同意", en="taken on, asking both sides"), 1),
        State("mediating", Words(zh="双方同意，调解中", en="both sides agreed, under way"), 2),
        State("signed", Words(zh="已签协议", en="agreement signed"), 3),
        State("closed", Words(zh="结案", en="closed"), 4, final=True),
        State("ended", Words(zh="已终止", en="ended without an agreement"), 1, final=True),
    ),
    (
        Move("request", Words(zh="申请调解", en="ask for mediation"), (), ("asked",), (Role.ANYONE,)),
        Move(
            "take",
            Words(zh="接手调解", en="take it on"),
            ("asked",),
            _BEFORE,
            (Role.MEDIATOR,),
            not_by=("request",),
        ),
        Move("bring_in", Words(zh="请一位同事一起调解", en="bring in a colleague"), _BEFORE, _BEFORE, _OURS),
        Move("step_aside", Words(zh="回避、交回", en="step aside"), _BEFORE, (*_AGAIN, *_BEFORE), _OURS),
        Move(
            "refuse_mediator", Words(zh="换一位调解员", en="ask for another mediator"), _BEFORE, _AGAIN, (Role.VOICE,)
        ),
        Move(
            "release", Words(zh="调解员离岗，重新找人", en="look for a mediator again"), _BEFORE, _AGAIN, (Role.SYSTEM,)
        ),
        Move("invite", Words(zh="记下另一方", en="note the other side"), ("accepted",), ("accepted",), _OURS),
        Move("consent", Words(zh="同意调解", en="agree to mediation"), ("accepted",), _BEFORE, (Role.VOICE, *_OURS)),
        Move(
            "decline",
            Words(zh="不调解了", en="no mediation"),
            ("asked", *_BEFORE),
            ("ended",),
            (Role.VOICE, *_OURS),
            answers=True,
        ),
        Move("sit", Words(zh="记一次调解", en="record a sitting"), ("mediating",), ("mediating",), _OURS),
        Move("sign", Words(zh="签了协议", en="agreement signed"), ("mediating",), ("signed",), _OURS, answers=True),
        Move("end", Words(zh="没有达成", en="end without an agreement"), _BEFORE, ("ended",), _OURS, answers=True),
        Move("apply", Words(zh="已申请司法确认", en="confirmation asked for"), ("signed",), ("signed",), _OURS),
        Move("ruling", Words(zh="记法院的裁定", en="what the court ruled"), ("signed",), ("signed",), _OURS),
        Move("visit", Words(zh="回访", en="a visit afterwards"), ("signed",), ("signed",), _OURS),
        Move("close", Words(zh="结案", en="close"), ("signed",), ("closed",), (*_OURS, Role.SYSTEM)),
    ),
)
