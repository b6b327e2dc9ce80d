"""Activities 活动: events with sign-up and check-in, each counted once, person-times by named or counted heads."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("activities", Words(zh="活动", en="activities"))

HELD = Figure(
    name="activities.held",
    row="S12",
    words=Words(zh="开展活动", en="activities held"),
    unit=Words(zh="场", en="activities"),
    definition=Words(
        zh="期内实际举办的活动，一场一行；取消的不算，集市也在内。",
        en="Activities that took place in the period, one line each; cancelled ones do not count, fairs do.",
    ),
    not_yet=Words(
        zh="还没有：等活动逐场举办、逐场登记，每场一行。",
        en="Not yet: comes when activities are held and recorded, one line for each.",
    ),
)

PERSON_TIMES = Figure(
    name="activities.person_times",
    row="S12",
    words=Words(zh="参加人次", en="person-times"),
    unit=Words(zh="人次", en="person-times"),
    definition=Words(
        zh="期内各场活动到场人次相加：签到一人一次，点数一次一行。",
        en="Attendance of the period's activities added up: a check-in counts one, a head count is one line.",
    ),
    not_yet=Words(
        zh="还没有：等活动签到或点数，逐场记下到场人次。",
        en="Not yet: comes when activities record check-ins or head counts, session by session.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, HELD, PERSON_TIMES)
