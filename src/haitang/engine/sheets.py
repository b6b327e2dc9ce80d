"""Sheets 清单: the single door for reading lists. Scope and masking happen here and nowhere else.

HTML list, CSV and JSON are renderings of one answer. Paging is by keyset, never by offset, never with an unbounded count.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from haitang.engine import clock
from haitang.engine.authority import posts_of
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.limits import PAGE
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post

COUNTED = 1_000
PRIVATE = Words(zh="私事", en="private matter")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter as a list shows it; nothing of who spoke."""

    number: str
    title: Words
    kind: Words
    place: Words
    state: str
    state_words: Words
    petals: int
    severity: int
    owner: Words | None
    received_at: datetime
    due_at: datetime | None
    due_provisional: bool
    closed_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and the cursor of the next, empty on the last."""

    rows: list[Row]
    after: str


Choose = Callable[[QuerySet[Matter]], QuerySet[Matter]]


@dataclass(frozen=True)
class Sheet:
    """A list: what it holds, in which order, and who may open it."""

    name: str
    words: Words
    shape: str
    choose: Choose
    order: str = "due_at"
    owned: bool = False
    public: bool = False
    empty: Words = field(default=Words(zh="这里现在没有", en="Nothing here now"))


def _in(*states: str) -> Choose:
    return lambda rows: rows.filter(closed_at=None, state__in=states)


def _late(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.filter(closed_at=None, due_at__lt=clock.now()).exclude(state="answered")


def _due_today(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    now = clock.now()
    end = clock.now().astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return rows.filter(closed_at=None, due_at__gte=now, due_at__lt=end).exclude(state="answered")


_OWED = ("received", "accepted", "assigned", "working", "claimed_done", "checked", "reopened")

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet("open", Words(zh="全部在办", en="all open"), "case", _in(*_OWED, "answered")),
        Sheet("late", Words(zh="超期", en="late"), "case", _late),
        Sheet("today", Words(zh="今天到期", en="due today"), "case", _due_today),
        Sheet("new", Words(zh="待受理", en="to accept"), "case", _in("received")),
        Sheet("to_assign", Words(zh="待派办", en="to assign"), "case", _in("accepted", "reopened")),
        Sheet("to_check", Words(zh="待核查", en="to check"), "case", _in("claimed_done")),
        Sheet("to_answer", Words(zh="欠回音", en="answer owed"), "case", _in("checked", "claimed_done")),
        Sheet("answered", Words(zh="等评价", en="waiting for a verdict"), "case", _in("answered")),
        Sheet("mine", Words(zh="我的事", en="my matters"), "case", _in(*_OWED), owned=True),
        Sheet(
            "closed", Words(zh="已结案", en="closed"), "case", lambda rows: rows.exclude(closed_at=None), "-closed_at"
        ),
        Sheet("sessions", Words(zh="会议", en="sessions"), "meeting", lambda rows: rows, "-due_at"),
        Sheet("projects", Words(zh="项目", en="projects"), "project", lambda rows: rows, "-due_at"),
        Sheet(
            "public_closed",
            Words(zh="办好的事", en="what was done"),
            "case",
            lambda rows: rows.exclude(closed_at=None).filter(screened=True, private=False),
            "-closed_at",
            public=True,
        ),
        Sheet(
            "public_sessions", Words(zh="逢四说事", en="sessions"), "meeting", lambda rows: rows, "-due_at", public=True
        ),
        Sheet("public_projects", Words(zh="项目", en="projects"), "project", lambda rows: rows, "-due_at", public=True),
    )
}


def rows(name: str, actor: Actor, filters: Mapping[str, str] | None = None, after: str = "", limit: int = PAGE) -> Page:
    """One page of a sheet as far as `actor` may see it; KeyError for an unknown sheet, Denied without a post.

    `filters`: `place` (code, here or below), `organization` (code), `category`, `state`.
    """
    sheet = SHEETS[name]
    chosen = _keyset(_filtered(_scoped(sheet, actor), filters or {}), sheet.order, after)
    found = list(chosen.select_related("place", "owner")[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return Page([row_of(matter, public=sheet.public) for matter in found[:limit]], _cursor(more, sheet.order))


def count(name: str, actor: Actor, filters: Mapping[str, str] | None = None) -> int:
    """How many rows, counted up to `COUNTED + 1` and no further."""
    chosen = _filtered(_scoped(SHEETS[name], actor), filters or {})
    return chosen.order_by().values("pk")[: COUNTED + 1].count()


def row_of(matter: Matter, public: bool = False) -> Row:
    """A matter as lists show it. Private matters show as such; the public sees screened titles only."""
    kind = kinds[matter.kind]
    state = kind.flow.state(matter.state)
    return Row(
        number=matter.number,
        title=title_of(matter, public),
        kind=kind.words,
        place=Words(zh=matter.place.name, en=matter.place.name_en),
        state=matter.state,
        state_words=state.words,
        petals=state.petals,
        severity=matter.severity,
        owner=Words(zh=matter.owner.name, en=matter.owner.name_en) if matter.owner else None,
        received_at=matter.received_at,
        due_at=matter.due_at,
        due_provisional=matter.due_provisional,
        closed_at=matter.closed_at,
        version=matter.version,
    )


def title_of(matter: Matter, public: bool) -> Words:
    """What a matter is called: its title where it may be shown, else its category, else its kind."""
    kind = kinds[matter.kind]
    if matter.private:
        return PRIVATE
    if matter.title and (matter.screened or not public):
        return Words(zh=matter.title, en=matter.title)
    category = kind.option("categories", matter.category)
    return category.words if category else kind.words


def scope(posts: list[Post]) -> Q:
    """What the holders of these posts may see: everything at their places and below, and what their posts own."""
    seen = Q(pk=None)
    for post in posts:
        own = Q(owner=post)
        if post.place.kind in {"community", "village"}:
            seen |= own | Q(organization=post.organization, community=post.place.code)
        elif post.place.kind in {"cell", "compound", "building"}:
            seen |= own | Q(organization=post.organization, place__path__startswith=post.place.path)
        else:
            seen |= own | Q(organization=post.organization)
    return seen


def may_see(actor: Actor, matter: Matter) -> bool:
    """Whether a staff member may open this matter."""
    return Matter.objects.filter(scope(posts_of(actor)), pk=matter.pk).exists()


def _scoped(sheet: Sheet, actor: Actor) -> QuerySet[Matter]:
    chosen = sheet.choose(Matter.objects.filter(shape=sheet.shape))
    if sheet.public:
        return chosen
    posts = posts_of(actor)
    if not posts:
        raise Denied(Words(zh="这里只给值班人员看，请先登录", en="This is for staff; please sign in"))
    return chosen.filter(owner__in=posts) if sheet.owned else chosen.filter(scope(posts))


def _filtered(chosen: QuerySet[Matter], filters: Mapping[str, str]) -> QuerySet[Matter]:
    if place := filters.get("place"):
        chosen = chosen.filter(place__path__contains=f"/{place}/")
    if organization := filters.get("organization"):
        chosen = chosen.filter(organization__code=organization)
    wanted = {name: filters[name] for name in ("category", "state") if filters.get(name)}
    return chosen.filter(**wanted)


def _keyset(chosen: QuerySet[Matter], order: str, after: str) -> QuerySet[Matter]:
    column, down = order.lstrip("-"), order.startswith("-")
    if at := _at(after):
        instant, pk = at
        step = "lt" if down else "gt"
        chosen = chosen.filter(Q(**{f"{column}__{step}": instant}) | Q(**{column: instant, f"pk__{step}": pk}))
    return chosen.order_by(order, "-pk" if down else "pk")


def _cursor(matter: Matter | None, order: str) -> str:
    if matter is None:
        return ""
    instant: datetime = getattr(matter, order.lstrip("-"))
    return urlsafe_b64encode(f"{instant.isoformat()}|{matter.pk}".encode()).decode().rstrip("=")


def _at(after: str) -> tuple[datetime, int] | None:
    """The cursor's place in the order; a cursor nobody gave out is read as the start."""
    try:
        instant, pk = urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode().split("|")
        parsed = datetime.fromisoformat(instant)
        return (parsed, int(pk)) if parsed.tzinfo else None
    except ValueError:
        return None
