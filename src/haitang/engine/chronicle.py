"""Chronicle 前前后后: what the ledger says of one matter, each act with the office that took it, never with a person."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haitang.engine import ledger
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from haitang.records.party import Membership, Post
from haitang.records.token import Token

#: Lines that an act leaves beside its own, for figures to count: the act itself is told once.
BESIDE = (".overdue",)


@dataclass(frozen=True, slots=True)
class Act:
    """One ledger line as people read it. `office` is None when a resident or the clock acted.

    `voice` is the voice that acted, where the ledger knows it; `link` the capability link it came by.
    `at` is for those concerned, others read `day`.
    """

    ledger: str
    entry: int
    command: str
    kind: str
    quantity: int
    at: datetime
    day: date
    office: Words | None
    voice: int | None
    link: int | None
    by_clock: bool
    facts: dict[str, Any]


def of(matter: Matter) -> list[Act]:
    """Every act on a matter, oldest first. Three queries; one more where somebody came by a link or a token."""
    lines = [(body, leaf) for body, leaf in ledger.of_subject(matter.number) if not leaf.kind.endswith(BESIDE)]
    held = _held(_accounts(body.actor for body, _ in lines))
    linked = _linked({_id(body.actor, "link") for body, _ in lines} - {0})
    lent = _lent({_id(body.actor, "token") for body, _ in lines} - {0})
    return [
        Act(
            ledger=leaf.ledger,
            entry=leaf.entry,
            command=body.command,
            kind=leaf.kind,
            quantity=leaf.quantity,
            at=body.occurred_at,
            day=leaf.day,
            office=_office(held.get(_id(body.actor, "account"), ()), matter, body.command, leaf.day)
            or _owner(linked.get(_id(body.actor, "link")))
            or _owner(lent.get(_id(body.actor, "token"))),
            voice=_id(body.actor, "voice") or _voice(linked.get(_id(body.actor, "link"))),
            link=_id(body.actor, "link") or None,
            by_clock=(body.actor or "").startswith("system:"),
            facts=json.loads(body.facts or "{}"),
        )
        for body, leaf in lines
    ]


def last(acts: Iterable[Act], *named: str) -> Act | None:
    """The latest act by one of these commands."""
    return next((act for act in reversed(list(acts)) if act.command in named), None)


def _id(actor: str | None, what: str) -> int:
    """The number in `account:3` or `voice:3`; 0 when the actor is something else."""
    kind, _, number = (actor or "").partition(":")
    return int(number) if kind == what and number.isdecimal() else 0


def _linked(ids: set[int]) -> dict[int, CapabilityLink]:
    return {link.pk: link for link in CapabilityLink.objects.filter(pk__in=ids).select_related("post")} if ids else {}


def _lent(ids: set[int]) -> dict[int, Token]:
    return {token.pk: token for token in Token.objects.filter(pk__in=ids).select_related("post")} if ids else {}


def _owner(link: CapabilityLink | Token | None) -> Words | None:
    """The office a link was given to, or whose post was lent to a token."""
    return Words(zh=link.post.name, en=link.post.name_en) if link is not None and link.post is not None else None


def _voice(link: CapabilityLink | None) -> int | None:
    return link.voice_id if link is not None else None


def _accounts(actors: Iterable[str | None]) -> set[int]:
    return {_id(actor, "account") for actor in actors} - {0}


def _held(accounts: set[int]) -> dict[int, list[Membership]]:
    held: dict[int, list[Membership]] = {}
    if accounts:
        rows = Membership.objects.filter(account_id__in=accounts).select_related("post__place", "post__organization")
        for row in rows.order_by("id"):
            held.setdefault(row.account_id, []).append(row)
    return held


def _office(held: Sequence[Membership], matter: Matter, command: str, day: date) -> Words | None:
    """The post through which an account acted that day: one that might take this step here, else one that serves here.

    An owner that hands back, or whose matter went on to another, is known by its place alone.
    """
    posts = [row.post for row in held if row.since <= day and (row.until is None or day <= row.until)]
    if not posts:
        return Words(zh=matter.organization.name, en=matter.organization.name_en) if held else None
    roles = _roles(matter, command)
    fitting = (post for post in posts if _fits(post, matter, roles))
    serving = (post for post in posts if matter.place.within(post.place))
    post = next(fitting, None) or next(serving, posts[0])
    return Words(zh=post.name, en=post.name_en)


def _roles(matter: Matter, command: str) -> tuple[Role, ...]:
    spec = commands.get(command)
    move = kinds[matter.kind].flow.move(spec.move) if spec else None
    return move.roles if move else (spec.roles if spec else ())


def _fits(post: Post, matter: Matter, roles: tuple[Role, ...]) -> bool:
    if Role.OWNER in roles and post.pk in matter.owners:
        return True
    named = {role.value for role in roles} - {Role.OWNER.value}
    return post.role in named and post.organization_id == matter.organization_id and matter.place.within(post.place)
