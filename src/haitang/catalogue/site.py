"""The site itself 本网站: corrections of its pages, and forms or duties that ask too much; both are answered."""

from haitang.kernel.figure import Figure
from haitang.kernel.kind import Kind, Option, Term
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.shapes import ASKED
from haitang.kernel.words import Words

MODULE = Module("site", Words(zh="本网站", en="this site"), core=True)

PROMISE = Term(
    5,
    Words(
        zh="默认值 5 个工作日；网站纠错、减负意见的答复时限未确认",
        en="default of 5 working days; a limit for corrections and for burdens is unconfirmed",
    ),
)

CORRECTION = Kind(
    name="site.page_correction",
    words=Words(zh="网页纠错", en="a correction of a page"),
    leaf="correction",
    flow=ASKED,
    shape="case",
    outcomes=(
        Option("corrected", Words(zh="已改正", en="corrected")),
        Option("right", Words(zh="查过，原来没有错", en="looked at; it was right")),
        Option("passed_on", Words(zh="不是我们写的，已转原单位", en="not ours, passed on to its source")),
    ),
    answers={
        "corrected": Words(
            zh="您指出的地方已经改正，谢谢。改成了什么写在下面。",
            en="What you pointed out is corrected; thank you. How it reads now stands below.",
        ),
        "right": Words(
            zh="您指出的地方我们查过，原来没有错。依据写在下面。",
            en="We looked at what you pointed out; it was right. Why stands below.",
        ),
        "passed_on": Words(
            zh="这段内容不是我们写的，已转给原单位。转给了谁写在下面。",
            en="This text is not ours; it was passed on to its source. To whom stands below.",
        ),
    },
    promise=PROMISE,
)

BURDEN = Kind(
    name="site.burden",
    words=Words(zh="要求太多", en="something that asks too much"),
    leaf="burden",
    flow=ASKED,
    shape="case",
    outcomes=(
        Option("dropped", Words(zh="不再要求", en="no longer asked for")),
        Option("eased", Words(zh="减少一部分", en="made less")),
        Option("needed", Words(zh="还需要，说明依据", en="still needed, with its basis")),
        Option("above", Words(zh="上级要求的，已反映", en="asked for from above, passed on")),
    ),
    answers={
        "dropped": Words(
            zh="您说的这一项以后不再要求了。从哪天起写在下面。",
            en="What you named is no longer asked for. From which day stands below.",
        ),
        "eased": Words(
            zh="您说的这一项减少了一部分。减了什么写在下面。",
            en="What you named is made less. What is left out stands below.",
        ),
        "needed": Words(
            zh="您说的这一项目前还需要。依据是什么写在下面。",
            en="What you named is still needed. On what basis stands below.",
        ),
        "above": Words(
            zh="您说的这一项是上级要求的，已经反映上去。反映给了谁写在下面。",
            en="What you named is asked for from above; we have passed it on. To whom stands below.",
        ),
    },
    promise=PROMISE,
)

BURDENS = Figure(
    name="site.burdens",
    row="S0",
    words=Words(zh="反映要求太多", en="times something asked too much"),
    unit=Words(zh="次", en="times"),
    definition=Words(
        zh="期内居民和工作人员说“这项要求太多”的次数，每说一次一行，逐件答复，每年公布。",
        en="How often residents and staff said in the period that something asks too much; each is answered, and the "
        "number is published every year.",
    ),
    counts=("burden.received",),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, CORRECTION, BURDEN, BURDENS)
