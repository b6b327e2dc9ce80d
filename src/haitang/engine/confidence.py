"""Confidence 保密: which kinds are confidential, and who takes part in a confidential matter. A post, however high, opens none."""

from collections.abc import Iterable

from django.db.models import Q

from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.mediation import Mediator
from haitang.records.party import Post


def is_confidential(matter: Matter) -> bool:
    """Whether nobody sees this matter by their post."""
    return kinds[matter.kind].confidential


def confidential() -> list[str]:
    """The names of the confidential kinds."""
    return [kind.name for kind in kinds if kind.confidential]


def sealed() -> list[str]:
    """The names of the kinds that general lists and search leave out: the confidential ones, and those kept apart."""
    return [kind.name for kind in kinds if kind.sealed]


def in_the_open() -> Q:
    """Matters that posts may see: the one place where lists, search and pages leave sealed kinds out."""
    return ~Q(kind__in=sealed())


def serving(matter: Matter) -> list[Mediator]:
    """Who mediates this matter now, in the order in which they came."""
    return list(Mediator.objects.filter(matter=matter, until=None).select_related("post").order_by("id"))


def part_of(account: int | None, held: Iterable[Post], matter: Matter) -> Post | None:
    """The post under which somebody mediates this matter: named in it, and still in that post today."""
    if account is None:
        return None
    posts = {post.pk: post for post in held}
    named = [one.post_id for one in matter.mediators.all() if one.account_id == account and one.until is None]
    return next((posts[post] for post in named if post in posts), None)
