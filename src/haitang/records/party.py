"""Organization 组织, Party 主体, Post 岗位, Membership 任职. Field standard: Popolo."""

from django.db import models

from haitang.kernel.limits import CODE, TITLE


class Organization(models.Model):
    """单位: a sub-district, bureau, village or development zone with a ledger of its own."""

    code = models.CharField(max_length=CODE, unique=True)
    name = models.CharField(max_length=TITLE)
    name_en = models.CharField(max_length=TITLE)
    mark = models.CharField(max_length=2, unique=True)

    def __str__(self) -> str:
        return self.code


class Party(models.Model):
    """主体: a person or an organization that takes part. Of a person only the role is kept here, never a name."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=TITLE)
    name_en = models.CharField(max_length=TITLE)
    organization = models.ForeignKey(Organization, models.PROTECT)


class Post(models.Model):
    """岗位: an office at a place. Authority is holding a post, here or above."""

    code = models.CharField(max_length=CODE, unique=True)
    name = models.CharField(max_length=TITLE)
    name_en = models.CharField(max_length=TITLE)
    role = models.CharField(max_length=CODE)
    place = models.ForeignKey("Place", models.PROTECT, related_name="posts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts")

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """任职: who holds a post, from when to when (inclusive local dates).

    `kind` is `appointed` or `delegated`; a delegated term names the appointed one it was handed on from, and ends with
    it. `ended_at` is when somebody ended it before its last day.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="memberships")
    account = models.ForeignKey("Account", models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True)
    kind = models.CharField(max_length=16, default="appointed")
    delegated_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="delegations")
    ended_at = models.DateTimeField(null=True)
