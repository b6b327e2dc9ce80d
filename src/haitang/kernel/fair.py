"""Fairness to those who speak 对说事的人公道: what may be set aside, for which reasons, and the steps it takes.

Source: product.md “Rules that come from law and decency”. Invalid 无效, withheld 不公开 and withdrawn 撤回 each need a reason
of this list, a second person outside the handling office, notice to the voice and one appeal. Criticism is no reason and
never will be one: a test reads every code and every word here.
"""

from haitang.kernel.endings import Ending
from haitang.kernel.flow import Move
from haitang.kernel.role import Role
from haitang.kernel.words import Words

INVALID, WITHHELD, WITHDRAWN = "invalid", "withheld", "withdrawn"
#: What the office's withdrawal is called as an outcome; `withdrawn` alone is the voice's own.
BY_OFFICE = "withdrawn_by_office"

SORTS: dict[str, Words] = {
    INVALID: Words(zh="按无效处理", en="set aside as invalid"),
    WITHHELD: Words(zh="不公开", en="withheld from the public"),
    WITHDRAWN: Words(zh="由单位撤回", en="withdrawn by the office"),
}
#: The outcome a matter gets when it is set aside; a withheld one goes on.
OUTCOMES: dict[str, str] = {INVALID: INVALID, WITHDRAWN: BY_OFFICE}

#: What public lines and figures call each sort.
NAMED: dict[str, str] = {**OUTCOMES, WITHHELD: WITHHELD}

#: Sort → reason → what everybody reads.
REASONS: dict[str, dict[str, Words]] = {
    INVALID: {
        "nothing_told": Words(
            zh="看不出是什么事、在哪里，问过也没有回音",
            en="What and where cannot be made out, and our question had no reply",
        ),
        "advertising": Words(zh="广告，不是事", en="Advertising, with no matter in it"),
        "machine": Words(zh="机器重复发来的", en="Sent over and over by a machine"),
        "test_entry": Words(zh="试用系统时写的", en="Written to try the system out"),
    },
    WITHHELD: {
        "names_a_person": Words(zh="写到了人，去掉就说不清", en="It tells of a person and makes no sense without"),
        "private_life": Words(
            zh="涉及健康、年龄、收入或家里的事", en="It touches health, age, income or a family's own affairs"
        ),
        "would_endanger": Words(
            zh="公开了会有危险（例如哪里的门锁不上）", en="Reading it would be a danger (which door does not lock)"
        ),
        "forbidden_by_law": Words(
            zh="法律规定不公开（写明哪一条）", en="A law forbids it (which one is written with it)"
        ),
    },
    WITHDRAWN: {
        "told_at_the_counter": Words(
            zh="说事的人到窗口或打电话说不用办了",
            en="Whoever spoke told us in person or by telephone that it need not be done",
        ),
        "gone_already": Words(zh="去看过，那样东西已经不在了", en="Somebody looked, and the thing is no longer there"),
        "written_twice": Words(
            zh="单位把同一件事记了两遍，另一件照常办",
            en="The office wrote the same thing down twice; the other one goes on",
        ),
    },
}
#: Stands above the list wherever it is shown, for staff and for everybody.
NEVER = Words(
    zh="批评不是理由。说得重、说得多次、说的是办事的人做得不好，都要照样受理、照样答复。",
    en="Criticism is not a reason. Sharp words, words said often, and words about work done badly are taken and answered "
    "like all others.",
)
#: What a voice is told about the way on.
APPEAL = Words(
    zh="您不同意，{days} 天内可以申诉一次，由没有经手这件事的人来定，结果一定告诉您。",
    en="If you disagree, you may appeal once within {days} days. Somebody who had no part in it decides, and you are told.",
)

#: Reason → what it is a reason for; a code stands in one list only.
SORT_OF = {code: sort for sort, listed in REASONS.items() for code in listed}

_IN_WORK = ("received", "needs_info", "accepted", "assigned", "working", "reopened")
_OPEN = (*_IN_WORK, "referred", "parked", "claimed_done", "checked")

MOVES = (
    Move(
        "raise_up",
        Words(zh="涉及本办公室，提到上一级", en="it is about this office: send it one level up"),
        _OPEN,
        _OPEN,
        (Role.DESK, Role.GRID, Role.DISPATCHER, Role.CHECKER, Role.SUPERVISOR),
    ),
    Move(
        "propose_aside",
        Words(zh="提请按无效处理或撤回", en="propose to set it aside"),
        _IN_WORK,
        _IN_WORK,
        (Role.DESK, Role.GRID, Role.DISPATCHER),
    ),
    Move(
        "confirm_aside",
        Words(zh="同意不办", en="agree to set it aside"),
        _IN_WORK,
        ("closed",),
        (Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR),
        not_by=("propose_aside",),
        answers=True,
    ),
    Move(
        "refuse_aside",
        Words(zh="不同意，接着办", en="disagree: it goes on"),
        _IN_WORK,
        _IN_WORK,
        (Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR),
        not_by=("propose_aside",),
    ),
    Move(
        "decide_appeal",
        Words(zh="定申诉", en="decide the appeal"),
        ("closed",),
        ("closed", "reopened"),
        (Role.SUPERVISOR, Role.AUDITOR),
        not_by=("propose_aside", "confirm_aside"),
    ),
)

ENDINGS: dict[str, Ending] = {
    INVALID: Ending(
        SORTS[INVALID],
        Words(
            zh="您说的事按无效处理，没有办。理由写在下面，由两个单位的人先后看过。",
            en="What you told us was set aside as invalid and not worked on. The reason stands below; people of two offices "
            "looked at it one after the other.",
        ),
    ),
    BY_OFFICE: Ending(
        SORTS[WITHDRAWN],
        Words(
            zh="您说的事由单位撤回，不再办。理由写在下面，由两个单位的人先后看过。",
            en="What you told us was withdrawn by the office and is worked on no longer. The reason stands below; people of "
            "two offices looked at it one after the other.",
        ),
    ),
}
