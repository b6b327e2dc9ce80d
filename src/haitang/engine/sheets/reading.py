"""Reading sheets 读清单: one page by keyset, bounded counts, always within the reader's scope."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from haitang.engine import concern, ladder, tasks
from haitang.engine.authority import posts_of
from haitang.engine.scope import BELOW_COMMUNITIES, COMMUNITIES, over
from haitang.engine.sheets.named import SHEETS, Sheet
from haitang.engine.sheets.row import Row, row_of
from haitang.engine.territory import ABOVE, sort_of
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.limits import PAGE
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place
from haitang.records.voice import Voice

COUNTED = 200


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and the cursor of the next, empty on the last."""

    rows: list[Row]
    after: str


def rows(
    name: str,
    actor: Actor,
    filters: Mapping[str, str] | None = None,
    after: str = "",
    limit: int = PAGE,
    posts: Sequence[Post] | None = None,
    full: bool = False,
) -> Page:
    """One page of a sheet as far as `actor` may see it; KeyError for an unknown sheet, Denied without a post.

    `filters`: `place` (code, here or below), `organization` (code), `category`, `state`. `posts` saves reading them
    again; `full` adds what was said, for staff at work only.
    """
    sheet = SHEETS[name]
    chosen = _keyset(_scoped(sheet, actor, posts, filters or {}), sheet.order, after)
    if full and not sheet.public:
        chosen = chosen.annotate(said=first_said())
    found = list(chosen.select_related(f"place__{ABOVE}", "owner")[: limit + 1])
    more = found[limit - 1] if len(found) > limit else None
    return Page([row_of(matter, public=sheet.public) for matter in found[:limit]], _cursor(more, sheet.order))


def count(name: str, actor: Actor, filters: Mapping[str, str] | None = None) -> int:
    """How many rows, counted up to `COUNTED + 1` and no further."""
    return counts({name: (name, filters or {})}, actor)[name]


def counts(
    wanted: Mapping[str, tuple[str, Mapping[str, str]]],
    actor: Actor,
    posts: Sequence[Post] | None = None,
    more: Mapping[str, QuerySet[Any, Any]] | None = None,
) -> dict[str, int]:
    """Several bounded counts in one query: what to call it → (sheet, filters); `more` counts other rows along."""
    held = list(posts) if posts is not None else posts_of(actor)
    parts = {key: Bounded(_bounded(SHEETS[name], actor, held, given)) for key, (name, given) in wanted.items()}
    parts |= {key: Bounded(rows.order_by().values("pk")[: COUNTED + 1]) for key, rows in (more or {}).items()}
    row = Post.objects.annotate(**{f"count_{key}": part for key, part in parts.items()}).order_by()
    found = row.values(*(f"count_{key}" for key in parts)).first() or {}
    return {key: found.get(f"count_{key}") or 0 for key in parts}


class Bounded(Subquery):
    """How many rows a (limited) query has, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _bounded(sheet: "Sheet", actor: Actor, posts: Sequence[Post], filters: Mapping[str, str]) -> QuerySet[Matter, int]:
    chosen = _scoped(sheet, actor, posts, filters, counting=True)
    return chosen.order_by().values_list("pk", flat=True)[: COUNTED + 1]


def first_said() -> Subquery:
    """What the first voice said that has not withdrawn, as a value of a query over matters."""
    voices = Voice.objects.filter(matter=OuterRef("pk"), withdrawn_at=None).order_by("id")
    return Subquery(voices.values("words")[:1])


def _scoped(
    sheet: Sheet, actor: Actor, posts: Sequence[Post] | None, filters: Mapping[str, str], counting: bool = False
) -> QuerySet[Matter]:
    every = Matter.objects.alias(form=Concat("shape", Value("")))
    chosen = sheet.choose(every.filter(form=sheet.shape) if sheet.few else every.filter(shape=sheet.shape))
    chosen = filtered(chosen, filters)
    if sheet.public:
        return chosen
    held = list(posts) if posts is not None else posts_of(actor)
    if not held:
        raise Denied(Words(zh="这里只给值班人员看，请先登录", en="This is for staff; please sign in"))
    if sheet.raised:
        raised = ladder.raised_to(held)
        chosen = chosen.filter(raised) if raised is not None else chosen.none()
    if not sheet.owned:
        return chosen.filter(over(held, few=sheet.few or narrow(filters)))
    return chosen.filter(_owned(sheet, [post.pk for post in held], counting) & concern.not_theirs(held))


def _owned(sheet: Sheet, posts: list[int], counting: bool) -> Q:
    """What these posts own; of cases also those in which they were brought in for a part. Few are, so the list names
    them: an OR over another table would cost it its index. A count needs no order and asks for the parts in hand."""
    owned = Q(owner__in=posts)
    if counting and sheet.shape == "case":
        return tasks.has_part(posts)
    others = tasks.joint(posts) if sheet.shape == "case" else []
    return owned | Q(pk__in=others) if others else owned


def filtered(chosen: QuerySet[Matter], filters: Mapping[str, str]) -> QuerySet[Matter]:
    """Narrowed to a place with what lies below it, an organization, a category, a state."""
    if place := filters.get("place"):
        chosen = chosen.filter(_lying_in(place, bool(filters.get("category"))))
    if organization := filters.get("organization"):
        chosen = chosen.filter(organization__code=organization)
    wanted = {name: filters[name] for name in ("category", "state") if filters.get(name)}
    return chosen.filter(**wanted)


def narrow(filters: Mapping[str, str]) -> bool:
    """Whether a filter leaves few rows, found by an index of its own."""
    place = filters.get("place", "")
    return bool(filters.get("category")) or (bool(place) and sort_of(place) in BELOW_COMMUNITIES)


def _lying_in(place: str, narrowed: bool) -> Q:
    """Here or below: by community where it is one, by the few places where it lies in one, else by the path."""
    sort = sort_of(place)
    if sort in COMMUNITIES and not narrowed:
        return Q(community=place)
    if sort in BELOW_COMMUNITIES:
        return Q(place__in=Place.objects.filter(path__contains=f"/{place}/").values("pk"))
    return Q(place__path__contains=f"/{place}/")


def _keyset(chosen: QuerySet[Matter], order: str, after: str) -> QuerySet[Matter]:
    column, down = order.lstrip("-"), order.startswith("-")
    if at := _at(after):
        instant, pk = at
        step = "lt" if down else "gt"
        # The plain bound lets the index begin there; with the OR alone every page before it would be read again.
        beyond = Q(**{f"{column}__{step}": instant}) | Q(**{column: instant, f"pk__{step}": pk})
        chosen = chosen.filter(beyond, **{f"{column}__{step}e": instant})
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
