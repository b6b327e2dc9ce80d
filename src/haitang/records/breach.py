"""Clocks that run 计时 and what became of them: Countdown 计时, Breach 催办 (each once), Redating 改期 (loop.md §3 row 20)."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class Countdown(models.Model):
    """计时: one clock running on one matter. `next_at` is when the clock does something; empty when it never will.

    `level` is the highest step of the ladder that was taken. A row never starts again: a new deadline is a new row.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="countdowns")
    clock = models.CharField(max_length=CODE)
    span = models.CharField(max_length=16)
    rule = models.CharField(max_length=CODE)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "clock"], name="one_countdown_of_a_clock", condition=models.Q(ended_at=None)
            )
        ]
        # The tick reads what is due and nothing else, however many matters there are.
        indexes = [
            models.Index(fields=["next_at", "id"], name="countdowns_due", condition=models.Q(ended_at=None)),
            models.Index(fields=["matter"], name="countdowns_raised", condition=models.Q(ended_at=None, level__gte=3)),
        ]


class Breach(models.Model):
    """催办: one step of the ladder taken for one deadline, exactly once; and the post that was told."""

    countdown = models.ForeignKey(Countdown, models.PROTECT, related_name="breaches")
    matter = models.ForeignKey("Matter", models.PROTECT, related_name="breaches")
    clock = models.CharField(max_length=CODE)
    level = models.PositiveSmallIntegerField()
    post = models.ForeignKey("Post", models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["countdown", "level"], name="each_step_once")]
        indexes = [models.Index(fields=["post", "matter"], name="raised_to_a_post")]


class Redating(models.Model):
    """改期: a deadline was another one before, and why it is not any more."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="redatings")
    was = models.DateTimeField()
    now = models.DateTimeField()
    cause = models.CharField(max_length=CODE)
    note = models.CharField(max_length=SENTENCE, blank=True)
    at = models.DateTimeField()
