"""Figures of requests 诉求数字: received, due, on time, how long it took, what came back, what is overdue now.

On time is reckoned from everything *due* in the period, closed or not (loop.md §2.1): a share of what was closed would
call an office punctual that leaves its late matters open. A line's fact `judged` says what it means for that: `on_time`
(answered by its date), `late` (the date passed without an answer: written by the clock), `after_due` (answered or closed
after that), `late_answer` (answered late, before the clock had looked), `taken_back` (the clock had called it late, and a
calendar that came later gives it another date), `moved_on` (it was late, and got a further date since). Working time is in
working days of the office's calendar, pauses taken out.
"""

from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

_ROW = "S12"
_MATTERS = Words(zh="件", en="requests")
_WORKDAYS = Words(zh="个工作日", en="working days")
_CAME_OF = ("solved", "partly", "not_solved", "project", "handed_over", "explained")
ANSWERED = tuple(f"request.answered.{outcome}" for outcome in _CAME_OF)
ENDED = (
    *(f"request.closed.{outcome}" for outcome in (*_CAME_OF, "withdrawn", "invalid")),
    "request.joined", "request.refused.person", "request.set_aside.invalid", "request.set_aside.withdrawn",
)  # fmt: skip
OVERDUE = "request.overdue"
REOPENED = ("request.reopened", *(f"request.reopened.{outcome}" for outcome in _CAME_OF))

RECEIVED = Figure(
    name="requests.received",
    row=_ROW,
    words=Words(zh="收到诉求", en="requests received"),
    unit=_MATTERS,
    definition=Words(zh="期内收下的诉求，每件一行。", en="Requests taken in the period, one line for each."),
    counts=("request.received",),
)

DUE = Figure(
    name="requests.due",
    row=_ROW,
    words=Words(zh="到期诉求", en="requests due"),
    unit=_MATTERS,
    definition=Words(
        zh="答复期限落在期内的诉求，不管办完没有；复办后新的期限另算一次。",
        en="Requests whose promised date lies in the period, closed or not; the new term of a reopened one counts again.",
    ),
    counts=(*ANSWERED, OVERDUE),
    measure="weighted",
    fact="judged",
    weights=(("on_time", 1), ("late", 1), ("late_answer", 1), ("taken_back", -1)),
    dated_by="due",
    by=("category",),
)

ON_TIME = Figure(
    name="requests.on_time",
    row=_ROW,
    words=Words(zh="按时率", en="answered on time"),
    unit=Words(zh="%", en="%"),
    definition=Words(
        zh="期内到期的诉求里，到期前已经答复的比例；没办完的也算在分母里。",
        en="Of the requests due in the period, closed or not, the share answered by the promised date.",
    ),
    counts=(*ANSWERED, OVERDUE),
    measure="share",
    fact="judged",
    weights=(("on_time", 1), ("late", 0), ("late_answer", 0), ("taken_back", 0)),
    dated_by="due",
    by=("category",),
)

WORKING_MEDIAN = Figure(
    name="requests.working_median",
    row=_ROW,
    words=Words(zh="办理时长中位数", en="median working time"),
    unit=_WORKDAYS,
    definition=Words(
        zh="期内答复的诉求，从收下到答复用了几个工作日：一半不超过这个数。等说事人回话、挂账的日子不算。",
        en="Working days from taking to answering the requests answered in the period: half took no longer. "
        "Days of waiting for a reply or parked are taken out.",
    ),
    counts=ANSWERED,
    measure="quantile",
    fact="workdays",
    by=("category", "outcome"),
)

WORKING_P90 = Figure(
    name="requests.working_p90",
    row=_ROW,
    words=Words(zh="办理时长九成位", en="90th percentile of working time"),
    unit=_WORKDAYS,
    definition=Words(
        zh="同上：十件里九件不超过这个数。",
        en="The same: nine of ten took no longer.",
    ),
    counts=ANSWERED,
    measure="quantile",
    fact="workdays",
    percent=90,
    by=("category", "outcome"),
)

SOLVED_BY = Figure(
    name="requests.solved",
    row=_ROW,
    words=Words(zh="办好的诉求", en="requests solved, by who says so"),
    unit=_MATTERS,
    definition=Words(
        zh="期内结案为“办好了”的诉求，按凭什么算办好分开：说事人认可、别人核查、凭材料、没人说话到期。复办的减去。",
        en="Requests closed as solved in the period, by the basis: the resident's word, somebody else's check, a document, "
        "or silence until the term was over. What was reopened is taken away.",
    ),
    counts=("request.closed.solved", "request.reopened.solved"),
    by=("basis", "category"),
)

REOPENED_FIGURE = Figure(
    name="requests.reopened",
    row=_ROW,
    words=Words(zh="复办", en="reopened"),
    unit=Words(zh="次", en="times"),
    definition=Words(
        zh="期内答复以后又重新办的次数；同一件事复办两次算两次。",
        en="How often a request was opened again after its answer; a second time counts again.",
    ),
    counts=REOPENED,
    measure="rows",
    by=("category", "was"),
)

OPEN_OVERDUE = Figure(
    name="requests.open_overdue",
    row=_ROW,
    words=Words(zh="超期未答复", en="overdue and unanswered"),
    unit=_MATTERS,
    definition=Words(
        zh="截至当日，答复期限已过、还没有答复的诉求。",
        en="Requests whose promised date has passed without an answer, on that day.",
    ),
    counts=(*ANSWERED, *ENDED, OVERDUE),
    measure="weighted",
    fact="judged",
    weights=(("late", 1), ("after_due", -1), ("taken_back", -1), ("moved_on", -1)),
    stock=True,
    by=("category",),
)

FIGURES = (RECEIVED, DUE, ON_TIME, WORKING_MEDIAN, WORKING_P90, SOLVED_BY, REOPENED_FIGURE, OPEN_OVERDUE)
