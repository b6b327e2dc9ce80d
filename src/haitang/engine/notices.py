"""Notices 公告栏: what is posted at a place, above it and below it; by time alone, so that what is over goes by itself."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, Q, QuerySet, Value, When

from haitang.engine import clock
from haitang.engine.territory import ABOVE, shown
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import WARNING_DAYS
from haitang.kernel.words import Words
from haitang.records.notice import Notice
from haitang.records.party import Organization
from haitang.records.place import Place

SORTS: dict[str, Words] = {
    "notice": Words(zh="公告", en="notice"),
    "warning": Words(zh="提醒", en="warning"),
    "legal": Words(zh="公示", en="legal notice"),
}
WARNINGS: dict[str, Words] = {
    "storm": Words(zh="大风暴雨", en="storm"),
    "flood": Words(zh="积水内涝", en="flood"),
    "heat": Words(zh="高温", en="heat"),
    "cold": Words(zh="低温冰冻", en="cold"),
    "outage": Words(zh="停水停电停气", en="outage"),
    "other": Words(zh="其他", en="other"),
}
#: Most notices that one page reads as current.
MOST = 40


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice as everybody may read it. `state`: now, coming, over, withdrawn. Withdrawn ones have no body."""

    pk: int
    sort: str
    sort_words: Words
    warning: Words | None
    title: Words
    body: Words
    english: bool
    source: str
    place: Words
    starts: datetime
    ends: datetime | None
    published_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str
    state: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What is current: warnings first, then the rest, each the newest first."""

    warnings: list[Posted] = field(default_factory=list)
    others: list[Posted] = field(default_factory=list)


def current(organization: Organization, place: Place | None = None) -> Board:
    """What is posted now at a place, above and below it; without a place, in the whole territory. One query."""
    rank = Case(When(sort="warning", then=Value(0)), default=Value(1))
    rows = _of(organization, place).filter(_current()).order_by(rank, "-published_at", "-pk")
    found = [posted(notice) for notice in rows[:MOST]]
    warnings = [one for one in found if one.sort == "warning"]
    return Board(warnings, [one for one in found if one.sort != "warning"])


def past(organization: Organization, place: Place | None = None, before: int = 0, limit: int = 20) -> list[Posted]:
    """What is over or withdrawn, the newest first, older than the notice `before` where one is named. One query."""
    rows = _of(organization, place).exclude(_current())
    rows = rows.filter(pk__lt=before) if before else rows
    return [posted(notice) for notice in rows.order_by("-pk")[:limit]]


def latest(organization: Organization, place: Place, limit: int = 30) -> list[Posted]:
    """What was published or changed last, whatever became of it: for those who follow a place."""
    rows = _of(organization, place).order_by("-changed_at", "-pk")
    return [posted(notice) for notice in rows[:limit]]


def find(number: int) -> Notice | None:
    """One notice with its place and its office."""
    known = Notice.objects.select_related("organization", f"place__{ABOVE}")
    return known.filter(pk=number).first() if 0 < number < 2**63 else None


def _of(organization: Organization, place: Place | None) -> QuerySet[Notice]:
    rows = Notice.objects.filter(organization=organization).select_related(f"place__{ABOVE}")
    return rows if place is None else rows.filter(here(place))


def here(place: Place) -> Q:
    """At a place, at one of those it lies in, or at one that lies in it."""
    above = [code for code in place.path.split("/") if code]
    return Q(place__code__in=above) | Q(place__path__startswith=place.path)


def _current() -> Q:
    """`ends` is inclusive."""
    return Q(withdrawn_at=None) & (Q(ends=None) | Q(ends__gte=clock.now()))


def posted(notice: Notice) -> Posted:
    """A notice as everybody may read it."""
    gone = notice.withdrawn_at is not None
    return Posted(
        pk=notice.pk,
        sort=notice.sort,
        sort_words=SORTS[notice.sort],
        warning=WARNINGS.get(notice.warning),
        title=said(notice.title, notice.title_en),
        body=WITHDRAWN if gone else said(notice.body, notice.body_en),
        english=bool(notice.body_en) and not gone,
        source=notice.source,
        place=shown(notice.place),
        starts=notice.starts,
        ends=notice.ends,
        published_at=notice.published_at,
        changed_at=notice.changed_at,
        withdrawn_at=notice.withdrawn_at,
        withdrawn_reason=notice.withdrawn_reason,
        state=_state(notice),
        corrected=notice.version > 1,
    )


WITHDRAWN = Words(zh="这则公告已经撤回。", en="This notice was withdrawn.")


def said(chinese: str, english: str) -> Words:
    """What an office wrote; without English the Chinese stands for both."""
    return Words(zh=chinese, en=english or chinese)


def _state(notice: Notice) -> str:
    now = clock.now()
    if notice.withdrawn_at is not None:
        return "withdrawn"
    if notice.ends is not None and notice.ends < now:
        return "over"
    return "coming" if notice.starts > now else "now"


def must_be_sound(sort: str, warning: str, starts: datetime | None, ends: datetime | None) -> None:
    """What no notice may be: without the end its sort needs, over before it is published, ending before it starts."""
    now = clock.now()
    if (sort == "warning") != (warning in WARNINGS):
        raise Invalid.of("warning", "提醒要选一类，别的公告不选", "A warning needs its kind, other notices have none")
    if ends is None and sort != "notice":
        raise Invalid.of("ends", "这一类要写到什么时候为止", "This sort needs an end")
    if ends is not None and ends <= max(now, starts or now):
        raise Invalid.of("ends", "结束要在开始和现在之后", "It has to end after it starts and after now")
    if sort == "warning" and ends is not None and ends > now + timedelta(days=WARNING_DAYS):
        raise Invalid.of(
            "ends", f"提醒最多管 {WARNING_DAYS} 天，到时再发一次", f"A warning lasts at most {WARNING_DAYS} days"
        )


def must_be_whole(title_en: str, body_en: str) -> None:
    """English is both a title and a text, or neither."""
    if bool(title_en) != bool(body_en):
        field = "body_en" if title_en else "title_en"
        raise Invalid.of(field, "英文要标题和正文都写，或都不写", "English needs both a title and a text, or neither")
