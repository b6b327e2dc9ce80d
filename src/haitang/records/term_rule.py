"""TermRule 时限规则: how long an office gives itself, by clock, kind, category and severity. Never edited, only followed by another."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class TermRule(models.Model):
    """时限规则: one line; empty `kind` and `category` and no `severity` mean any. `ended_at`: another line took its place."""

    organization = models.ForeignKey("Organization", models.PROTECT)
    clock = models.CharField(max_length=CODE)
    kind = models.CharField(max_length=CODE, blank=True)
    category = models.CharField(max_length=CODE, blank=True)
    severity = models.PositiveSmallIntegerField(null=True)
    span = models.CharField(max_length=16)
    source = models.CharField(max_length=SENTENCE)
    confirmed = models.BooleanField(default=False)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "clock", "kind", "category", "severity"],
                name="one_line_for_a_case",
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
            )
        ]
