"""Reopening 复办: a matter opened again, or somebody's wish for it, with who decided and what they were told."""

from django.db import models

from haitang.kernel.limits import SENTENCE


class Reopening(models.Model):
    """复办: one time that a matter was opened again or that a voice asked for it; `level` 2 is one level up.

    `granted` is empty while nobody has decided; `reason` is what the voice was told. Without a voice it was the
    supervisor's own act, or another matter's that was joined into it.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="reopenings")
    voice = models.ForeignKey("Voice", models.PROTECT, null=True)
    words = models.CharField(max_length=SENTENCE, blank=True)
    level = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    reason = models.CharField(max_length=SENTENCE, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["until"], name="reopenings_undecided", condition=models.Q(granted=None))]
