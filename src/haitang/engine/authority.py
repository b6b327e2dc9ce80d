"""Authority 职权: holding a post at a place, here or above, for a term. The organization chart is the permission system.

`why` is the one place where it is decided; `may` is its yes or no, and pages show its words.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from haitang.engine import clock, concern, confidence, joined, links
from haitang.kernel.actor import Actor
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Membership, Post
from haitang.records.place import Place

#: Organizations that ask for a second step at sign-in; read along with the posts, so that it costs no query of its own.
_SECOND_FACTOR = Setting.objects.filter(organization=OuterRef("post__organization"), name="second_factor", value=True)

#: Why somebody may, or may not; filled with the post, its place and the roles that may.
GROUNDS: dict[str, Words] = {
    "anyone": Words(zh="谁都可以", en="anybody may"),
    "system": Words(zh="系统到时候自己做", en="the system does it when its time has come"),
    "voice": Words(zh="说事的人自己可以", en="the person who spoke may"),
    "owner": Words(zh="这件事交给了“{post}”", en="it was given to “{post}”"),
    "holder": Words(zh="任着“{post}”这个岗位", en="holds the post “{post}”"),
    "post": Words(zh="任着“{post}”，管到这里（{place}）", en="holds “{post}”, which reaches here ({place})"),
    "mediating": Words(zh="是这件纠纷的调解员（{post}）", en="mediates this dispute ({post})"),
    "confidential": Words(
        zh="保密的事，只有本案调解员和双方自己可以", en="confidential: only its mediators and the two sides may"
    ),
    "open": Words(zh="这个链接就是用来做这一步的", en="this link was made for this step"),
    "no_post": Words(zh="今天没有任职", en="holds no post today"),
    "elsewhere": Words(zh="“{post}”只管{place}，不管这里", en="“{post}” serves {place} only, not here"),
    "concerned": Words(
        zh="这件事说的是这个办公室，要由上一级来办", en="it is about this very office, and goes one level up"
    ),
    "stranger": Words(zh="岗位属于别的单位", en="the posts belong to another organization"),
    "role": Words(zh="这一步由{roles}来做", en="this step is for: {roles}"),
    "narrow": Words(zh="这个链接不能做这一步", en="This link does not open this step"),
    "revoked": Words(zh="这个链接已经收回", en="This link was taken back"),
    "used": Words(zh="这个链接只能用一次，已经用过了", en="This link could be used once, and was"),
    "expired": Words(zh="这个链接已经过期", en="This link has expired"),
    "moved": Words(zh="这件事已经改派给别的单位", en="The matter has been given to somebody else"),
    "silent": Words(zh="说事的人已经撤回", en="The person who spoke has withdrawn it"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an actor may or may not make a move: a ground, and the post it rests on or falls short with."""

    allowed: bool
    ground: str
    post: Post | None = None
    roles: tuple[Role, ...] = ()

    @property
    def words(self) -> Words:
        """The reason in both languages."""
        told = GROUNDS[self.ground]
        post, place = self.post, self.post.place if self.post else None
        return Words(
            zh=told.zh.format(
                post=post.name if post else "",
                place=place.name if place else "",
                roles="、".join(ROLE_WORDS[role].zh for role in self.roles),
            ),
            en=told.en.format(
                post=post.name_en if post else "",
                place=place.name_en if place else "",
                roles=", ".join(ROLE_WORDS[role].en for role in self.roles),
            ),
        )


def today() -> Q:
    """Terms that run today: begun, not over, not ended before their time, the account in use."""
    day = clock.today()
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day, ended_at=None, account__active=True)


def terms_of(actor: Actor) -> list[Membership]:
    """The terms an actor serves today, appointed or delegated, each with its post."""
    if actor.account is None:
        return []
    known = Membership.objects.select_related("post__place", "post__organization")
    known = known.annotate(second_factor=Exists(_SECOND_FACTOR))
    terms = known.filter(today(), account_id=actor.account).order_by("post_id", "id")
    return [term for term in terms if _lent(actor, term.post)]


def _lent(actor: Actor, post: Post) -> bool:
    """Whether an actor acts in this post: a token in the one it was lent, everybody else in all of theirs."""
    return actor.bearer is None or actor.bearer.post == post.pk


_kept: ContextVar[dict[tuple[int, date], list[Post]] | None] = ContextVar("haitang_posts", default=None)


@contextmanager
def unchanging() -> Iterator[None]:
    """For a replay in which nobody comes into office or leaves it: posts are read once for each account and day."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def posts_of(actor: Actor) -> list[Post]:
    """The posts an actor holds today; each knows (`former`) what the same person held before. One query.

    A token acts in the one post that was lent to it, as long as its lender holds it.
    """
    return [post for post in _all_posts_of(actor) if _lent(actor, post)]


def _all_posts_of(actor: Actor) -> list[Post]:
    if actor.account is None:
        return []
    kept, today_ = _kept.get(), (actor.account, clock.today())
    if kept is None:
        return _posts_of(actor.account)
    if today_ not in kept:
        kept[today_] = _posts_of(actor.account)
    return list(kept[today_])


def _posts_of(account: int) -> list[Post]:
    serving = ExpressionWrapper(today(), output_field=BooleanField())
    known = Membership.objects.select_related("post__place", "post__organization")
    known = known.annotate(second_factor=Exists(_SECOND_FACTOR), serving=serving)
    terms = list(known.filter(account_id=account, since__lte=clock.today()).order_by("post_id", "id"))
    former = tuple(_left(term) for term in terms if not term.serving)
    posts = {term.post_id: _known(term) for term in terms if term.serving}
    for post in posts.values():
        post.former = former  # type: ignore[attr-defined]
    return list(posts.values())


def _left(term: Membership) -> concern.Former:
    """A term that is over, with the instant at which it ended; one that a closed account holds ends now."""
    ends = [clock.start_of(term.until + timedelta(days=1))] if term.until else []
    ends += [term.ended_at] if term.ended_at else []
    return concern.Former(term.post_id, term.post.role, term.post.place.path, min(ends, default=clock.now()))


def _known(term: Membership) -> Post:
    """The post of a term, with the mark that its office asks for a second step at sign-in."""
    term.post.second_factor = term.second_factor  # type: ignore[attr-defined]
    return term.post


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
    move: str = "",
    post: Post | None = None,
) -> bool:
    """Whether `actor` may make a move open to `roles` at `place`; `held` saves reading the actor's posts again."""
    return why(actor, roles, place, organization, matter, held, move, post).allowed


