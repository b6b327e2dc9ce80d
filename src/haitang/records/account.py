"""Account 账号: a login. The person behind it stays in Party; residents need none."""

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
