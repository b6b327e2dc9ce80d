"""Outside order 转办工单: what another body's system knows a matter by: its number there, its deadline, how it stands there."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TEXT


class OutsideOrder(models.Model):
    """转办工单: one order of a hotline that is a matter here. Both clocks run: `due_at` is theirs, the matter's is ours.

    `more` is what was said beyond the voice's sentence, `told` what the other body has answered: both go when the words
    go. The point is where they say that it is, also where it lies outside the territory.
    """

    organization = models.ForeignKey("Organization", models.PROTECT)
    matter = models.OneToOneField("Matter", models.PROTECT, related_name="order")
    source = models.CharField(max_length=CODE)
    number = models.CharField(max_length=CODE)
    sort = models.CharField(max_length=SENTENCE, blank=True)
    status = models.CharField(max_length=CODE, blank=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=TEXT, blank=True)
    more = models.CharField(max_length=TEXT, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "source", "number"], name="one_matter_an_outside_order")
        ]
