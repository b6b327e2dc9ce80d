"""Requests 诉求: problems residents speak of, solved, checked and answered."""

from haitang.kernel.figure import Figure
from haitang.kernel.kind import Kind, Option, Term
from haitang.kernel.module import Module
from haitang.kernel.shapes import CASE
from haitang.kernel.words import Words

MODULE = Module("requests", Words(zh="诉求", en="requests"), core=True)

CATEGORIES = (
    Option(
        "paths",
        Words(zh="便民小径、路面", en="paths and paving"),
        ("路面", "小路", "小径", "地砖", "坑", "人行道", "台阶", "pavement", "path"),
    ),
    Option(
        "drains",
        Words(zh="下水道、排水", en="drains"),
        ("下水道", "排水", "污水", "窨井", "堵了", "积水", "反水", "drain", "sewer"),
    ),
    Option(
        "stairwells",
        Words(zh="楼道杂物", en="clutter in stairwells"),
        ("楼道", "堆物", "杂物", "纸箱", "鞋柜", "clutter"),
    ),
    Option("lighting", Words(zh="照明", en="lighting"), ("路灯", "灯", "照明", "太黑", "light", "lamp")),
    Option("lifts", Words(zh="电梯", en="lifts"), ("电梯", "轿厢", "困人", "lift", "elevator")),
    Option("fire", Words(zh="消防隐患", en="fire hazards"), ("消防", "灭火器", "火", "飞线", "消防通道", "fire")),
    Option(
        "green",
        Words(zh="绿化、环境", en="greenery and surroundings"),
        ("树", "草", "绿化", "垃圾", "异味", "tree", "rubbish"),
    ),
    Option(
        "parking",
        Words(zh="停车、充电", en="parking and charging"),
        ("停车", "车位", "充电", "电动车", "车棚", "parking", "charging"),
    ),
    Option("other", Words(zh="其他", en="something else")),
)

OUTCOMES = (
    Option("solved", Words(zh="办好了", en="solved")),
    Option("partly", Words(zh="办好一部分", en="partly solved")),
    Option("not_solved", Words(zh="没办成，说明原因", en="not solved, with the reason")),
    Option("project", Words(zh="转为议事、项目", en="taken to a session or project")),
)

EVIDENCE = (
    Option("word", Words(zh="说事人认可", en="the reporter's word")),
    Option("second_look", Words(zh="第二人看过", en="a second person's look")),
    Option("photos", Words(zh="照片", en="photos")),
    Option("slip", Words(zh="工单、收据", en="work slip or receipt")),
    Option("reading", Words(zh="设备读数、检测单", en="device reading or test report")),
    Option("minute", Words(zh="会议纪要、验收单", en="minutes or acceptance slip")),
)

#: One of these for a claim; categories that are not named take any. What can hurt somebody is not proven by a word alone.
PROVEN_BY = {
    "lifts": ("second_look", "slip", "reading", "minute"),
    "fire": ("second_look", "photos", "slip", "reading", "minute"),
}

ANSWERS = {
    "solved": Words(
        zh="您说的事办好了，已由别人看过。没好可以在 30 天内说一声，马上重办。",
        en="What you told us is done and somebody else has looked. If it is not, tell us within 30 days and we start again.",
    ),
    "partly": Words(
        zh="您说的事办好了一部分。还差什么、接下来怎么办，写在下面。",
        en="Part of what you told us is done. What is missing and what comes next stands below.",
    ),
    "not_solved": Words(
        zh="您说的事这次没有办成，原因写在下面。您可以要求复办，也可以请街道督办。",
        en="We could not solve this; the reason stands below. You may ask to reopen it, or ask the sub-district to look.",
    ),
    "project": Words(
        zh="您说的事拿到会上议过，立了项，也做完了。经过写在下面。",
        en="What you told us was discussed at a session, became a project and is finished. What happened stands below.",
    ),
}

PROBLEM = Kind(
    name="requests.problem",
    words=Words(zh="民生诉求", en="a resident's request"),
    leaf="request",
    flow=CASE,
    shape="case",
    categories=CATEGORIES,
    outcomes=OUTCOMES,
    evidence=EVIDENCE,
    proven_by=PROVEN_BY,
    answers=ANSWERS,
    promise=Term(
        5,
        Words(
            zh="默认值 5 个工作日；江苏、苏州的时限未确认",
            en="default of 5 working days; the limits of Jiangsu and Suzhou are unconfirmed",
        ),
    ),
    panels=("voices", "claims", "links"),
)

PROBLEMS_SOLVED = Figure(
    name="requests.problems_solved",
    row="S12",
    words=Words(zh="解决民生问题", en="problems solved"),
    unit=Words(zh="件", en="problems"),
    definition=Words(
        zh="期内结案、结果为“办好了”的诉求；同期又复办的减去。每件都答复过说事的人。",
        en="Requests closed in the period as solved, less those reopened after closing. Everybody who spoke was answered.",
    ),
    counts=("request.closed.solved", "request.reopened.solved"),
    by=("category", "basis"),
)

DISPUTES_MEDIATED = Figure(
    name="requests.disputes_mediated",
    row="S12",
    words=Words(zh="调解纠纷", en="disputes mediated"),
    unit=Words(zh="起", en="disputes"),
    definition=Words(
        zh="期内双方自愿、签了协议的调解，按签订的那天算；只看总数。",
        en="Mediations that both sides wanted and that ended in an agreement signed in the period; the sum only.",
    ),
    # The public line of a confidential act says `sealed` and no more; which act it was stands in its sealed half.
    counts=("sealed",),
    where=(("act", "mediation.signed"),),
    about_people=True,
    count_only=Words(
        zh="调解是保密的：谁和谁、为什么事，不公开，这里只有总数。",
        en="Mediation is confidential: who, with whom and about what is not public; only the sum is.",
    ),
)
