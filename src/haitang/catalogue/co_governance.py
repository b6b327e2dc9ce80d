"""Co-governance platform 共治平台: resources of five kinds joined to projects."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("co_governance", Words(zh="共治平台", en="co-governance platform"), starts_on=False)

SERVICE_TEAMS = Figure(
    name="co_governance.service_teams",
    row="S9",
    words=Words(zh="基层服务队伍", en="service teams"),
    unit=Words(zh="支", en="teams"),
    definition=Words(
        zh="截至当日登记在册的基层服务队伍（“七支队伍”）。",
        en="Neighborhood service teams on the register on that day (the scheme of “seven teams”).",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等基层服务队伍登记为共治资源，每支一行。",
        en="Not yet: comes when the service teams are registered as resources, one line for each.",
    ),
)

PROJECTS_DONE = Figure(
    name="co_governance.projects_done",
    row="S9",
    words=Words(zh="共治项目", en="co-governance projects done"),
    unit=Words(zh="个", en="projects"),
    definition=Words(
        zh="期内通过验收的共治项目；验收人不是申报人。",
        en="Co-governance projects accepted in the period by somebody other than those who claimed them done.",
    ),
    not_yet=Words(
        zh="还没有：等共治项目从提出到验收逐个办完，每个一行。",
        en="Not yet: comes when co-governance projects run from proposal to acceptance, one line for each.",
    ),
)

RESOURCE_KINDS = Figure(
    name="co_governance.resource_kinds",
    row="S9",
    words=Words(zh="共治资源类别", en="kinds of resources"),
    unit=Words(zh="类", en="kinds"),
    definition=Words(
        zh="截至当日有单位登记愿意出人、出钱、出物、出场地的资源类别。",
        en="Kinds of resources of which somebody has offered people, money, material or a place on that day.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等各单位登记能提供的资源，按类别去重。",
        en="Not yet: comes when partners register what they offer, counted by different kinds.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, SERVICE_TEAMS, PROJECTS_DONE, RESOURCE_KINDS)
