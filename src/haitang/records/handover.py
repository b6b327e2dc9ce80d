"""Handover 对外提供: to whom an office hands over personal data, what, by which law, for how many, from when to when."""

from django.db import models

from haitang.kernel.limits import SENTENCE, TITLE


class Handover(models.Model):
    """对外提供登记: a dated public entry without which no personal data may leave."""

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="handovers")
    recipient = models.CharField(max_length=TITLE)
    recipient_en = models.CharField(max_length=TITLE, blank=True)
    purpose = models.CharField(max_length=SENTENCE)
    fields = models.JSONField()
    law = models.CharField(max_length=TITLE)
    article = models.CharField(max_length=TITLE)
    people = models.PositiveIntegerField()
    estimated = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
