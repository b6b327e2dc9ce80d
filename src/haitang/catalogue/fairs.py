"""Fairs 集市 and study camps: themes by customs and seasons, stalls, sign-up and check-in."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("fairs", Words(zh="研学营、集市", en="study camps and fairs"))

EVENTS = Figure(
    name="fairs.events",
    row="S17",
    words=Words(zh="集市活动", en="fair events"),
    unit=Words(zh="场", en="events"),
    definition=Words(
        zh="期内实际举办的集市、研学场次，一场一行。",
        en="Fairs and study sessions that took place in the period, one line each.",
    ),
    not_yet=Words(
        zh="还没有：等集市逐场举办、逐场登记，每场一行。",
        en="Not yet: comes when fairs are held and recorded, one line for each.",
    ),
)

PERSON_TIMES = Figure(
    name="fairs.person_times",
    row="S17",
    words=Words(zh="集市参加人次", en="person-times at fairs"),
    unit=Words(zh="人次", en="person-times"),
    definition=Words(zh="期内各场集市到场人次相加。", en="Attendance of the period's fairs added up."),
    not_yet=Words(
        zh="还没有：等集市签到或点数，逐场记下到场人次。",
        en="Not yet: comes when fairs record check-ins or head counts, session by session.",
    ),
)

THEMES = Figure(
    name="fairs.themes",
    row="S17",
    words=Words(zh="集市主题", en="themes of fairs"),
    unit=Words(zh="个", en="themes"),
    definition=Words(zh="期内办过的集市所属的不同主题。", en="Different themes among the fairs held in the period."),
    not_yet=Words(
        zh="还没有：等集市按主题举办，按主题去重。",
        en="Not yet: comes when fairs are held under their themes, counted by different themes.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, EVENTS, PERSON_TIMES, THEMES)
