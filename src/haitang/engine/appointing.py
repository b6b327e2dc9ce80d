"""Appointing 授权: the rules nobody gets around: not oneself, not through a post one made, never without an administrator."""

from django.db.models import Q

from haitang.engine import clock, ledger
from haitang.engine.authority import today
from haitang.engine.change import Change, refuse_now
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.account import Account
from haitang.records.party import Membership, Organization, Post

#: The ledger of the installation's own acts; no organization may be called so.
ROOT = "root"
OPENED = "offices.open_account"
_ONESELF = Words(
    zh="不能给自己授权，也不能用自己设的岗位；请另一位管理员来办",
    en="Nobody gives authority to themselves, nor takes a post they created; another administrator has to do it",
)


def account_for(change: Change, login: str, post: Post) -> Account:
    """The account a post is to be given to; Invalid on `login` for one that is not there or is another organization's.

    The system sets up freely. People reach accounts of their own organization only, and learn nothing of others.
    """
    account = Account.objects.filter(login=login, active=True).first()
    if account is None or not (change.by.system or _belongs(account, post.organization)):
        raise Invalid.of("login", "没有找到", "There is no such thing")
    return account


def _belongs(account: Account, organization: Organization) -> bool:
    """Whether all the account ever held is this organization's, and this one or the installation opened it."""
    held = Membership.objects.filter(account=account)
    if held.exclude(post__organization=organization).exists():
        return False
    opened = {body.ledger for body, _ in ledger.of_subject(f"account:{account.pk}") if body.command == OPENED}
    return held.exists() or opened <= {ROOT, organization.code}


def not_oneself(by: Actor, account: Account, post: Post) -> None:
    """Denied when somebody would raise their own authority: by name, or through a post they created."""
    mine = f"account:{account.pk}"
    if by.account == account.pk or mine in ledger.actors_of(post.code, ["offices.create_post"]):
        raise Denied(_ONESELF)


def keep_an_administrator(term: Membership) -> None:
    """NotNow when nobody else administers where this term does. The organization is locked: two cannot end each other."""
    post = term.post
    if post.role != Role.ADMINISTRATOR or term.kind != "appointed":
        return
    Organization.objects.select_for_update().get(pk=post.organization_id)
    others = Membership.objects.filter(
        today(), kind="appointed", post__role=Role.ADMINISTRATOR, post__organization=post.organization_id
    )
    lasting = others.filter(Q(until=None) | Q(until__gt=clock.today())).exclude(account_id=term.account_id)
    if not any(post.place.within(other.post.place) for other in lasting.select_related("post__place")):
        raise refuse_now(
            "这是这里最后一位管理员，请先任命另一位，再结束这一位",
            "This is the last administrator here; please appoint another one first",
        )


def grant(term: Membership, **more: str | int) -> dict[str, str | int]:
    """What the sealed half of the ledger keeps of a grant: account ids and days, no logins."""
    known: dict[str, str | int] = {
        "term": term.pk,
        "account": term.account_id,
        "role": term.post.role,
        "since": term.since.isoformat(),
        "until": term.until.isoformat() if term.until else "",
        **more,
    }
    return {name: value for name, value in known.items() if value != ""}
