"""Courses 别的走法: what a case may go through besides the straight way from word to answer (loop.md rows 2, 4, 7, 9, 10, 19).

A question to the person who spoke, a hand-over to another body, a hand-back, more time, a pause on the public list, a
withdrawal. They are data like the straight way; the commands stand in commands/asking, handing, deferring and voices.
"""

from haitang.kernel import fair
from haitang.kernel.endings import Ending
from haitang.kernel.flow import Move, State
from haitang.kernel.role import Role
from haitang.kernel.words import Words

_IN_HAND = ("assigned", "working")
_DESK = (Role.DESK, Role.GRID)
_ABOVE = (Role.DISPATCHER, Role.SUPERVISOR)

STATES = (
    State("needs_info", Words(zh="待补充", en="waiting for a reply"), 0),
    State("referred", Words(zh="已转介", en="referred"), 1),
    State("parked", Words(zh="挂账", en="parked"), 1),
)

MOVES = (
    Move("ask", Words(zh="问一句", en="ask"), ("received",), ("needs_info",), _DESK, pauses=True),
    Move(
        "respond",
        Words(zh="回一句", en="reply"),
        ("needs_info",),
        ("received",),
        (Role.VOICE, Role.DESK, Role.RECORDER),
        resumes=True,
    ),
    Move(
        "unreplied",
        Words(zh="没有回音，接着办", en="go on without a reply"),
        ("needs_info",),
        ("received",),
        (Role.SYSTEM,),
        resumes=True,
    ),
    Move(
        "refer",
        Words(zh="转介", en="refer"),
        ("received",),
        ("referred",),
        (Role.DESK, Role.DISPATCHER),
    ),
    Move(
        "taken",
        Words(zh="对方已接", en="taken over"),
        ("referred",),
        ("answered",),
        (Role.DESK, Role.DISPATCHER),
        answers=True,
    ),
    Move(
        "not_taken",
        Words(zh="对方没接", en="not taken over"),
        ("referred",),
        ("received",),
        (Role.DESK, Role.DISPATCHER, Role.SYSTEM),
    ),
    Move("hand_back", Words(zh="退回", en="hand back"), ("assigned",), ("accepted",), (Role.OWNER,)),
    Move(
        "adjudicate",
        Words(zh="裁定归谁", en="decide whose it is"),
        ("accepted",),
        ("assigned",),
        (Role.SUPERVISOR,),
    ),
    Move(
        "ask_time",
        Words(zh="申请延期", en="ask for more time"),
        _IN_HAND,
        _IN_HAND,
        (Role.OWNER,),
    ),
    Move(
        "grant_time",
        Words(zh="同意延期", en="grant more time"),
        _IN_HAND,
        _IN_HAND,
        _ABOVE,
        not_by=("ask_time",),
    ),
    Move(
        "refuse_time",
        Words(zh="不同意延期", en="refuse more time"),
        _IN_HAND,
        _IN_HAND,
        _ABOVE,
        not_by=("ask_time",),
    ),
    Move("park", Words(zh="挂账", en="park"), ("working",), ("parked",), _ABOVE, pauses=True),
    Move(
        "resume",
        Words(zh="恢复办理", en="resume"),
        ("parked",),
        ("working",),
        (Role.OWNER, *_ABOVE, Role.SYSTEM),
        resumes=True,
    ),
    Move(
        "withdraw",
        Words(zh="不用办了", en="withdraw"),
        ("received", "needs_info", "accepted", "assigned", "working", "parked", "reopened"),
        ("closed",),
        (Role.VOICE,),
        answers=True,
    ),
)

#: Outcomes every case may have, with the answer each voice then gets: no kind has to write them again.
ENDINGS: dict[str, Ending] = {
    "handed_over": Ending(
        Words(zh="已由别的单位接办", en="handed over and taken"),
        Words(
            zh="您说的事归别的单位办，对方已经接下。是哪个单位、怎么联系，写在下面。",
            en="What you told us belongs to another body, and it has taken it over. Which one, and how to reach it, stands below.",
        ),
    ),
    "explained": Ending(
        Words(zh="已解答", en="explained"),
        Words(
            zh="您问的事在下面答复，依据和日期写在后面。没说清楚，可以在 30 天内再说一声。",
            en="What you asked is answered below, with its source and date. If it is not clear, tell us within 30 days.",
        ),
    ),
    "withdrawn": Ending(
        Words(zh="说事人不用办了", en="withdrawn by the reporter"),
        Words(
            zh="您说不用办了，这件事就此结案。改了主意，随时可以再说一件。",
            en="You told us that it need not be done; the matter is closed. If you change your mind, tell us again at any time.",
        ),
    ),
    **fair.ENDINGS,
}
