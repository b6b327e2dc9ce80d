"""Authority 职权: holding a post at a place, here or above. The organization chart is the permission system."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q

from haitang.engine import clock
from haitang.kernel.actor import Actor
from haitang.kernel.role import Role
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Post
from haitang.records.place import Place
from haitang.records.voice import Voice

#: Organizations that ask for a second step at sign-in; read along with the posts, so that it costs no query of its own.
_SECOND_FACTOR = Setting.objects.filter(organization=OuterRef("organization"), name="second_factor", value=True)


def posts_of(actor: Actor) -> list[Post]:
    """The posts an actor holds today."""
    if actor.account is None:
        return []
    day = clock.today()
    return list(
        Post.objects.filter(
            Q(memberships__until=None) | Q(memberships__until__gte=day),
            memberships__account_id=actor.account,
            memberships__account__active=True,
            memberships__since__lte=day,
        )
        .annotate(second_factor=Exists(_SECOND_FACTOR))
        .select_related("place", "organization")
        .order_by("id")
        .distinct()
    )


def holds(posts: Iterable[Post], roles: Iterable[str], place: Place, organization: str) -> Post | None:
    """The first of `posts` with one of `roles` at `place` or above, in that organization."""
    wanted = set(roles)
    return next(
        (
            post
            for post in posts
            if post.role in wanted and post.organization.code == organization and place.within(post.place)
        ),
        None,
    )


def may(
    actor: Actor,
    roles: Iterable[Role],
    place: Place,
    organization: str,
    matter: Matter | None = None,
    held: Sequence[Post] | None = None,
) -> bool:
    """Whether `actor` may make a move open to `roles` at `place`; `held` saves reading the actor's posts again.

    A named part in the matter counts too: the owner's post for OWNER, a voice of the matter for VOICE.
    """
    allowed = set(roles)
    if Role.ANYONE in allowed or (actor.system and Role.SYSTEM in allowed):
        return True
    if Role.VOICE in allowed and matter is not None and _speaks_in(actor, matter):
        return True
    posts = posts_of(actor) if held is None else held
    if Role.OWNER in allowed and matter is not None and any(post.id == matter.owner_id for post in posts):
        return True
    return holds(posts, allowed - {Role.OWNER}, place, organization) is not None


def _speaks_in(actor: Actor, matter: Matter) -> bool:
    return actor.voice is not None and Voice.objects.filter(id=actor.voice, matter=matter, withdrawn_at=None).exists()
