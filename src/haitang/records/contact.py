"""Contact 联系方式 and its readings 查看记录: sealed, masked, and who looked is kept and shown to its subject."""

from django.db import models

from haitang.kernel.limits import CODE, REASON


class Contact(models.Model):
    """联系方式: a way to reach somebody: sealed under a data key of its own, which master key `key_id` wraps.

    Only the vault opens it; `name` binds both halves together. `looks` and `last_look` say how long the chain of
    readings is and how it ends, so that one cut off at its end is found out.
    """

    organization = models.ForeignKey("Organization", models.PROTECT)
    channel = models.CharField(max_length=16)
    mask = models.CharField(max_length=40)
    name = models.CharField(max_length=32, blank=True)
    key_id = models.CharField(max_length=32, db_index=True)
    wrapped = models.BinaryField(default=b"")
    sealed = models.BinaryField()
    looks = models.PositiveIntegerField(default=0)
    last_look = models.CharField(max_length=64, blank=True)


class Reading(models.Model):
    """查看记录: somebody opened a contact, with a reason. A hash chain of its own; no public leaf."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="readings")
    account = models.ForeignKey("Account", models.PROTECT)
    office = models.CharField(max_length=CODE)
    reason = models.CharField(max_length=REASON)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
