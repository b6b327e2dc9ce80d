"""Duty 责任, RoutingRule 派办规则 and their editions: whose something is, on which basis, and what is proposed when."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class Duty(models.Model):
    """责任: who answers for a category (empty: for any) at a place and below, on which basis. Offices, never persons.

    `since`–`until` are inclusive local dates; `ended_at` is when somebody ended it. A line that was changed keeps its
    earlier wordings as editions.
    """

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="duties")
    place = models.ForeignKey("Place", models.PROTECT, related_name="duties")
    category = models.CharField(max_length=CODE, blank=True)
    part = models.CharField(max_length=CODE)
    post = models.ForeignKey("Post", models.PROTECT, related_name="duties")
    basis = models.CharField(max_length=CODE)
    text = models.CharField(max_length=SENTENCE)
    text_en = models.CharField(max_length=SENTENCE, blank=True)
    file = models.ForeignKey("File", models.PROTECT, null=True, related_name="duties")
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=SENTENCE)
    confirmed = models.BooleanField(default=False)
    note = models.CharField(max_length=SENTENCE, blank=True)
    edition = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "id"], name="duties_in_force", condition=models.Q(ended_at=None))
        ]


class DutyEdition(models.Model):
    """责任版本: a duty as it read from one change to the next, with what was said about the change."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    text = models.JSONField()
    note = models.CharField(max_length=SENTENCE, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "edition"], name="one_duty_edition_a_number")]


class RoutingRule(models.Model):
    """派办规则: under these conditions this office is proposed, because. Empty conditions hold for everything.

    Rules are asked in the order of `position`; the first that fits and finds an office fires. `severity` is the mildest
    it still holds for (0 a danger to life, 4 a question). `then` is `post` (the one named) or `duty` (whoever the
    directory names, of `part` where one is given).
    """

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="routing_rules")
    position = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=CODE, blank=True)
    place = models.ForeignKey("Place", models.PROTECT, null=True, related_name="routing_rules")
    severity = models.PositiveSmallIntegerField(default=4)
    kind = models.CharField(max_length=CODE, blank=True)
    door = models.CharField(max_length=CODE, blank=True)
    then = models.CharField(max_length=CODE)
    part = models.CharField(max_length=CODE, blank=True)
    post = models.ForeignKey("Post", models.PROTECT, null=True, related_name="routing_rules")
    why = models.CharField(max_length=SENTENCE)
    why_en = models.CharField(max_length=SENTENCE)
    edition = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "position"], name="rules_in_force", condition=models.Q(retired_at=None)
            )
        ]


class RoutingEdition(models.Model):
    """规则版本: a rule as it read from one change to the next."""

    rule = models.ForeignKey(RoutingRule, models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    text = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "edition"], name="one_rule_edition_a_number")]
