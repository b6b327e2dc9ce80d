"""Named sheets 清单名册: what each list holds, in which order, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from haitang.engine import clock
from haitang.kernel.words import Words
from haitang.records.hold import HandBack
from haitang.records.matter import Matter
from haitang.records.reopening import Reopening

Choose = Callable[[QuerySet[Matter]], QuerySet[Matter]]
NOTHING = Words(zh="这里现在没有", en="Nothing here now")


@dataclass(frozen=True)
class Sheet:
    """A list: what it holds, in which order, and who may open it. `few`: an index of its own holds nothing else."""

    name: str
    words: Words
    shape: str
    choose: Choose
    order: str = "due_at"
    owned: bool = False
    raised: bool = False
    public: bool = False
    few: bool = False
    empty: Words = NOTHING


def _in(*states: str) -> Choose:
    return lambda rows: rows.filter(closed_at=None, state__in=states)


def _open(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.filter(closed_at=None)


#: Where the office's clock stands: answered, waiting for a reply, parked; what was joined runs with the other matter.
STANDING = ("answered", "needs_info", "parked", "joined")


def _late(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.filter(closed_at=None, due_at__lt=clock.now()).exclude(state__in=STANDING)


def _due_today(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    now = clock.now()
    end = clock.now().astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return rows.filter(closed_at=None, due_at__gte=now, due_at__lt=end).exclude(state__in=STANDING)


def _came_back(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Opened again after an answer, by a voice or from above, and not answered since."""
    return rows.filter(came_back=True, closed_at=None, answered_at=None)


