"""Starting 首次登录: the one-time link with which somebody sets the first password of an account opened for them.

Signed and bound to this purpose, good for seven days, and dead as soon as the account has a password that works.
"""

from django.conf import settings
from django.core import signing

from haitang.records.account import Account

SALT = "haitang.start"
DAYS_7 = 7 * 24 * 60 * 60


def token(account: int) -> str:
    """The signed part of a start link for the account with that key."""
    return signing.dumps(account, salt=SALT, compress=False)


def link(account: int) -> str:
    """The whole address, to be handed to one person."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/start/{token(account)}"


def account_of(signed: str) -> Account | None:
    """The account a start link is for; None when it is forged, too old, or the password is set already."""
    try:
        key = signing.loads(signed, salt=SALT, max_age=DAYS_7)
    except signing.BadSignature:
        return None
    found = Account.objects.filter(pk=key, active=True).first() if isinstance(key, int) else None
    return found if found is not None and not found.has_usable_password() else None
