"""Setting up 设立: organizations, places, posts, accounts and who holds a post. Installation acts go to `root`."""

from typing import Annotated

from pydantic import Field

from haitang.engine import clock, survey
from haitang.engine.appointing import ROOT, account_for, grant, not_oneself
from haitang.engine.change import Change, place_of, refuse_now, territory_of
from haitang.engine.survey import Outline
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import Code, Day, NewCode, OptionalCode, Title
from haitang.kernel.role import POSTS, Role
from haitang.kernel.words import Words
from haitang.records.account import Account
from haitang.records.party import Membership, Organization, Post
from haitang.records.place import Place

Mark = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
SETUP = (Role.SYSTEM,)
ADMINISTRATION = (Role.SYSTEM, Role.ADMINISTRATOR)


@command("offices.found", zh="设立单位", en="Found an organization", roles=SETUP)
def found(change: Change, code: NewCode, name: Title, name_en: Title, mark: Mark) -> Fact:
    """A new organization with a ledger of its own; `mark` opens its matter numbers. Never in a demonstration."""
    if clock.is_demonstration():
        raise refuse_now(
            "这里是演示，不能设立真实单位；请另用一个空的数据目录",
            "This is a demonstration: a real office needs an empty home of its own",
        )
    _free(
        code == ROOT
        or Organization.objects.filter(code=code).exists()
        or Organization.objects.filter(mark=mark).exists(),
        "code",
    )
    Organization.objects.create(code=code, name=name, name_en=name_en, mark=mark)
    return Fact("organization.founded", ROOT, "", code, facts={"organization": code})


@command("offices.add_place", zh="登记地方", en="Add a place", roles=SETUP)
def add_place(
    change: Change,
    code: NewCode,
    name: Title,
    name_en: Title,
    kind: Code,
    parent: OptionalCode = "",
    organization: OptionalCode = "",
    outline: Outline = [],  # noqa: B006 (pydantic copies it)
    invented: bool = False,
) -> Fact:
    """A place below its parent. `outline` is a WGS-84 ring of (longitude, latitude); schematic where it says so."""
    above = place_of(parent, "parent") if parent else None
    of = _organization(organization) if organization else None
    survey.enter(code, name, name_en, kind, above, of, outline, invented)
    return Fact("place.added", _ledger_of(organization, above), code, code, facts={"place_kind": kind})


@command("offices.create_post", zh="设岗位", en="Create a post", roles=ADMINISTRATION, at="place")
def create_post(
    change: Change, code: NewCode, name: Title, name_en: Title, role: Role, place: Code, organization: Code
) -> Fact:
    """An office at a place with a role; authority comes from holding it. Administrators create their own office's."""
    _free(Post.objects.filter(code=code).exists(), "code")
    if role not in POSTS:
        raise Invalid.of("role", "这不是岗位", "This is not a post")
    at = _organization(organization)
    own = change.placed.organization_id
    if not change.by.system and own != at.pk:
        raise Invalid.of("organization", "只能给本单位设岗位", "Posts are created for one's own organization only")
    Post.objects.create(code=code, name=name, name_en=name_en, role=role, place=change.placed, organization=at)
    return Fact("post.created", organization, place, code, facts={"role": role.value})


@command("offices.rename_post", zh="改岗位名称", en="Rename a post", roles=ADMINISTRATION, post="post")
def rename_post(change: Change, post: Code, name: Title, name_en: Title) -> Fact:
    """Another name for the same post; its code, role and place stay, since authority rests on them."""
    at = change.office
    Post.objects.filter(pk=at.pk).update(name=name, name_en=name_en)
    return Fact("post.renamed", at.organization.code, at.place.code, at.code)


@command("offices.open_account", zh="开账号", en="Open an account", roles=ADMINISTRATION, at="place")
def open_account(change: Change, login: Code, place: OptionalCode = "") -> Fact:
    """A login without a usable password; the password is set by an invitation.

    An administrator says for which `place` of the office; without one it is the installation's act.
    """
    _free(Account.objects.filter(login__iexact=login).exists(), "login")
    account = Account(login=login)
    account.set_unusable_password()
    account.save()
    office = territory_of(change.placed).code if place else ROOT
    return Fact("account.opened", office, place, f"account:{account.pk}", values={"account": account.pk})


@command("offices.appoint", zh="任职", en="Appoint", roles=ADMINISTRATION, post="post")
def appoint(change: Change, post: Code, login: Code, since: Day, until: Day | None = None) -> Fact:
    """Let an account hold a post from a day on (inclusive local dates). Nobody appoints themselves."""
    at = change.office
    account = account_for(change, login, at)
    not_oneself(change.by, account, at)
    if until is not None and until < since:
        raise Invalid.of("until", "结束不能早于开始", "It cannot end before it begins")
    made = Membership.objects.create(post=at, account=account, since=since, until=until)
    facts, values = grant(made), {"term": made.pk}
    return Fact("post.filled", at.organization.code, at.place.code, at.code, facts=facts, values=values)


def _organization(code: str) -> Organization:
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        raise Invalid.of("organization", "没有这个单位", "There is no such organization")
    return organization


def _ledger_of(organization: str, above: Place | None) -> str:
    if organization:
        return organization
    return above.organization.code if above is not None and above.organization is not None else ROOT


def _free(taken: bool, field: str) -> None:
    if taken:
        raise Conflict(Words(zh=f"这个{field}已经有了", en=f"This {field} is taken already"))


COMMANDS = (found, add_place, create_post, rename_post, open_account, appoint)
