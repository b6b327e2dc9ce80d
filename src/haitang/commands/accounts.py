"""Accounts 账号: how people come to a password, by invitation only. The ledger says account ids, never logins."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from haitang.engine import invitations, sign_ins, territory
from haitang.engine.change import Change, refuse_now, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid, Problem
from haitang.kernel.limits import Code, Password, RecordId
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.account import Account, Invitation
from haitang.records.office import Setting

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)

#: What is wrong with a password, by the code of the validator that found it.
WEAK: dict[str, Words] = {
    "password_too_short": Words(zh="密码至少 10 个字符", en="A password has at least 10 characters"),
    "password_too_common": Words(
        zh="这个密码太常见，请换一个", en="This password is too common; please choose another"
    ),
}
OTHERWISE_WEAK = Words(zh="这个密码不够安全，请换一个", en="This password is not safe enough; please choose another")


@command("accounts.invite", zh="邀请设密码", en="Invite", roles=ADMINISTRATORS, at="place")
def invite(change: Change, place: Code, login: Code) -> Fact:
    """Let somebody set the password of a login, new or of the own office. The link is derived, never in the values."""
    organization = territory_of(change.placed)
    account = Account.objects.filter(login=login).first()
    if account is None:
        account = _open(login)
    elif not change.by.system:
        invitations.belongs(account, change.placed, organization)
    invitation = invitations.make(account, change.placed, organization)
    subject, values = f"account:{account.pk}", {"invitation": invitation.pk}
    return Fact("account.invited", organization.code, place, subject, values=values)


@command("accounts.revoke_invitation", zh="收回邀请", en="Take an invitation back", roles=ADMINISTRATORS, at="place")
def revoke_invitation(change: Change, place: Code, invitation: RecordId) -> Fact:
    """End an invitation that nobody has used yet."""
    found = Invitation.objects.filter(pk=invitation, place__path__startswith=change.placed.path).first()
    if found is None or found.organization_id != change.placed.organization_id:
        raise Invalid.of("invitation", "没有这个邀请", "There is no such invitation")
    if found.used_at is not None or found.revoked_at is not None:
        raise refuse_now("这个邀请已经用过或收回了", "This invitation has been used or taken back already")
    found.revoked_at = change.at
    found.save(update_fields=["revoked_at"])
    subject = f"account:{found.account_id}"
    return Fact("account.invitation_revoked", territory_of(change.placed).code, place, subject)


@command("accounts.start", zh="凭邀请设密码", en="Set the password", roles=(Role.ANYONE,))
def start(change: Change, secret: Code, password: Password) -> Fact:
    """The invited person sets the password. Second steps set up before are dropped: who starts anew may have lost them."""
    invitation = invitations.usable(secret)
    _strong(password, invitation.account)
    invitations.use(invitation)
    account = invitation.account
    account.set_password(password)
    account.save(update_fields=["password"])
    sign_ins.forget_second_factors(account)
    return Fact("account.started", invitation.organization.code, invitation.place.code, f"account:{account.pk}")


@command(
    "accounts.require_second_factor", zh="两步登录的要求", en="Second step at sign-in", roles=ADMINISTRATORS, at="place"
)
def require_second_factor(change: Change, place: Code, required: bool = False) -> Fact:
    """Decide for the whole organization whether its posts are reached with a second step only."""
    organization = territory_of(change.placed)
    whole = territory.whole(organization)
    if whole is None or whole.pk != change.placed.pk:
        raise Invalid.of(
            "place", "这一项由整个单位的管理员定", "This is decided for the whole office, at its own place"
        )
    Setting.objects.update_or_create(
        organization=organization,
        name=sign_ins.SECOND_FACTOR,
        defaults={"value": required, "source": "accounts.require_second_factor", "confirmed": True},
    )
    if required:
        return Fact("account.second_factor_required", organization.code, place, organization.code)
    return Fact("account.second_factor_optional", organization.code, place, organization.code)


def _open(login: str) -> Account:
    if Account.objects.filter(login__iexact=login).exists():
        raise Conflict(Words(zh="这个登录名已经有了", en="This login is taken already"))
    account = Account(login=login)
    account.set_unusable_password()
    account.save()
    return account


def _strong(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        found = [WEAK.get(str(each.code), OTHERWISE_WEAK) for each in weak.error_list]
        raise Invalid([Problem("password", words) for words in found]) from None


COMMANDS = (invite, revoke_invitation, start, require_second_factor)
