"""Tasks 派办: who has a part in a matter now. The owner answers for it all; others are brought in for a part of it."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from haitang.engine.authority import posts_of
from haitang.kernel.actor import Actor
from haitang.records.link import CapabilityLink
from haitang.records.matter import Claim, Matter, Task
from haitang.records.party import Post

#: More tasks of a post in other owners' matters than anybody looks at on one page.
JOINT_AT_MOST = 200
#: The latest parts of a post among which its matters are counted.
COUNTED_AT_MOST = 1_000


def give(matter: Matter, owner: Post, why: str, at: datetime) -> None:
    """Give the matter to one post: whatever others had in hand is over. The caller saves the matter."""
    matter.owner, matter.owner_basis = owner, why
    end_all(matter, at)
    add(matter, owner, why, at)


def add(matter: Matter, owner: Post, why: str, at: datetime) -> None:
    """One more part, of one post."""
    Task.objects.create(matter=matter, owner=owner, why=why, assigned_at=at)
    _settle(matter)


def end_all(matter: Matter, at: datetime) -> None:
    """Nobody has anything in hand any more."""
    Task.objects.filter(matter=matter, ended_at=None).update(ended_at=at)
    _settle(matter)


def end(matter: Matter, tasks: list[Task], at: datetime) -> list[Task]:
    """These parts are over; those that are still open."""
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(ended_at=at)
    _settle(matter)
    return under_way(matter)


def under_way(matter: Matter) -> list[Task]:
    """The parts somebody has in hand."""
    return list(Task.objects.filter(matter=matter, ended_at=None).select_related("owner").order_by("id"))


def renew(matter: Matter, at: datetime) -> None:
    """The same offices go on: the owner, and whoever claimed a part since the matter was given to the owner."""
    owner = matter.owner
    last = Task.objects.filter(matter=matter, owner=owner).order_by("-id").first() if owner is not None else None
    if owner is None or last is None:
        return
    done = Task.objects.filter(matter=matter, pk__gte=last.pk).exclude(claims=None).exclude(owner=owner)
    parts = {task.owner_id: task.why for task in done.order_by("id")}
    Task.objects.bulk_create(
        Task(matter=matter, owner_id=post, why=why, assigned_at=at)
        for post, why in ({owner.pk: last.why} | parts).items()
    )
    _settle(matter)


def of_actor(matter: Matter, actor: Actor) -> list[Task]:
    """The open parts that are this actor's: of the posts held, of the link's post; the system acts for all."""
    open_now = under_way(matter)
    if actor.system:
        return open_now
    if actor.link is not None:
        posts = set(CapabilityLink.objects.filter(pk=actor.link).values_list("post_id", flat=True))
    else:
        posts = {post.pk for post in posts_of(actor)}
    return [task for task in open_now if task.owner_id in posts]


def joint(posts: list[int]) -> list[int]:
    """The ids of matters of other owners in which these posts have a part in hand."""
    mine = Task.objects.filter(owner__in=posts, ended_at=None).exclude(matter__owner=F("owner"))
    return list(mine.order_by("matter_id").values_list("matter_id", flat=True)[:JOINT_AT_MOST])


def outcome(matter: Matter) -> str:
    """What came of it as its owner says, where others had a part in it as well; empty when the owner claimed nothing."""
    owned = Claim.objects.filter(matter=matter, task__owner=matter.owner_id).order_by("-id").first()
    return owned.outcome if owned is not None else ""


def has_part(posts: list[int]) -> Q:
    """Matters in which one of these posts has a part in hand, for counting: no more parts are read than are counted."""
    rows = Task.objects.filter(owner__in=posts, ended_at=None)
    return Q(pk__in=rows.order_by("-pk").values("matter")[:COUNTED_AT_MOST])


def takes_part(posts: list[int]) -> Q:
    """The same, asked matter by matter: for a page of one, whatever these posts have in hand besides."""
    return Q(Exists(Task.objects.filter(owner__in=posts, ended_at=None, matter=OuterRef("pk"))))


def _settle(matter: Matter) -> None:
    """Keep with the matter who has a part besides its owner, so that lists need not ask for each row."""
    others = Task.objects.filter(matter=matter, ended_at=None).exclude(owner=matter.owner_id)
    posts = sorted(set(others.values_list("owner_id", flat=True)))
    kept = {name: value for name, value in matter.details.items() if name != "joint"}
    matter.details = {**kept, "joint": posts} if posts else kept
