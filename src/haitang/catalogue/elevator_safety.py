"""Elevator safety 电梯安全: a register of lifts with duties and clocks, talks, and leaflets counted as they are handed out."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("elevator_safety", Words(zh="电梯安全", en="elevator safety"))

MATERIALS = Figure(
    name="elevator_safety.materials",
    row="S7",
    words=Words(zh="电梯安全宣传资料", en="elevator-safety leaflets"),
    unit=Words(zh="份", en="copies"),
    definition=Words(
        zh="期内宣讲、活动中发出的电梯安全资料份数。",
        en="Copies of elevator-safety material handed out at talks and events in the period.",
    ),
    not_yet=Words(
        zh="还没有：等电梯安全宣讲记下发出的份数，每场一行。",
        en="Not yet: comes when elevator-safety talks record the copies handed out, one line for each talk.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, MATERIALS)
