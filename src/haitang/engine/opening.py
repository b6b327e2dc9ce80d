"""Opening 开门: what has to be done before an office opens, who may come in until then, and which kinds it takes on."""

from dataclasses import dataclass

from django.db.models import Q

from haitang.engine import charter, clock, promise
from haitang.engine.authority import posts_of
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.engine.charter import Charter
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.party import Membership, Organization
from haitang.records.place import Place

COMMUNITIES = ("community", "village")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the set-up: done or not, needed or not before opening, and what is missing in a sentence."""

    name: str
    words: Words
    done: bool
    needed: bool
    missing: Words | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an office has come: all that the steps are judged by, read in five queries."""

    charter: Charter
    communities: int
    desks: int
    owners: int
    calendar: bool


def standing(organization: Organization) -> Standing:
    """What there is of an office today."""
    day = clock.today()
    held = Membership.objects.filter(Q(until=None) | Q(until__gte=day), post__organization=organization)
    roles = list(held.values_list("post__role", flat=True))
    places = Place.objects.filter(organization=organization, closed_on=None, kind__in=COMMUNITIES)
    return Standing(
        charter=charter.of(organization),
        communities=places.count(),
        desks=roles.count(Role.DESK),
        owners=len([role for role in roles if role in (Role.OWNER, Role.GRID, Role.DESK)]),
        calendar=day.year in promise.workdays().official_years,
    )


def steps(found: Standing) -> list[Step]:
    """The ten steps of the check list, in their order."""
    known = found.charter
    open_lines = len([line for line in known.rules.values() if not line.confirmed])
    return [
        _step("office", "单位", "The office", bool(known.phone), "公布一个电话", "publish a telephone number"),
        _step(
            "places", "地方和网格", "Places and cells", found.communities > 0,
            "登记至少一个社区或村", "add a community or a village",
        ),
        _step(
            "posts", "岗位", "Posts", found.desks > 0,
            "设一个社区受理台，并有人在岗", "create a community desk and let somebody hold it",
        ),
        _step(
            "hours", "时间和日历", "Hours and calendar", known.hours is not None and found.calendar,
            "写明办公时间，并登记今年的放假安排", "say the opening hours and enter this year's calendar",
        ),
        _step(
            "rules", "规则表", "Rule profile", open_lines == 0,
            f"还有 {open_lines} 条没有确认", f"{open_lines} lines are unconfirmed", needed=False,
        ),
        _step("channels", "通知渠道", "Channels", True, "", "", needed=False),
        _step("modules", "模块", "Modules", True, "", "", needed=False),
        _step(
            "privacy", "隐私告知", "Privacy notice", bool(known.privacy),
            "写明谁负责、找谁", "say who is responsible and whom to ask",
        ),
        _step(
            "trial", "试运行", "Trial week", known.state != "preparing",
            "自己先用一个星期", "use it among yourselves for a week", needed=False,
        ),
        _step("publish", "开门", "Opening", known.state == "open", "", "", needed=False),
    ]  # fmt: skip


def _step(name: str, zh: str, en: str, done: bool, lacks: str, lacks_en: str, needed: bool = True) -> Step:
    return Step(name, Words(zh=zh, en=en), done, needed, Words(zh=lacks, en=lacks_en) if lacks else None)


def missing(organization: Organization) -> list[Step]:
    """The steps that have to be done before the office may open, and are not."""
    return [step for step in steps(standing(organization)) if step.needed and not step.done]


def organization_at(change: Change) -> Organization:
    """The organization of a set-up command: its place has to be the top one, which stands for the whole office."""
    organization = territory_of(change.placed)
    top = charter.top_of(organization)
    if top is None or top.pk != change.placed.pk:
        raise Invalid.of(
            "place", "请用代表整个单位的那个地方", "Please give the place that stands for the whole organization"
        )
    return organization


def works_for(actor: Actor, organization: Organization) -> bool:
    """Whether somebody holds a post of the organization today."""
    return any(post.organization_id == organization.pk for post in posts_of(actor))


def may_look(actor: Actor, organization: Organization, known: Charter) -> bool:
    """Whether the public pages of an office may be shown: to everybody once it is open, until then to its own staff."""
    return known.state == "open" or works_for(actor, organization)


def taken_on(change: Change, organization: Organization, kind: Kind) -> bool:
    """Make sure that this office takes on a new matter of that kind now; whether it is one of its trial.

    NotNow before it opens and where the module is off; in a trial only its own staff may try.
    """
    known = charter.of(organization)
    if not known.does(kind.name):
        raise refuse_now("本单位不办这一类事", "This office does not take on matters of this kind")
    if known.state == "open":
        return False
    if known.state == "preparing":
        raise refuse_now("这里还没有开门", "This office is not open yet")
    if not works_for(change.by, organization) and not change.by.system:
        raise Denied(
            Words(zh="这里正在试运行，还没有对外开门", en="This office is on trial and not open to the public yet")
        )
    return True
