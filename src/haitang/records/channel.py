"""Channel 消息渠道: where an organization wants to be told: a mailbox, a group's robot, an SMS gateway, a webhook."""

from django.db import models

from haitang.kernel.limits import CODE, TITLE


class Channel(models.Model):
    """渠道: tells one address about events at its place and below. Address and secret are sealed; removing wipes them."""

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="channels")
    place = models.ForeignKey("Place", models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=CODE)
    name = models.CharField(max_length=TITLE)
    language = models.CharField(max_length=16, default="zh-hans")
    address = models.ForeignKey("Contact", models.PROTECT, null=True, related_name="+")
    secret = models.ForeignKey("Contact", models.PROTECT, null=True, related_name="+")
    events = models.JSONField(default=list)
    enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "removed_at"])]
