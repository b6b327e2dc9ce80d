"""Ladder 催办阶梯: the clocks a matter may run against, whom each reminds, and to whom it is raised (loop.md §3, row 20).

Which clock runs is read from the flow, never from the kind: a clock runs while its `move` may be made. One ladder for
all of them: half of the time, four fifths, over (one level up), and still not done later on (the supervisor).
"""

from dataclasses import dataclass

from haitang.kernel.role import Role
from haitang.kernel.span import Span
from haitang.kernel.words import Words

#: The steps of the ladder: two reminders, then one level up, then the supervisor.
HALF, NEARLY, UP, TOP = 1, 2, 3, 4
LEVELS = (HALF, NEARLY, UP, TOP)
#: How much of the time has gone at the two reminders, in percent (loop.md row 20).
PERCENT = {HALF: 50, NEARLY: 80}


@dataclass(frozen=True, slots=True)
class Clock:
    """计时: runs while the flow offers `move`. `reminds` are told first; `raises` are the levels above them.

    Where nobody is reminded the term is that of whoever is waited for: the matter goes on by itself when it is over.
    `beyond`: it runs although those who spoke have their answer.
    """

    name: str
    words: Words
    move: str
    span: Span
    source: Words
    reminds: tuple[Role, ...]
    raises: tuple[Role, Role] = (Role.DISPATCHER, Role.SUPERVISOR)
    beyond: bool = False


_OURS = Words(zh="本产品的默认值，没有法规依据", en="a default of this product, not taken from a law")
#: The whole time until the answer: it has no step of its own and runs beside the others.
RESOLVE = "resolve"
#: What other commands count by the same lines: a reply, another body's word, a wish for another reopening.
REPLY, CONFIRM, AGAIN = "reply", "confirm", "again"

CLOCKS: dict[str, Clock] = {
    clock.name: clock
    for clock in (
        Clock(
            "accept",
            Words(zh="受理", en="accept"),
            "accept",
            Span(0),
            Words(zh="默认当个工作日受理；没有法规依据", en="default: the same working day; not taken from a law"),
            (Role.DESK, Role.GRID),
        ),
        Clock(
            "take",
            Words(zh="签收或退回", en="take on or hand back"),
            "hand_back",
            Span(1),
            Words(
                zh="默认 1 个工作日，派出就起算，不等登录签收；没有法规依据",
                en="default: 1 working day from the assignment, whether anybody signs in or not; not taken from a law",
            ),
            (Role.OWNER,),
        ),
        Clock(
            RESOLVE,
            Words(zh="办理和答复", en="do it and answer"),
            "",
            Span(5),
            Words(
                zh="默认 5 个工作日；江苏、苏州的时限未确认",
                en="default of 5 working days; the limits of Jiangsu and Suzhou are unconfirmed",
            ),
            (Role.OWNER, Role.DESK),
        ),
        Clock(
            REPLY,
            Words(zh="等说事人回话", en="wait for the reply of whoever spoke"),
            "",
            Span(5),
            Words(
                zh="默认最多等 5 个工作日，没有回话就接着办；没有法规依据",
                en="default: 5 working days at most, then it goes on without a reply; not taken from a law",
            ),
            (),
        ),
        Clock(
            CONFIRM,
            Words(zh="对方确认接办", en="the other body confirms"),
            "taken",
            Span(2),
            Words(zh="默认 2 个工作日；没有法规依据", en="default: 2 working days; not taken from a law"),
            (Role.DESK,),
        ),
        Clock(
            "check",
            Words(zh="核查", en="check"),
            "check",
            Span(2),
            Words(zh="默认 2 个工作日；没有法规依据", en="default: 2 working days; not taken from a law"),
            (Role.CHECKER, Role.DESK),
        ),
        Clock(
            "answer",
            Words(zh="回音", en="answer those who spoke"),
            "answer",
            Span(2),
            Words(
                zh="最迟到答应的日子；临近或过了那天才办好的，再给 2 个工作日；没有法规依据",
                en="by the promised date; 2 working days where the work was finished close to it or later; "
                "not taken from a law",
            ),
            (Role.DESK, Role.OWNER),
        ),
        Clock(
            "adjudicate",
            Words(zh="裁定归谁办", en="decide whose it is"),
            "adjudicate",
            Span(1),
            Words(zh="默认 1 个工作日；没有法规依据", en="default: 1 working day; not taken from a law"),
            (Role.SUPERVISOR,),
            (Role.SUPERVISOR, Role.SUPERVISOR),
        ),
        Clock(
            AGAIN,
            Words(zh="决定要不要再次复办", en="decide about another reopening"),
            "grant_again",
            Span(2),
            Words(zh="默认 2 个工作日；没有法规依据", en="default: 2 working days; not taken from a law"),
            (Role.SUPERVISOR,),
            (Role.SUPERVISOR, Role.SUPERVISOR),
            beyond=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Default:
    """默认时限: what holds for a category or a severity until an office says otherwise; never more than a proposal."""

    clock: str
    span: Span
    source: Words
    category: str = ""
    severity: int | None = None


_SEVERE = Words(
    zh="通用做法“紧急的立即办”；4 小时是本产品的建议",
    en="“emergencies at once”; the four hours are a proposal of this product",
)
_CITY = Words(
    zh="一座城市公布的时限：咨询 1（市）或 2（县）个工作日，求助建议 5，投诉 10 或 12；本地未确认",
    en="one city's published times: questions 1 (city) or 2 (county) working days, help and suggestions 5, complaints "
    "10 or 12; unconfirmed here",
)
DEFAULTS: tuple[Default, ...] = (
    Default("accept", Span(15, "m", always=True), Words(
        zh="涉及人身安全的 15 分钟，全天候；本产品的建议",
        en="15 minutes, day and night, where life is in danger; a proposal of this product",
    ), severity=0),
    Default(RESOLVE, Span(4, "h", always=True), _SEVERE, severity=0),
    Default(RESOLVE, Span(4, "h", always=True), _SEVERE, severity=1),
    Default(RESOLVE, Span(2), _CITY, severity=4),
    Default(RESOLVE, Span(10), _CITY, category="complaint"),
)  # fmt: skip
