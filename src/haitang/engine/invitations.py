"""Invitations 邀请: a link that lets one person set the password of one account, once, within a week.

The secret is derived from the installation's key and the invitation's salt, so that a retry shows the same link; the
database holds only its SHA-256, by which it is found.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from haitang.engine import clock
from haitang.engine.addresses import absolute
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.words import Words
from haitang.records.account import Account, Invitation
from haitang.records.party import Membership, Organization
from haitang.records.place import Place

#: How long a link can be used. Our own choice: long enough for a week with a holiday at its end, short for a leak.
LIFE = timedelta(days=7)
_PURPOSE = b"haitang.invitation"
_BYTES = 20


class Spent(NotNow):
    """邀请用不了: used, expired or taken back; `status` 410, so that nothing asks again by itself."""

    status = 410


def make(account: Account, place: Place, organization: Organization) -> Invitation:
    """A new invitation; what was still open for the same account is taken back, so that one link counts."""
    now = clock.now()
    _waiting(account).update(revoked_at=now)
    invitation = Invitation(
        account=account,
        place=place,
        organization=organization,
        salt=secrets.token_hex(16),
        made_at=now,
        expires_at=now + LIFE,
    )
    invitation.digest = _digest(secret_of(invitation))
    invitation.save()
    return invitation


def secret_of(invitation: Invitation) -> str:
    """The 32 characters of the link; never stored."""
    mac = hmac.new(settings.SECRET_KEY.encode(), _PURPOSE + invitation.salt.encode(), hashlib.sha256).digest()
    return b32encode(mac[:_BYTES]).decode().lower()


def link_of(invitation: Invitation) -> str:
    """The whole address that is handed to the person; HAITANG_PUBLIC_URL holds the base path, where there is one."""
    return absolute(f"/invitation/{secret_of(invitation)}")


def usable(secret: str) -> Invitation:
    """The invitation of a secret, locked until commit; Invalid for a forged one, Spent when it is over."""
    found = Invitation.objects.select_related("account", "organization", "place").filter(digest=_digest(secret)).first()
    if found is None:
        raise Invalid.of(
            "secret",
            "这个邀请链接不对，请核对是否完整，或者请管理员重新发一个",
            "This invitation is not one of ours: check that the link is whole, or ask the administrator for a new one",
        )
    if refusal := over(found):
        raise Spent(refusal)
    return found


def over(invitation: Invitation) -> Words | None:
    """Why an invitation can no longer be used, or None."""
    if invitation.used_at is not None:
        return Words(
            zh="这个邀请已经用过了。如果不是您本人用的，请马上告诉管理员",
            en="This invitation has been used. If it was not you, tell the administrator at once",
        )
    if invitation.revoked_at is not None:
        return Words(
            zh="这个邀请已经收回，请管理员重新发一个",
            en="This invitation was taken back; ask the administrator for a new one",
        )
    if invitation.expires_at <= clock.now() or not invitation.account.active:
        return Words(
            zh="这个邀请已经过期，请管理员重新发一个",
            en="This invitation has expired; ask the administrator for a new one",
        )
    return None


def use(invitation: Invitation) -> None:
    """Mark it used; of two who use it at once, one is told so."""
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now()):
        raise Spent(over(Invitation(used_at=clock.now())) or Words(zh="用过了", en="used"))


def belongs(account: Account, place: Place, organization: Organization) -> None:
    """Denied unless every post the account ever held is this organization's, at or below `place`; one that never held
    any was first invited there. So an administrator gives passwords to the people of the own office only."""
    held = [m.post for m in Membership.objects.filter(account=account).select_related("post__place")]
    ours = all(post.organization_id == organization.pk and post.place.within(place) for post in held)
    known = account.invitations.filter(organization=organization, place__path__startswith=place.path)
    if not ours or not (held or known.exists()):
        raise Denied(
            Words(
                zh="这个登录名不归您的单位管",
                en="This login is not one of your office's; its own administrator invites",
            )
        )


def waiting(organization: Organization, limit: int = 50) -> list[Invitation]:
    """The newest invitations of an organization, in whatever state."""
    found = Invitation.objects.filter(organization=organization).select_related("account", "place")
    return list(found.order_by("-id")[:limit])


def _waiting(account: Account) -> QuerySet[Invitation]:
    return Invitation.objects.filter(account=account, used_at=None, revoked_at=None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.strip().lower().encode(errors="replace")).hexdigest()
