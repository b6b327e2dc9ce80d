"""Wording 答复用语: an office's own words for one outcome (or the receipt) of one kind, in one language."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class Wording(models.Model):
    """答复用语: takes the place of the catalogue's template; `event` is an outcome of the kind, or `received`."""

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=CODE)
    event = models.CharField(max_length=CODE)
    language = models.CharField(max_length=16)
    text = models.CharField(max_length=SENTENCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "kind", "event", "language"], name="one_wording_an_event")
        ]
