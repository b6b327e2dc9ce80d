"""Talent 能人 and TalentRequest 相请: what somebody offers to do, until when they consent, and who was asked for which matter."""

from django.db import models

from haitang.kernel.limits import CODE


class Talent(models.Model):
    """能人: an offer on the register. The sentence and the contact are the voice's, the skill is the matter's category.

    `how` says by which way they consented, `until` is the last day on which it holds; `asked_at` is when they were last
    asked for help, so that the next one is somebody else. Whether they said yes is kept nowhere here.
    """

    matter = models.OneToOneField("Matter", models.PROTECT, related_name="talent")
    voice = models.OneToOneField("Voice", models.PROTECT, related_name="talent")
    consented_at = models.DateTimeField()
    how = models.CharField(max_length=CODE)
    until = models.DateField(db_index=True)
    confirmed_by = models.ForeignKey("Post", models.PROTECT, null=True)
    confirmed_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)


class TalentRequest(models.Model):
    """相请: somebody on the register is asked to help with one matter. `standing`: waiting, yes or over.

    `over` says neither no nor silence; such rows are let go as soon as the matter is closed.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="talent_requests")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    standing = models.CharField(max_length=16, default="waiting")
    link = models.OneToOneField("CapabilityLink", models.PROTECT, related_name="talent_request")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "talent"], name="asked_once_a_matter")]
