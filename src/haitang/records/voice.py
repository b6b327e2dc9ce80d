"""Voice 诉求声音, Answer 答复, Verdict 评价: what somebody said, what they were told, what they make of it."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TEXT


class Voice(models.Model):
    """诉求声音: one person's word behind a matter, with their own way to be reached (sealed), answer and verdict.

    `named`: whoever handles the matter may know how to reach them; without it only the desk may, with a reason.
    `erasure`: `wish` (of the person) or `term` (kept long enough) once words and contact are gone, on `erased_at`.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="voices")
    words = models.CharField(max_length=SENTENCE)
    language = models.CharField(max_length=16, default="zh-hans")
    contact = models.ForeignKey("Contact", models.PROTECT, null=True)
    door = models.CharField(max_length=CODE)
    for_somebody = models.BooleanField(default=False)
    named = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)
    erasure = models.CharField(max_length=16, blank=True)


class Answer(models.Model):
    """答复: what one voice was told. `delivery`: waiting, delivered, unknown, failed; the page always shows the text."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="answers")
    text = models.CharField(max_length=TEXT)
    language = models.CharField(max_length=16)
    outcome = models.CharField(max_length=CODE)
    at = models.DateTimeField()


class Verdict(models.Model):
    """评价: solved? yes, half, no, cannot tell. Asked once, never a target."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=16)
    words = models.CharField(max_length=SENTENCE, blank=True)
    at = models.DateTimeField()
