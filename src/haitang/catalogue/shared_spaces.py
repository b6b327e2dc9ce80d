"""Shared spaces 共享空间: fitness spots and planned parking for riders, couriers and drivers."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("shared_spaces", Words(zh="共享空间", en="shared spaces"))

FITNESS_FACILITIES_ADDED = Figure(
    name="shared_spaces.fitness_facilities_added",
    row="S15",
    words=Words(zh="新增健身点", en="fitness spots added"),
    unit=Words(zh="处", en="spots"),
    definition=Words(
        zh="期内建成、验收并开放的健身点。", en="Fitness spots finished, accepted and opened in the period."
    ),
    not_yet=Words(
        zh="还没有：等健身点建成验收，每处一行。",
        en="Not yet: comes when a fitness spot is finished and accepted, one line for each.",
    ),
)

NEW_EMPLOYMENT_PARKING_PLANNED = Figure(
    name="shared_spaces.new_employment_parking_planned",
    row="S15",
    words=Words(zh="规划新就业群体车位", en="parking planned for new-employment groups"),
    unit=Words(zh="处", en="spaces"),
    definition=Words(
        zh="期内经议定、列入规划的骑手、快递员、司机停车位；划好的、在用的是另外的数。",
        en="Spaces decided and planned in the period for riders, couriers and drivers; those marked out or in use are other figures.",
    ),
    not_yet=Words(
        zh="还没有：等车位方案议定，按规划的数量记。",
        en="Not yet: comes when a parking plan is decided, with the number of spaces planned.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, FITNESS_FACILITIES_ADDED, NEW_EMPLOYMENT_PARKING_PLANNED)
