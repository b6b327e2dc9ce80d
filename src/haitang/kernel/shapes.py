"""Shapes 形态: the default flows of Case, Asked, Meeting and Project. A kind starts from one of them."""

from haitang.kernel import behalf, branches, courses, fair, settling
from haitang.kernel.flow import Flow, Move, State
from haitang.kernel.role import Role
from haitang.kernel.words import Words

_CASE_STATES = (
    State("received", Words(zh="已收", en="received"), 0),
    State("accepted", Words(zh="已受理", en="accepted"), 1),
    State("assigned", Words(zh="已派办", en="assigned"), 1),
    State("working", Words(zh="办理中", en="in hand"), 1),
    State("claimed_done", Words(zh="办毕待核", en="done, to be checked"), 2),
    State("checked", Words(zh="已核", en="checked"), 2),
    State("answered", Words(zh="已答复", en="answered"), 3),
    State("closed", Words(zh="结案", en="closed"), 4, final=True),
    State("reopened", Words(zh="复办", en="reopened"), 1),
)

_CASE_MOVES = (
    Move("report", Words(zh="说一件事", en="report"), (), ("received",), (Role.ANYONE,)),
    Move("accept", Words(zh="受理", en="accept"), ("received",), ("accepted",), (Role.GRID, Role.DESK)),
    Move(
        "assign",
        Words(zh="派办", en="assign"),
        ("accepted", "reopened"),
        ("assigned",),
        (Role.DISPATCHER, Role.DESK),
    ),
    Move("start", Words(zh="开始办理", en="start work"), ("assigned", "reopened"), ("working",), (Role.OWNER,)),
    Move(
        "claim",
        Words(zh="申报办结", en="claim done"),
        ("assigned", "working"),
        ("claimed_done", "working"),
        (Role.OWNER, Role.SYSTEM),
    ),
    Move(
        "reject",
        Words(zh="核查不通过", en="send back"),
        ("claimed_done",),
        ("working",),
        (Role.CHECKER, Role.DESK),
        not_by=("claim",),
    ),
    Move(
        "check",
        Words(zh="核查通过", en="confirm"),
        ("claimed_done",),
        ("checked",),
        (Role.CHECKER, Role.DESK),
        not_by=("claim",),
    ),
    Move(
        "answer",
        Words(zh="答复", en="answer"),
        ("checked", "claimed_done"),
        ("answered",),
        (Role.DESK, Role.OWNER, Role.SYSTEM),
        answers=True,
    ),
    Move(
        "judge",
        Words(zh="评价", en="say whether it is solved"),
        ("answered", "closed"),
        ("answered", "closed", "reopened"),
        (Role.VOICE,),
    ),
    Move("close", Words(zh="到期结案", en="close after silence"), ("answered",), ("closed",), (Role.SYSTEM,)),
    Move(
        "refuse",
        Words(zh="不收：关于人的", en="do not take: it is about a person"),
        ("received", "accepted"),
        ("closed",),
        (Role.GRID, Role.DESK),
        answers=True,
    ),
    Move("reopen", Words(zh="督办复办", en="reopen"), ("answered", "closed"), ("reopened",), (Role.SUPERVISOR,)),
)

_ALL_MOVES = (*_CASE_MOVES, *courses.MOVES, *branches.MOVES, *fair.MOVES, *settling.MOVES)
CASE = Flow(
    "case",
    (*_CASE_STATES, *courses.STATES, *branches.STATES),
    (*_ALL_MOVES, *behalf.twins(_ALL_MOVES)),
)

#: What is asked and answered, with nothing to be done in between: a consult, a correction, a burden.
ASKED = Flow(
    "asked",
    (
        State("received", Words(zh="已收", en="received"), 1),
        State("answered", Words(zh="已答复", en="answered"), 3),
        State("closed", Words(zh="结案", en="closed"), 4, final=True),
    ),
    (
        Move("report", Words(zh="问一件事", en="ask"), (), ("received",), (Role.ANYONE,)),
        Move(
            "reply",
            Words(zh="答复", en="answer"),
            ("received",),
            ("answered",),
            (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR),
            answers=True,
        ),
        Move("close", Words(zh="到期结案", en="close after silence"), ("answered",), ("closed",), (Role.SYSTEM,)),
    ),
)

_ORGANIZERS = (Role.CHAIR, Role.DESK, Role.DISPATCHER)

MEETING = Flow(
    "meeting",
    (
        State("planned", Words(zh="征集议题", en="gathering topics"), 0),
        State("published", Words(zh="议程已公布", en="agenda published"), 1),
        State("held", Words(zh="已召开", en="held"), 2),
        State("closed", Words(zh="已结束", en="closed"), 4, final=True),
        State("cancelled", Words(zh="已取消", en="cancelled"), 0, final=True),
    ),
    (
        Move("plan", Words(zh="定一次会", en="plan"), (), ("planned",), _ORGANIZERS),
        Move("table", Words(zh="列入议程", en="put on the agenda"), ("planned",), ("planned",), _ORGANIZERS),
        Move("publish", Words(zh="公布议程", en="publish the agenda"), ("planned",), ("published",), _ORGANIZERS),
        Move("attend", Words(zh="记到场人数", en="record attendance"), ("published",), ("held",), _ORGANIZERS),
        Move("decide", Words(zh="作出决定", en="record a decision"), ("held",), ("held",), (Role.CHAIR,)),
        Move("close", Words(zh="会议结束", en="close"), ("held",), ("closed",), (Role.CHAIR,)),
        Move("cancel", Words(zh="取消会议", en="cancel"), ("planned", "published"), ("cancelled",), (Role.CHAIR,)),
    ),
    voiced=False,
)

PROJECT = Flow(
    "project",
    (
        State("proposed", Words(zh="已提出", en="proposed"), 0),
        State("approved", Words(zh="已批准", en="approved"), 1),
        State("working", Words(zh="实施中", en="under way"), 1),
        State("claimed_done", Words(zh="完工待验", en="done, to be accepted"), 2),
        State("accepted", Words(zh="已验收", en="accepted"), 3),
        State("closed", Words(zh="结案", en="closed"), 4, final=True),
    ),
    (
        Move("propose", Words(zh="立项", en="propose"), (), ("proposed",), _ORGANIZERS),
        Move("approve", Words(zh="批准", en="approve"), ("proposed",), ("approved",), (Role.SUPERVISOR,)),
        Move("start", Words(zh="动工", en="start"), ("approved",), ("working",), (Role.OWNER,)),
        Move("claim", Words(zh="申报完工", en="claim done"), ("working",), ("claimed_done",), (Role.OWNER,)),
        Move(
            "reject",
            Words(zh="验收不通过", en="send back"),
            ("claimed_done",),
            ("working",),
            (Role.CHECKER, Role.SUPERVISOR),
            not_by=("claim",),
        ),
        Move(
            "check",
            Words(zh="验收", en="accept"),
            ("claimed_done",),
            ("accepted",),
            (Role.CHECKER, Role.SUPERVISOR),
            not_by=("claim",),
        ),
        Move("close", Words(zh="结案", en="close"), ("accepted",), ("closed",), (*_ORGANIZERS, Role.SYSTEM)),
    ),
    voiced=False,
)
