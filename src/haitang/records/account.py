"""Account 账号: a login, and Invitation 邀请: how its holder comes to a password. The person behind it stays in Party."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from haitang.kernel.limits import CODE


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by login."""


class Account(AbstractBaseUser):
    """账号: login name, password, language, size. Sign-in times are not kept: the product is no time clock."""

    last_login = None
    login = models.CharField(max_length=CODE, unique=True)
    language = models.CharField(max_length=16, default="zh-hans")
    size = models.CharField(max_length=16, blank=True)
    active = models.BooleanField(default=True)
    party = models.ForeignKey("Party", models.PROTECT, null=True)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "login"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the login may be used; the name is Django's."""
        return self.active


class Invitation(models.Model):
    """邀请: lets one person set the first password of one account, once, for a while. Of its secret only a hash is kept.

    `salt` goes into the secret together with the installation's key, so that nobody reads it from the database alone.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey("Organization", models.PROTECT)
    place = models.ForeignKey("Place", models.PROTECT)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
