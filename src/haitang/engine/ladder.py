"""Ladder 催办: what the clock does when a time is half over, nearly over, over, and still over later on (loop.md row 20).

Whom a step concerns: reminders the post whose turn it is, then one level up, then the supervisor.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from haitang.engine import concern
from haitang.kernel.ladder import CLOCKS, HALF, NEARLY, TOP, UP
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.breach import Countdown
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

#: Steps of one tick: bounded, so that a request never waits long for its turn to write.
AT_ONCE = 200
#: To whom anything is ever raised.
_RAISED = frozenset(role for known in CLOCKS.values() for role in known.raises)
#: What a step is called, in the matter's story and in the inbox.
STEPS: dict[int, Words] = {
    HALF: Words(zh="时间过半，提醒", en="reminded: half of the time is over"),
    NEARLY: Words(zh="快到期，再提醒", en="reminded: the time is nearly over"),
    UP: Words(zh="到期未办，报上一级", en="not done in time: raised one level up"),
    TOP: Words(zh="仍未办，报督办", en="still not done: raised to the supervisor"),
}


def due(now: datetime) -> QuerySet[Countdown]:
    """The clocks that have something to do, the longest waiting first. Reads what is due and nothing else."""
    waiting = Countdown.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at", "id")
    return waiting.select_related("matter__place", "matter__organization", "matter__owner")[:AT_ONCE]


def first_due(now: datetime) -> datetime | None:
    """When the first of the clocks that have something to do by `now` was to do it; None when there is none."""
    waiting = Countdown.objects.filter(ended_at=None, next_at__lte=now).order_by("next_at")
    return waiting.values_list("next_at", flat=True).first()


def concerned(matter: Matter, clock_name: str, level: int) -> Sequence[Role]:
    """The roles a step concerns, in the order in which they are looked for."""
    known = CLOCKS[clock_name]
    if level < UP:
        return known.reminds
    return known.raises[:1] if level == UP else known.raises[1:]


def posts(matter: Matter, clock_name: str, level: int) -> list[Post]:
    """Whom a step concerns: the matter's owner where it is theirs, else the nearest post of the roles above it."""
    roles = concerned(matter, clock_name, level)
    if roles[0] is Role.OWNER and matter.owner is not None:
        return [matter.owner]
    place = Place(path=matter.raised_past) if matter.raised_past else matter.place
    found = nearest_at(place, matter.organization_id, *(role for role in roles if role is not Role.OWNER))
    return [post for post in found if not concern.hides_from_post(post, matter)]


def nearest_at(place: Place, organization: int, *roles: Role) -> list[Post]:
    """The posts of the first of `roles` that anybody has at a place or above: those nearest to it."""
    steps = place.path.strip("/").split("/")
    above = [f"/{'/'.join(steps[: count + 1])}/" for count in range(len(steps))]
    for role in roles:
        found = Post.objects.select_related("place").filter(organization=organization, role=role, place__path__in=above)
        if near := sorted(found, key=lambda post: (-len(post.place.path), post.code)):
            return [post for post in near if post.place_id == near[0].place_id]
    return []


def raised_to(posts: Sequence[Post]) -> Exists | None:
    """Of which matters something late was raised to posts like these and is not done yet; None for posts to which
    nothing ever is. Asked matter by matter: what was raised is late, and stands first in a list by date."""
    roles = {post.role for post in posts} & _RAISED
    if not roles:
        return None
    up = Countdown.objects.filter(matter=OuterRef("pk"), ended_at=None, level__gte=UP)
    return Exists(up.filter(breaches__level__gte=UP, breaches__post__role__in=roles))


def told(facts: Mapping[str, Any]) -> Words:
    """What a line of the ledger says of a step: which clock and which step."""
    known, step = CLOCKS[str(facts["clock"])].words, STEPS[int(facts["level"])]
    return Words(zh=f"{known.zh}：{step.zh}", en=f"{known.en}: {step.en}")
