"""Mediation 调解: Mediator 调解员, Side 一方, Sitting 调解与回访, Accord 调解协议. What was said lies sealed, never in these rows."""

from django.db import models

from haitang.kernel.limits import CODE


class Mediator(models.Model):
    """调解员: somebody's part in one dispute, under the post they hold; over with `until`, and why (`ended`)."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="mediators")
    account = models.ForeignKey("Account", models.PROTECT)
    post = models.ForeignKey("Post", models.PROTECT)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended = models.CharField(max_length=CODE, blank=True)


class Side(models.Model):
    """一方: one of the two who quarrel: a voice, its sealed words, and how and when it agreed to be mediated."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="sides")
    voice = models.OneToOneField("Voice", models.PROTECT, related_name="side")
    words = models.ForeignKey("Contact", models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=CODE, blank=True)
    declined_at = models.DateTimeField(null=True)


class Sitting(models.Model):
    """调解与回访: a day on which both sides were heard (`session`), or were asked afterwards (`visit`); minutes sealed."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="sittings")
    sort = models.CharField(max_length=CODE)
    held_on = models.DateField()
    place = models.ForeignKey("Place", models.PROTECT)
    minutes = models.ForeignKey("Contact", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class SealedFile(models.Model):
    """密封文件: bytes that lie encrypted on the disk; the key to them is a sealed text of its own."""

    file = models.OneToOneField("File", models.CASCADE, related_name="sealed")
    key = models.ForeignKey("Contact", models.PROTECT, null=True, related_name="+")


class Accord(models.Model):
    """调解协议: when it took effect, the signed paper (sealed), and what became of judicial confirmation 司法确认.

    `due_at` is the last moment to ask the court together; empty where the calendar of that year is not entered yet.
    """

    matter = models.OneToOneField("Matter", models.PROTECT, related_name="accord")
    effective_on = models.DateField()
    paper = models.ForeignKey(SealedFile, models.PROTECT, null=True)
    due_at = models.DateTimeField(null=True)
    calendar = models.CharField(max_length=CODE, blank=True)
    applied_on = models.DateField(null=True)
    ruled_on = models.DateField(null=True)
    ruling = models.CharField(max_length=CODE, blank=True)
