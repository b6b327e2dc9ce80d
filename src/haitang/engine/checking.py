"""Checking 核查分离: who may be the somebody else that looks at a claim (loop.md rows 12 and 16).

The gate knows who claimed. Here stands what the records know besides: whoever holds the very post that claimed is no
somebody else; nor is, where a desk or a grid worker claimed, anybody of desk or grid at their place or below, who works
under them. A property company or a contractor commands nobody in the office. After the second reopening it is a person
who has not checked this matter before. Who is whose superior beyond that is not in the records.
"""

from collections.abc import Iterable

from haitang.engine import again
from haitang.engine.authority import posts_of
from haitang.engine.change import Change
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Check, Matter, Task
from haitang.records.party import Post

#: Posts that stand under each other: the desk leads the grid of its place.
_LINE = frozenset({Role.GRID, Role.DESK})
SAME_POST = Words(zh="申报的岗位自己不能核查", en="The post that claimed it cannot check it")
UNDER_THEM = Words(zh="申报人手下的岗位不能核查", en="A post under the one that claimed it cannot check it")
CHECKED_BEFORE = Words(
    zh="第二次复办以后，要换一个人核查",
    en="After the second reopening a person who has not checked it before has to look",
)


def needed(change: Change) -> None:
    """Denied unless the actor may be the somebody else."""
    words = barred(change.by, change.matter)
    if words is not None:
        raise Denied(words)


def barred(actor: Actor, matter: Matter, held: Iterable[Post] | None = None) -> Words | None:
    """Why this actor may not look at the last claim, as far as the records know; None when nothing speaks against it."""
    posts = list(posts_of(actor) if held is None else held)
    claimed = _claimed(matter)
    if {post.pk for post in posts} & {post.pk for post in claimed}:
        return SAME_POST
    if not any(post.role == Role.CHECKER for post in posts) and any(
        _under(own, theirs) for own in posts for theirs in claimed
    ):
        return UNDER_THEM
    if again.times(matter) >= again.OTHER_CHECKER and _looked(actor, matter):
        return CHECKED_BEFORE
    return None


def _claimed(matter: Matter) -> list[Post]:
    """The posts for which it was claimed done."""
    tasks = Task.objects.filter(matter=matter).exclude(claims=None).select_related("owner__place")
    return [task.owner for task in tasks]


def _under(own: Post, theirs: Post) -> bool:
    line = own.role in _LINE and theirs.role in _LINE
    return line and own.organization_id == theirs.organization_id and own.place.within(theirs.place)


def _looked(actor: Actor, matter: Matter) -> bool:
    return actor.account is not None and Check.objects.filter(claim__matter=matter, account_id=actor.account).exists()
