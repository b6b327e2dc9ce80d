"""Sign-ins 登录: what the libraries keep about them, read and swept here, so that nothing of it outlives its use.

Their tables lie outside the gate (docs/third-party-tables.md): they are no acts of the neighborhood. Their times are
the machine's, never a demonstration's.
"""

from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from haitang.records.account import Account
from haitang.records.office import Setting
from haitang.records.party import Organization, Post

#: How long failed attempts are kept after the last of them.
ATTEMPTS_KEPT = timedelta(days=30)
#: Setting of an organization: whether its posts are reached with a second step only. Off until somebody decides.
SECOND_FACTOR = "second_factor"
_SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def sweep() -> int:
    """Forget sessions that are over, with address and browser, and old failed attempts; how many rows went."""
    now = timezone.now()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    gone: list[QuerySet[UserSession] | QuerySet[Session] | QuerySet[AccessAttempt]] = [
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.filter(~Exists(alive)),
        AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT),
    ]
    # Asked first: a deletion that deletes nothing would still take an embedded database's one writing place.
    return sum(rows.delete()[0] for rows in gone if rows.exists())


def has_second_factor(account: int) -> bool:
    """Whether an account has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=account, type__in=_SECOND).exists())


def lacks_second_step(account: int, posts: Iterable[Post]) -> bool:
    """Whether one of an account's posts (as authority.posts_of reads them) asks for a second step it does not have."""
    return any(getattr(post, "second_factor", False) for post in posts) and not has_second_factor(account)


def forget_second_factors(account: Account) -> None:
    """Remove app, passkeys and recovery codes: whoever starts anew by invitation may have lost them."""
    Authenticator.objects.filter(user_id=account.pk).delete()


def wants_second_factor(organization: Organization) -> bool:
    """Whether an organization asks its posts for a second step."""
    return Setting.objects.filter(organization=organization, name=SECOND_FACTOR, value=True).exists()
