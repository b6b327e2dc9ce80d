"""Joint meeting 联席会议: a meeting of offices. Attendance is by office, a decision names one of them and binds it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal

from haitang.kernel.flow import Flow, Move
from haitang.kernel.role import Role
from haitang.kernel.shapes import MEETING
from haitang.kernel.words import Words

_ORGANIZERS = (Role.CHAIR, Role.DESK, Role.DISPATCHER, Role.SUPERVISOR)
_CHAIRS = (Role.CHAIR, Role.SUPERVISOR)

JOINT = Flow(
    "joint",
    MEETING.states,
    (
        Move("plan", Words(zh="定一次会", en="plan"), (), ("planned",), (*_ORGANIZERS, Role.SYSTEM)),
        Move("table", Words(zh="列入议程", en="put on the agenda"), ("planned",), ("planned",), _ORGANIZERS),
        Move(
            "carry",
            Words(zh="上次没议完的带过来", en="take over an open point"),
            ("planned",),
            ("planned",),
            (Role.SYSTEM,),
        ),
        Move("publish", Words(zh="公布议程", en="publish the agenda"), ("planned",), ("published",), _ORGANIZERS),
        Move("convene", Words(zh="记到会单位", en="record who came"), ("published",), ("held",), _ORGANIZERS),
        Move("bind", Words(zh="定下谁来办", en="decide who does it"), ("held",), ("held",), _CHAIRS),
        Move("decide", Words(zh="作出别的决定", en="record another decision"), ("held",), ("held",), _CHAIRS),
        Move("close", Words(zh="会议结束", en="close"), ("held",), ("closed",), _CHAIRS),
        Move("cancel", Words(zh="取消会议", en="cancel"), ("planned", "published"), ("cancelled",), _CHAIRS),
    ),
    voiced=False,
)

Rhythm = Literal["monthly", "quarterly"]
_MONTHS = {"monthly": range(1, 13), "quarterly": (3, 6, 9, 12)}


def next_day(rhythm: Rhythm, day: int, after: date, works: Callable[[date], bool]) -> date:
    """The next day of a rule after a date: the `day` of the month (1–28), or the first working day from then on."""
    return next(chosen for chosen in _days(rhythm, day, after, works) if chosen > after)


def _days(rhythm: Rhythm, day: int, after: date, works: Callable[[date], bool]) -> Iterator[date]:
    for year in (after.year - 1, after.year, after.year + 1):
        for month in _MONTHS[rhythm]:
            chosen = date(year, month, day)
            while not works(chosen):
                chosen += timedelta(days=1)
            yield chosen
