"""Service projects 服务项目 of community Party organisations, in the themes of 海棠红·幸福里."""

from haitang.kernel.figure import Figure
from haitang.kernel.kind import Kind, Option
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.shapes import PROJECT
from haitang.kernel.words import Words

MODULE = Module("service_projects", Words(zh="服务项目", en="service projects"))

THEMES = (
    Option("pioneers", Words(zh="海棠领航·锦彩锋范", en="Crabapple leads: model of Jin")),
    Option("neighbors", Words(zh="海棠暖心·幸福邻里", en="Crabapple warms: happy neighbors")),
    Option("weekends", Words(zh="锦绣海棠·周末有约", en="Splendid crabapple: a date at the weekend")),
)

EVIDENCE = (
    Option("minute", Words(zh="验收单、会议纪要", en="acceptance slip or minutes")),
    Option("second_look", Words(zh="第二人看过", en="a second person's look")),
    Option("slip", Words(zh="工单、收据", en="work slip or receipt")),
)

PROJECT_KIND = Kind(
    name="service_projects.project",
    words=Words(zh="服务项目", en="service project"),
    leaf="project",
    flow=PROJECT,
    shape="project",
    categories=THEMES,
    evidence=EVIDENCE,
    outcomes=(Option("solved", Words(zh="完成", en="finished")),),
    panels=("purpose", "origin", "claims"),
    public=True,
)

PROJECTS = Figure(
    name="service_projects.projects",
    row="S12",
    words=Words(zh="服务项目", en="service projects"),
    unit=Words(zh="项", en="projects"),
    definition=Words(
        zh="期内通过验收的服务项目；验收人不是申报人。",
        en="Service projects accepted in the period by somebody other than those who claimed them done.",
    ),
    counts=("project.accepted",),
)

PROJECT_THEMES = Figure(
    name="service_projects.themes",
    row="S12",
    words=Words(zh="服务项目主题", en="themes of service projects"),
    unit=Words(zh="个", en="themes"),
    definition=Words(
        zh="期内通过验收的服务项目所属的不同主题。",
        en="Different themes among the service projects accepted in the period.",
    ),
    counts=("project.accepted",),
    measure="distinct",
    fact="theme",
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, PROJECT_KIND, PROJECTS, PROJECT_THEMES)
