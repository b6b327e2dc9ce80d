"""Concern 涉及办公室: a matter about an office, its staff or a committee is hidden from that office and goes one level up.

`concerns` is the post complained of, `raised_past` the path of the office whose handlers stand strictly above it. Where nobody
stands above in this installation (`nobody_above`), a supervisor or an auditor who is not concerned takes it. Whoever it
is given to, or brought in for a part of it, sees it as long as they have it in hand; those concerned never.
One rule in two forms: `open_to` for the database, `hides` for a matter at hand; a test proves that they agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from haitang.kernel.errors import Invalid
from haitang.kernel.role import Role
from haitang.records.matter import Matter, Task
from haitang.records.party import Post

#: Who may carry a raised matter through, whatever post its steps are for elsewhere.
CARRIES = frozenset({Role.DESK, Role.DISPATCHER, Role.SUPERVISOR})
#: Who reads it one level up.
READS = frozenset({*CARRIES, Role.GRID, Role.CHECKER, Role.CHAIR})
#: Who takes it where nobody stands above.
LAST = frozenset({Role.SUPERVISOR, Role.AUDITOR})
#: Steps that are nobody's but theirs: an owner's, a voice's, the clock's.
_OWN = frozenset({Role.OWNER, Role.VOICE, Role.SYSTEM, Role.ANYONE, Role.HOLDER})


@dataclass(frozen=True, slots=True)
class Former:
    """A post somebody held until an instant: what was received before it is about their time there."""

    post: int
    role: str
    path: str
    until: datetime


def above(path: str) -> list[str]:
    """The path and every path above it."""
    steps = path.strip("/").split("/")
    return [f"/{'/'.join(steps[: count + 1])}/" for count in range(len(steps))]


def concerned(matter: Matter) -> bool:
    """Whether a matter is about an office."""
    return bool(matter.concerns_id or matter.raised_past)


def open_to(posts: Sequence[Post], at: str = "") -> Q:
    """Every matter but those about these posts' own office, or raised past them; `at` leads to the matter (`matter__`)."""
    mine = [post.pk for post in posts]
    parts = Task.objects.filter(owner__in=mine, ended_at=None).values("matter")
    plain = Q(**{f"{at}raised_past": ""}) | Q(**{f"{at}owner__in": mine}) | Q(**{f"{at}pk__in": parts})
    return not_theirs(posts, at) & (plain | _raised_to(posts, at))


def not_theirs(posts: Sequence[Post], at: str = "") -> Q:
    """Every matter but those about an office that the holders of these posts are, or were, part of."""
    return ~_theirs(posts, at)


def hides(posts: Sequence[Post], matter: Matter) -> bool:
    """Whether this matter is hidden from whoever holds these posts."""
    if not concerned(matter):
        return False
    if _is_theirs(posts, matter):
        return True
    if not matter.raised_past or any(post.pk in matter.owners for post in posts):
        return False
    return not any(_stands_above(post, matter) for post in posts)


def hides_from_post(post: Post, matter: Matter) -> bool:
    """The same for one post, whoever holds it: for messages and for giving it to an owner."""
    return hides([post], matter)


def must_not_be_theirs(post: Post, matter: Matter) -> None:
    """Invalid on `owner` where a post is given a matter, or a part of one, that is about its own office."""
    if hides_from_post(post, matter):
        raise Invalid.of(
            "owner", "这件事说的就是它，请派给别的单位", "It is about this very office; please choose another"
        )


def hidden(posts: Sequence[Post], numbers: Iterable[str]) -> set[str]:
    """Those of these numbers that are hidden from whoever holds these posts: not so much as named to them. One query."""
    about = Matter.objects.filter(number__in=set(numbers)).exclude(concerns=None, raised_past="")
    return {matter.number for matter in about if hides(posts, matter)}


def widened(roles: Iterable[Role], matter: Matter) -> frozenset[Role]:
    """Who may make a step of a raised matter: the posts one level up instead of those it is for elsewhere."""
    given = frozenset(roles)
    if not given - _OWN:
        return given
    return given | (LAST if matter.nobody_above else CARRIES)


def _former(posts: Sequence[Post]) -> tuple[Former, ...]:
    """What the account behind these posts held before; `authority.posts_of` notes it on each."""
    return getattr(posts[0], "former", ()) if posts else ()


def _theirs(posts: Sequence[Post], at: str) -> Q:
    """Matters about an office one is part of today, or was part of when they were received."""
    mine = Q(**{f"{at}concerns__in": [post.pk for post in posts]})
    inside = sorted({path for post in posts if post.role != Role.OWNER for path in above(post.place.path)})
    mine |= Q(**{f"{at}nobody_above": False, f"{at}raised_past__in": inside})
    for former in _former(posts):
        then = {f"{at}received_at__lt": former.until}
        mine |= Q(**{f"{at}concerns": former.post, **then})
        if former.role != Role.OWNER:
            mine |= Q(**{f"{at}nobody_above": False, f"{at}raised_past__in": above(former.path), **then})
    return mine


def _is_theirs(posts: Sequence[Post], matter: Matter) -> bool:
    office = matter.raised_past if not matter.nobody_above else ""
    if any(post.pk == matter.concerns_id or _inside(post.role, post.place.path, office) for post in posts):
        return True
    then = [former for former in _former(posts) if matter.received_at < former.until]
    return any(f.post == matter.concerns_id or _inside(f.role, f.path, office) for f in then)


def _inside(role: str, path: str, office: str) -> bool:
    return bool(office) and role != Role.OWNER and path.startswith(office)


def _raised_to(posts: Sequence[Post], at: str) -> Q:
    """Raised matters whose office lies strictly below one of these posts; or beside it, where nobody stands above."""
    found = Q(pk__in=[])
    for post in posts:
        below = {f"{at}organization": post.organization_id, f"{at}raised_past__startswith": post.place.path}
        if post.role in READS:
            found |= Q(**below, **{f"{at}nobody_above": False}) & ~Q(**{f"{at}raised_past": post.place.path})
        if post.role in LAST:
            found |= Q(**below, **{f"{at}nobody_above": True})
    return found


def _stands_above(post: Post, matter: Matter) -> bool:
    if post.organization_id != matter.organization_id or not matter.raised_past.startswith(post.place.path):
        return False
    if matter.nobody_above:
        return post.role in LAST
    return post.role in READS and post.place.path != matter.raised_past
