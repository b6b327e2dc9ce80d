"""Erasure request 抹除申请: somebody asked at a counter to be forgotten; one person takes it down, another carries it out."""

from django.db import models

from haitang.kernel.limits import REASON


class ErasureRequest(models.Model):
    """抹除申请: taken on paper by one member of staff, done by another. It names no person, only a voice."""

    voice = models.ForeignKey("Voice", models.PROTECT, related_name="erasure_requests")
    reason = models.CharField(max_length=REASON)
    taken_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    done_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
