"""Listing 清单条目: a matter or project that an office has put on a public list of the year, with what it promised."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class Listing(models.Model):
    """清单条目: what was promised and where that comes from. State and answer are the matter's own, never typed here."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="listings")
    organization = models.ForeignKey("Organization", models.PROTECT)
    roll = models.CharField(max_length=CODE)
    year = models.PositiveSmallIntegerField()
    promise = models.CharField(max_length=SENTENCE)
    promise_en = models.CharField(max_length=SENTENCE, blank=True)
    source = models.CharField(max_length=SENTENCE)
    put_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=SENTENCE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "roll", "year"],
                condition=models.Q(taken_off_at=None),
                name="once_on_a_list",
            )
        ]
        indexes = [models.Index(fields=["organization", "roll", "year", "id"], name="listings_by_year")]
