"""Notice 公告, Correction 更正, Enclosure 随附: what an office tells a place, from when to when, and who says so."""

from django.db import models

from haitang.kernel.limits import CODE, REASON, TEXT, TITLE


class Notice(models.Model):
    """公告: a notice, a warning or a legal notice at a place. Standards: Atom entry (RFC 4287), schema.org Article.

    `starts`–`ends` is what it is about, both inclusive; it can be read from `published_at` on. The wording here is the
    present one; earlier wordings are its corrections. What is withdrawn keeps its row and shows no wording any more.
    """

    organization = models.ForeignKey("Organization", models.PROTECT, related_name="notices")
    place = models.ForeignKey("Place", models.PROTECT, related_name="notices")
    sort = models.CharField(max_length=CODE)
    warning = models.CharField(max_length=CODE, blank=True)
    title = models.CharField(max_length=TITLE)
    body = models.CharField(max_length=TEXT)
    title_en = models.CharField(max_length=TITLE, blank=True)
    body_en = models.CharField(max_length=TEXT, blank=True)
    source = models.CharField(max_length=TITLE)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "published_at", "id"])]

    def __str__(self) -> str:
        return f"notice:{self.pk}"


class Correction(models.Model):
    """更正: how a notice read before it was corrected, when that happened and why."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    reason = models.CharField(max_length=REASON)
    title = models.CharField(max_length=TITLE)
    body = models.CharField(max_length=TEXT)
    title_en = models.CharField(max_length=TITLE, blank=True)
    body_en = models.CharField(max_length=TEXT, blank=True)
    source = models.CharField(max_length=TITLE)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)


class Enclosure(models.Model):
    """随附: a photo or PDF that was published with a notice. Whoever published it has looked at it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="enclosures")
    file = models.ForeignKey("File", models.PROTECT, related_name="enclosures")
