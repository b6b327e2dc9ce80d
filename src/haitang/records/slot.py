"""Slot 时段, Attendance 参与, Presence 到会单位, Motion 议题: when and where people meet, who came, what was put and decided."""

from django.db import models

from haitang.kernel.limits import CODE, TEXT, TITLE


class Slot(models.Model):
    """时段: a window at a place. Standard: iCalendar VEVENT."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="slots")
    place = models.ForeignKey("Place", models.PROTECT)
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()


class Attendance(models.Model):
    """参与: how many came, counted by what; or one person by consent."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="attendances")
    heads = models.PositiveIntegerField()
    evidence = models.CharField(max_length=CODE)
    at = models.DateTimeField()


class Presence(models.Model):
    """到会单位: an office that was asked to a session, and whether it came. Offices, never persons."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="presences")
    post = models.ForeignKey("Post", models.PROTECT)
    came = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "post"], name="one_presence_an_office")]


class Motion(models.Model):
    """议题: one item of an agenda: the topic, what brought it, what was decided and why. Standard: Popolo Motion.

    A binding decision names `owner` and `until`; an open point that went over to the next session is named there by
    `carried`.
    """

    meeting = models.ForeignKey("Matter", models.PROTECT, related_name="motions")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True, related_name="raised")
    position = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=TITLE)
    minutes = models.PositiveSmallIntegerField(default=15)
    opinions = models.CharField(max_length=TEXT, blank=True)
    decision = models.CharField(max_length=CODE, blank=True)
    text = models.CharField(max_length=TEXT, blank=True)
    reason = models.CharField(max_length=TEXT, blank=True)
    decided_at = models.DateTimeField(null=True)
    owner = models.ForeignKey("Post", models.PROTECT, null=True, related_name="decisions")
    until = models.DateTimeField(null=True)
    carried = models.OneToOneField("self", models.PROTECT, null=True, related_name="carried_on")
    result = models.ForeignKey("Matter", models.PROTECT, null=True, related_name="decided_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="one_motion_a_position")]
        # What sessions left open is looked for among all that was ever decided.
        indexes = [models.Index(fields=["decision", "meeting"], name="motions_by_decision")]
