"""Powers 谁能做什么: which posts reach a place, what their roles may do, who holds them, and what somebody may do there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from haitang.engine import authority
from haitang.engine.authority import Reason
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.records.party import Membership, Organization, Post
from haitang.records.place import Place


@dataclass(frozen=True)
class Held:
    """A post that reaches a place, whether it stands there, and the terms in which it is held today."""

    post: Post
    here: bool
    terms: list[Membership] = field(default_factory=list)

    @property
    def delegated(self) -> list[Membership]:
        """The terms that were handed on for some days."""
        return [term for term in self.terms if term.kind == "delegated"]


def roles_of(spec: Command) -> set[Role]:
    """Who may give a command: the roles of its step in every flow that has it, else its own."""
    moved = [
        move.roles
        for kind in kinds
        if spec.move and kind.shape == (spec.shape or kind.shape) and (move := kind.flow.move(spec.move)) is not None
    ]
    return set().union(*moved) if moved else set(spec.roles)


def commands_of(role: Role) -> list[Command]:
    """What a role may do where its post stands and below, in the order of the rooms."""
    return [spec for spec in commands if role in roles_of(spec)]


def reaching(place: Place, organization: Organization) -> list[Held]:
    """The posts of an organization at a place and above, the nearest first, with who serves in them. Two queries."""
    codes = place.path.strip("/").split("/")
    known = Post.objects.filter(organization=organization, place__code__in=codes).select_related("place")
    terms: dict[int, list[Membership]] = {}
    for term in Membership.objects.filter(authority.today(), post__in=known).select_related("account").order_by("id"):
        terms.setdefault(term.post_id, []).append(term)
    ordered = sorted(known, key=lambda post: (-len(post.place.path), post.role, post.code))
    return [Held(post, post.place_id == place.pk, terms.get(post.pk, [])) for post in ordered]


def asked(
    actor: Actor, posts: Sequence[Post], place: Place, organization: Organization
) -> list[tuple[Command, Reason]]:
    """Of every command whether the actor may give it at a place, and why or why not; `may` decides it likewise."""
    return [
        (spec, authority.why(actor, _in_order(roles_of(spec)), place, organization.code, held=posts))
        for spec in commands
    ]


def _in_order(roles: set[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in roles)
