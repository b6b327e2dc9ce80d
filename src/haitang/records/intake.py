"""Intake 导入: a table that somebody has handed in: what it would do, how far it has come, what became of it."""

from django.db import models

from haitang.kernel.limits import CODE


class Intake(models.Model):
    """导入: one file on its way through the gate. The file itself lies in the home, sealed off from the web, until it is done.

    `state`: judging, judged, wrong, running, done, stopped, dropped. `room` names the file and its report on the disk.
    `confirmed`: somebody has looked at the fate of the rows and wants it. `lease_until` is whose turn it is.
    """

    organization = models.ForeignKey("Organization", models.PROTECT)
    account = models.ForeignKey("Account", models.PROTECT)
    imports = models.CharField(max_length=CODE)
    layout = models.CharField(max_length=CODE)
    room = models.CharField(max_length=CODE, unique=True)
    state = models.CharField(max_length=16)
    encoding = models.CharField(max_length=16, blank=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    first = models.JSONField(default=list)
    stopped = models.JSONField(default=list)
    made_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="intakes_by_state")]
