"""Disposal 到期销毁: matters kept long enough, proposed by one person, approved by another, then made anonymous."""

from django.db import models


class Disposal(models.Model):
    """到期销毁方案: what is due by outcome and place, as counts. `cutoffs` fixes the last closing day of each outcome."""

    organization = models.ForeignKey("Organization", models.PROTECT)
    cutoffs = models.JSONField()
    counts = models.JSONField()
    due = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