def why(
    actor: Actor,
    roles: Iterable[Role],
    place: Place,
    organization: str,
    matter: Matter | None = None,
    held: Sequence[Post] | None = None,
    move: str = "",
    post: Post | None = None,
) -> Reason:
    """Why `actor` may make a move open to `roles` at `place`, or why not.

    A named part counts too: the owner's post of `matter` for OWNER, one of its voices for VOICE, whoever was appointed
    to `post` for HOLDER, who mediates it for MEDIATING. On a confidential matter no other post counts.
    Through a link only the `move`s it names are open, whatever else is open to anybody.
    """
    allowed = tuple(roles)
    plain = _without_posts(actor, allowed, matter, move, post)
    if plain is not None:
        return plain
    posts = posts_of(actor) if held is None else held
    if matter is not None and confidence.is_confidential(matter):
        return _in_confidence(actor, allowed, matter, posts)
    return _by_post(posts, allowed, place, organization, matter)


def _without_posts(
    actor: Actor, allowed: tuple[Role, ...], matter: Matter | None, move: str, post: Post | None
) -> Reason | None:
    """What is decided before anybody's posts count: a link, anybody, the clock, a voice, whoever was appointed."""
    if actor.link is not None:
        found = links.opens(actor, set(allowed), matter, move)
        return Reason(found == "open", found, roles=allowed)
    if Role.ANYONE in allowed:
        return Reason(True, "anyone")
    if actor.system and Role.SYSTEM in allowed:
        return Reason(True, "system")
    if Role.VOICE in allowed and matter is not None and _speaks_in(actor, matter):
        return Reason(True, "voice")
    if Role.HOLDER in allowed and post is not None and appointed(actor, post) is not None:
        return Reason(True, "holder", post)
    return None


def _by_post(
    posts: Sequence[Post], allowed: tuple[Role, ...], place: Place, organization: str, matter: Matter | None
) -> Reason:
    """The owner's post, or one of the roles at the place or above; nobody of an office that the matter is about."""
    if matter is not None and concern.concerned(matter):
        if concern.hides(posts, matter):
            return Reason(False, "concerned", roles=allowed)
        allowed, place = _one_up(allowed, matter, place)
    if Role.OWNER in allowed and matter is not None:
        owning = next((each for each in posts if each.id in matter.owners), None)
        if owning is not None:
            return Reason(True, "owner", owning)
    found = holds(posts, set(allowed) - {Role.OWNER, Role.HOLDER}, place, organization)
    return Reason(True, "post", found, allowed) if found else _refusal(posts, allowed, organization)


def _one_up(roles: tuple[Role, ...], matter: Matter, place: Place) -> tuple[tuple[Role, ...], Place]:
    """Who may make a step of a matter about an office, and where they must stand."""
    if not matter.raised_past:
        return roles, place
    return tuple(sorted(concern.widened(roles, matter))), Place(path=matter.raised_past)


def _in_confidence(actor: Actor, roles: tuple[Role, ...], matter: Matter, posts: Sequence[Post]) -> Reason:
    """A confidential matter is open to those who mediate it; a mediator's post alone may only take it on."""
    if Role.MEDIATING in roles and (part := confidence.part_of(actor.account, posts, matter)) is not None:
        return Reason(True, "mediating", part, roles)
    taking = holds(posts, set(roles) & {Role.MEDIATOR}, matter.place, matter.organization.code)
    return Reason(True, "post", taking, roles) if taking else Reason(False, "confidential", roles=roles)


def appointed(actor: Actor, post: Post) -> Membership | None:
    """The term by which an actor was appointed to a post and serves today; what was delegated does not count."""
    if actor.account is None or not _lent(actor, post):
        return None
    return Membership.objects.filter(today(), account_id=actor.account, post=post, kind="appointed").first()


def _refusal(posts: Sequence[Post], roles: tuple[Role, ...], organization: str) -> Reason:
    """The nearest miss: the right role at another place, then posts of another office, then another role."""
    if not posts:
        return Reason(False, "no_post", roles=roles)
    if all(post.organization.code != organization for post in posts):
        return Reason(False, "stranger", roles=roles)
    fitting = set(roles) - {Role.OWNER}
    near = next((each for each in posts if each.role in fitting and each.organization.code == organization), None)
    return Reason(False, "elsewhere", near, roles) if near else Reason(False, "role", roles=roles)


def _speaks_in(actor: Actor, matter: Matter) -> bool:
    """Whether one of those who spoke acts: about this matter itself, or about one that was joined into it."""
    return actor.voice is not None and joined.speaking(matter).filter(pk=actor.voice).exists()