def _unmatched(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return _to_assign(rows).filter(details__routing__unmatched=True)


def _bounced(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    back = HandBack.objects.filter(matter=OuterRef("pk"), adjudicated_at=None)
    return rows.filter(Exists(back), closed_at=None, state="accepted")


def _for_joint(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.filter(closed_at=None, state__in=SETTLED, for_joint=True)


_to_assign = _in("accepted", "reopened")
#: From here a joint meeting's decision can take effect.
SETTLED = ("accepted", "assigned", "working", "reopened")
_OWED = (
    "received",
    "needs_info",
    "referred",
    "parked",
    "accepted",
    "assigned",
    "working",
    "claimed_done",
    "checked",
    "reopened",
)
#: What is the owner's to do; what they have claimed done waits for others.
_IN_HAND = ("assigned", "working", "reopened")

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            "open",
            Words(zh="全部在办", en="all open"),
            "case",
            _in(*_OWED),
            empty=Words(
                zh="没有在办的事。居民说一件，或者窗口替人记一件，就出现在这里。",
                en="Nothing is open. What a resident says, or the desk records for somebody, appears here.",
            ),
        ),
        Sheet(
            "late",
            Words(zh="超期", en="late"),
            "case",
            _late,
            empty=Words(
                zh="没有超期的。答复期限过了还没回音的事会排在这里，最急的在最前。",
                en="Nothing is late. A matter stands here once its promised date has passed without an answer.",
            ),
        ),
        Sheet(
            "raised",
            Words(zh="报到我这里", en="raised to me"),
            "case",
            _open,
            raised=True,
            empty=Words(
                zh="没有报上来的。到期没办的事先报派办，过一个工作日还没办再报督办，就排在这里。",
                en="Nothing was raised. What is not done in time goes one level up, a working day later to the supervisor.",
            ),
        ),
        Sheet(
            "today",
            Words(zh="今天到期", en="due today"),
            "case",
            _due_today,
            empty=Words(
                zh="今天没有到期的。每件事收下时就定了答复日期，到那一天会排在这里。",
                en="Nothing is due today. Each matter has its promised date from the start and stands here on that day.",
            ),
        ),
        Sheet(
            "new",
            Words(zh="待受理", en="to accept"),
            "case",
            _in("received"),
            empty=Words(
                zh="都受理了。新说的事先到这里：选类别、定急缓，两下就好。",
                en="All are accepted. New matters come here first: choose the category and the urgency.",
            ),
        ),
        Sheet(
            "to_assign",
            Words(zh="待派办", en="to assign"),
            "case",
            _in("accepted", "reopened"),
            empty=Words(
                zh="都派出去了。受理过、还没有单位承办的事，还有复办的事，会到这里。",
                en="All are assigned. Accepted and reopened matters that nobody handles yet come here.",
            ),
        ),
        Sheet(
            "in_hand",
            Words(zh="办理中", en="in hand"),
            "case",
            _in("accepted", "assigned", "working", "reopened"),
            empty=Words(
                zh="没有在办的。受理以后、办完以前的事在这里。",
                en="Nothing is in hand. What is accepted and not yet done stands here.",
            ),
        ),
        Sheet(
            "to_check",
            Words(zh="待核查", en="to check"),
            "case",
            _in("claimed_done"),
            empty=Words(
                zh="没有待核查的。别人申报办结的事到这里，由没办过它的人看一眼。",
                en="Nothing to check. What somebody claims done comes here for a person who did not do it.",
            ),
        ),
        Sheet(
            "to_answer",
            Words(zh="欠回音", en="answer owed"),
            "case",
            _in("checked", "claimed_done"),
            empty=Words(
                zh="不欠谁一句话。办完、核过的事到这里，等您回一句给说事的人。",
                en="No answer is owed. Finished and checked matters come here and wait for your sentence.",
            ),
        ),
        Sheet(
            "answered",
            Words(zh="等评价", en="waiting for a verdict"),
            "case",
            _in("answered"),
            empty=Words(
                zh="没有等评价的。答复过的事在这里等说事的人说“好了没有”；10 个工作日没说话，就按到期结案。",
                en="Nothing waits for a verdict. Answered matters wait here; after 10 working days of silence they close as lapsed.",
            ),
        ),
        Sheet(
            "waiting",
            Words(zh="等别人", en="waiting for others"),
            "case",
            _in("needs_info", "referred", "parked"),
            empty=Words(
                zh="没有在等别人的。问了说事人、转给别的单位、挂账的事在这里，到日子自己回来。",
                en="Nothing waits for others. Questions asked, matters referred or parked stand here and come back by themselves.",
            ),
        ),
        Sheet(
            "parked",
            Words(zh="挂账", en="parked"),
            "case",
            _in("parked"),
            empty=Words(
                zh="没有挂账的。等季节、等资金、等业主表决的事会排在这里，到复查日自己回来。",
                en="Nothing is parked. What waits for a season, a budget or a vote stands here and comes back by itself.",
            ),
        ),
        Sheet(
            "unmatched",
            Words(zh="没有规则管的", en="no rule fits"),
            "case",
            _unmatched,
            empty=Words(
                zh="没有落空的。受理时没有一条规则、责任清单里也没写谁管的事，会到这里等人定。",
                en="None. What no rule fits and nobody is named for when it is accepted waits here for somebody to decide.",
            ),
        ),
        Sheet(
            "bounced",
            Words(zh="退回来的", en="handed back"),
            "case",
            _bounced,
            empty=Words(
                zh="没有退回来的。承办单位说不归自己管、退回来重新派的事在这里。",
                en="None. What an office handed back as not its own waits here to be given to the right one.",
            ),
        ),
        Sheet(
            "for_joint",
            Words(zh="等上联席会议", en="for the joint meeting"),
            "case",
            _for_joint,
            few=True,
            empty=Words(
                zh="没有等着上会的。退来退去、复办三次、拖了很久的事会标出来，排在这里。",
                en="None. What was handed to and fro, reopened three times or open for long is marked and waits here.",
            ),
        ),
        Sheet(
            "reopened",
            Words(zh="复办", en="reopened"),
            "case",
            _came_back,
            few=True,
            empty=Words(
                zh="没有复办的。答复以后说事人说“没好”的事会到这里。",
                en="Nothing came back. What its reporter says is not solved comes here.",
            ),
        ),
        Sheet(
            "to_decide",
            Words(zh="申请再复办", en="asked to be reopened"),
            "case",
            lambda rows: rows.filter(pk__in=Reopening.objects.filter(granted=None).values("matter")),
            empty=Words(
                zh="没有人在等。说事的人第二次要求复办，会排在这里，由督办在时限内决定。",
                en="Nobody waits. Whoever asks for a second reopening stands here; the supervisor decides in time.",
            ),
        ),
        Sheet("mine", Words(zh="我的事", en="my matters"), "case", _in(*_IN_HAND), owned=True),
        Sheet("my_projects", Words(zh="我的项目", en="my projects"), "project", _open, owned=True),
        Sheet(
            "closed",
            Words(zh="已结案", en="closed"),
            "case",
            lambda rows: rows.filter(closed_at__isnull=False),
            "-closed_at",
        ),
        Sheet("sessions", Words(zh="会议", en="sessions"), "meeting", lambda rows: rows, "-due_at"),
        Sheet("projects", Words(zh="项目", en="projects"), "project", lambda rows: rows, "-due_at"),
        Sheet(
            "public_closed",
            Words(zh="办好的事", en="what was done"),
            "case",
            lambda rows: rows.filter(closed_at__isnull=False, screened=True, private=False).exclude(state="joined"),
            "-closed_at",
            public=True,
        ),
        Sheet(
            "public_open",
            Words(zh="正在办的事", en="what is in hand"),
            "case",
            lambda rows: rows.filter(closed_at=None, screened=True, private=False).exclude(state="joined"),
            public=True,
        ),
        Sheet(
            "public_parked",
            Words(zh="挂账的事", en="what is parked"),
            "case",
            lambda rows: rows.filter(closed_at=None, state="parked", screened=True, private=False),
            public=True,
        ),
        Sheet(
            "public_ahead",
            Words(zh="接下来的会", en="sessions to come"),
            "meeting",
            lambda rows: rows.filter(closed_at=None, due_at__gte=clock.now(), screened=True),
            public=True,
        ),
        Sheet(
            "public_sessions",
            Words(zh="开过的会", en="past sessions"),
            "meeting",
            lambda rows: rows.filter(due_at__lt=clock.now(), screened=True),
            "-due_at",
            public=True,
        ),
        Sheet("public_projects", Words(zh="项目", en="projects"), "project", lambda rows: rows, "-due_at", public=True),
    )
}
