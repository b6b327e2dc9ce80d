"""GuideArticle 办事指南 and GuideEdition 指南版本: how something is done, who checked it when, and how it read before."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TEXT, TITLE


class GuideArticle(models.Model):
    """办事指南: for whom, papers, where, hours, fee, steps, with its source. Standard: CPSV-AP public service.

    Shown to everybody until `due_on` (the day it was checked plus its term), or until it is withdrawn.
    """

    code = models.CharField(max_length=CODE, unique=True)
    organization = models.ForeignKey("Organization", models.PROTECT)
    place = models.ForeignKey("Place", models.PROTECT)
    topic = models.CharField(max_length=CODE)
    whom = models.CharField(max_length=CODE)
    title = models.CharField(max_length=TITLE)
    title_en = models.CharField(max_length=TITLE)
    papers = models.CharField(max_length=TEXT, blank=True)
    papers_en = models.CharField(max_length=TEXT, blank=True)
    counter = models.CharField(max_length=SENTENCE)
    counter_en = models.CharField(max_length=SENTENCE, blank=True)
    hours = models.CharField(max_length=SENTENCE, blank=True)
    hours_en = models.CharField(max_length=SENTENCE, blank=True)
    fee = models.CharField(max_length=SENTENCE, blank=True)
    fee_en = models.CharField(max_length=SENTENCE, blank=True)
    steps = models.CharField(max_length=TEXT, blank=True)
    steps_en = models.CharField(max_length=TEXT, blank=True)
    source = models.CharField(max_length=SENTENCE)
    source_link = models.CharField(max_length=SENTENCE, blank=True)
    checked_on = models.DateField()
    valid_days = models.PositiveIntegerField()
    due_on = models.DateField()
    reminded_for = models.DateField(null=True)
    note = models.CharField(max_length=SENTENCE, blank=True)
    edition = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "due_on"], name="articles_in_use", condition=models.Q(withdrawn_at=None)
            )
        ]


class GuideEdition(models.Model):
    """指南版本: an article as it read from one change to the next, with what was said about the change."""

    article = models.ForeignKey(GuideArticle, models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    text = models.JSONField()
    note = models.CharField(max_length=SENTENCE, blank=True)
    checked_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "edition"], name="one_edition_a_number")]
