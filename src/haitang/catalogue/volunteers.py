"""Volunteer service team 戎耀苏锦·民兵志愿+: who serves is never listed; squads and strength are counted."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("volunteers", Words(zh="志愿服务队", en="volunteer service team"), starts_on=False)

ENROLLED = Figure(
    name="volunteers.enrolled",
    row="S4",
    words=Words(zh="志愿服务队人数", en="volunteers enrolled"),
    unit=Words(zh="人", en="volunteers"),
    definition=Words(
        zh="截至当日同意参加、没有退出的志愿者；只看总数，不看名单。",
        en="Volunteers who consented to serve and have not left on that day; the sum only, never a list.",
    ),
    stock=True,
    count_only=Words(
        zh="志愿者的人数只公开总数：谁在队里、谁退出，是个人的事。",
        en="The strength of the volunteers opens to a count only: who serves and who leaves is a personal matter.",
    ),
    about_people=True,
    not_yet=Words(
        zh="还没有：等志愿者逐人同意登记，每人一行，入队加一，退出减一。",
        en="Not yet: comes with each volunteer's own consent to enroll; joining adds one, leaving takes one away.",
    ),
)

SQUADS = Figure(
    name="volunteers.squads",
    row="S4",
    words=Words(zh="志愿服务分队", en="squads of the volunteer team"),
    unit=Words(zh="支", en="squads"),
    definition=Words(zh="截至当日成立、没有撤销的志愿分队。", en="Squads formed and not dissolved on that day."),
    stock=True,
    not_yet=Words(
        zh="还没有：等三支分队登记成立，每支一行。",
        en="Not yet: comes when the squads are registered as formed, one line for each.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, ENROLLED, SQUADS)
