"""Defence-education room 国防教室: five sections taught on site and online, inside the joined base of the station."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("defence_classroom", Words(zh="国防教室", en="defence-education room"), starts_on=False)

SECTIONS = Figure(
    name="defence_classroom.sections",
    row="S1",
    words=Words(zh="国防教室板块", en="sections of the defence-education room"),
    unit=Words(zh="个", en="sections"),
    definition=Words(
        zh="截至当日国防教室里登记、可以学的内容板块。",
        en="Sections registered and open to learners in the defence-education room on that day.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等国防教室的板块登记成课程，每登记一个数一个。",
        en="Not yet: comes when the room's sections are registered as lessons, one line for each.",
    ),
)

JOINED_FUNCTIONS = Figure(
    name="defence_classroom.joined_functions",
    row="S1",
    words=Words(zh="阵地合一的功能", en="functions joined in the base"),
    unit=Words(zh="项", en="functions"),
    definition=Words(
        zh="截至当日同一阵地里挂牌、开放的站所：文明实践、退役军人服务、民兵工作。",
        en="Stations open under one roof on that day: civilization practice, veterans' service, militia work.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等各站所作为地方登记并开放，每个站所数一项。",
        en="Not yet: comes when each station is registered as a place and opened, one line for each.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, SECTIONS, JOINED_FUNCTIONS)
