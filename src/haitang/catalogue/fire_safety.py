"""Fire safety 消防安全 of a community: equipment by building, nightly rounds, fire calls from the fire service's list."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("fire_safety", Words(zh="消防安全", en="fire safety"))

EXTINGUISHERS = Figure(
    name="fire_safety.extinguishers",
    row="S11",
    words=Words(zh="灭火器", en="fire extinguishers"),
    unit=Words(zh="个", en="extinguishers"),
    definition=Words(
        zh="截至当日装在楼里、没有报废的灭火器。", en="Extinguishers in place and not scrapped on that day."
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等灭火器按楼登记，装一个加一，报废一个减一。",
        en="Not yet: comes when extinguishers are registered by building; scrapping takes one away.",
    ),
)

SMOKE_ALARMS = Figure(
    name="fire_safety.smoke_alarms",
    row="S11",
    words=Words(zh="独立式烟感", en="stand-alone smoke alarms"),
    unit=Words(zh="个", en="alarms"),
    definition=Words(
        zh="截至当日装在楼里、没有报废的独立式烟感报警器；靠巡查按键测试，自己不发信号。",
        en="Stand-alone alarms in place and not scrapped on that day; tested by button on rounds, they send nothing.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等烟感按楼登记，装一个加一，报废一个减一。",
        en="Not yet: comes when the alarms are registered by building; scrapping takes one away.",
    ),
)

FIRE_DOORS = Figure(
    name="fire_safety.fire_doors",
    row="S11",
    words=Words(zh="防火门", en="fire doors"),
    unit=Words(zh="扇", en="doors"),
    definition=Words(zh="截至当日装好、没有拆除的防火门。", en="Fire doors fitted and not removed on that day."),
    stock=True,
    not_yet=Words(
        zh="还没有：等防火门按楼登记，每扇一行。",
        en="Not yet: comes when the doors are registered by building, one line for each.",
    ),
)

SPRINKLER_BUILDINGS = Figure(
    name="fire_safety.sprinkler_buildings",
    row="S11",
    words=Words(zh="装喷淋的楼", en="buildings with sprinklers"),
    unit=Words(zh="幢", en="buildings"),
    definition=Words(zh="截至当日装有喷淋的楼，一幢数一次。", en="Buildings with sprinklers on that day, each once."),
    stock=True,
    not_yet=Words(
        zh="还没有：等喷淋按楼登记，一幢一行。",
        en="Not yet: comes when sprinklers are registered by building, one line for each building.",
    ),
)

FIRE_CALLS_CHANGE = Figure(
    name="fire_safety.fire_calls_change",
    row="S11",
    words=Words(zh="火灾警情同比", en="fire calls, year on year"),
    unit=Words(zh="%", en="%"),
    definition=Words(
        zh="消防部门名单上的火灾警情，与上一年同样几天相比的百分比；两年件数一起显示，报警器、误报、隐患不算。",
        en="Fire calls on the fire service's list against the same days of the year before, in percent, with both "
        "counts shown. Device alarms, false alarms and findings never count.",
    ),
    measure="change",
    not_yet=Words(
        zh="还没有：等两年的火灾警情按消防部门的名单逐条登记。",
        en="Not yet: comes when the fire calls of both years are entered from the fire service's list, one line for each.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, EXTINGUISHERS, SMOKE_ALARMS, FIRE_DOORS, SPRINKLER_BUILDINGS, FIRE_CALLS_CHANGE)
