"""Tokens 令牌: letting another system in, as a machine at a place or in a post that its holder lends, and ending that.

Who makes one gains nothing by it: a machine does what anybody may, and a post is lent by whoever was appointed to it.
"""

from typing import Annotated, Any

from pydantic import Field

from haitang.engine import tokens
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.kernel.bearer import EVERY, PHOTOS, READS
from haitang.kernel.command import Command, Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import TOKEN_A_MINUTE, TOKEN_DAYS, TOKEN_DAYS_MOST, TOKEN_SCOPES, Code, RecordId, Title
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.records.token import Token

Scopes = Annotated[list[Code], Field(min_length=1, max_length=TOKEN_SCOPES)]
Lasting = Annotated[int, Field(ge=1, le=TOKEN_DAYS_MOST)]
Pace = Annotated[int, Field(ge=1, le=TOKEN_A_MINUTE)]


@command("tokens.make", zh="开一个令牌", en="Make a token", roles=(Role.ADMINISTRATOR,), at="place")
def make(
    change: Change, place: Code, name: Title, scopes: Scopes, lasting: Lasting = TOKEN_DAYS, a_minute: Pace = 60
) -> Fact:
    """For a machine at a place: it does what anybody may, there and below, as far as its scopes name it.

    The token is shown once, to whoever made it; the ledger says which number it has and what it opens.
    """
    organization = territory_of(change.placed)
    _known(scopes, machine=True)
    token = tokens.make(organization, change.placed, name, scopes, lasting, a_minute)
    return Fact("token.made", **_about(token), values={"token": token.pk})


@command("tokens.lend", zh="把岗位借给一个系统", en="Lend a post to a system", roles=(Role.HOLDER,), post="post")
def lend(
    change: Change, post: Code, name: Title, scopes: Scopes, lasting: Lasting = TOKEN_DAYS, a_minute: Pace = 60
) -> Fact:
    """Whoever was appointed to a post lets a system act in it, as far as its scopes name it; it ends with their term."""
    at = change.office
    _known(scopes, machine=False)
    token = tokens.make(at.organization, at.place, name, scopes, lasting, a_minute, at, change.by.account)
    return Fact("token.lent", **_about(token), values={"token": token.pk})


@command("tokens.revoke", zh="收回令牌", en="Take a token back", roles=(Role.ADMINISTRATOR,), at="place")
def revoke(change: Change, place: Code, token: RecordId) -> Fact:
    """From now on it opens nothing; what was done with it stands."""
    return _end(change, Token.objects.filter(pk=token, place=change.placed).first())


@command("tokens.withdraw", zh="收回借出的岗位", en="Take a lent post back", roles=(Role.HOLDER,), post="post")
def withdraw(change: Change, post: Code, token: RecordId) -> Fact:
    """Whoever lent a post takes it back; the office's administrator may do so as well."""
    return _end(change, _lent(change, token))


def _lent(change: Change, token: int) -> Token | None:
    """The token of that id, when it was this very account that lent it this post."""
    found = Token.objects.filter(pk=token, post=change.office).first()
    return found if found is not None and found.account_id == change.by.account else None


def machine_commands() -> list[Command]:
    """What anybody may do without a post, and therefore a machine of its own as well."""
    return [spec for spec in commands if Role.ANYONE in spec.roles and not tokens.outgrows(spec.name)]


def _known(scopes: list[str], machine: bool) -> None:
    """Invalid for a scope that names nothing, or what a token of this sort never opens."""
    listed = machine_commands() if machine else [spec for spec in commands if not tokens.outgrows(spec.name)]
    names = {spec.name for spec in listed} | {*READS, PHOTOS}
    rooms = {f"{name.partition('.')[0]}.{EVERY}" for name in (READS if machine else names)}
    if unknown := [scope for scope in scopes if scope not in names | rooms]:
        raise Invalid.of(
            "scopes",
            f"令牌不能有这项权限：{unknown[0]}",
            f"A token of this sort cannot have the scope {unknown[0]}",
        )


def _end(change: Change, token: Token | None) -> Fact:
    if token is None:
        raise Invalid.of("token", "没有这个令牌", "There is no such token")
    if token.revoked_at is not None:
        raise refuse_now("这个令牌已经收回", "This token was taken back already")
    token.revoked_at = change.at
    token.save(update_fields=["revoked_at"])
    return Fact("token.revoked", **_about(token))


def _about(token: Token) -> dict[str, Any]:
    """What the ledger says of it: its number, what it opens and in which post; never its name or a part of it."""
    post = {"post": token.post.code} if token.post is not None else {}
    return {
        "organization": token.organization.code,
        "place": token.place.code,
        "subject": f"token:{token.pk}",
        "facts": {"token": token.pk, "scopes": list(token.scopes), **post},
    }


COMMANDS = (make, lend, revoke, withdraw)
