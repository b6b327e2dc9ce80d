"""File 附件: bytes by their digest; Attachment: what they show and for whom."""

from django.db import models

from haitang.kernel.limits import CODE, REASON


class File(models.Model):
    """附件: bytes kept at files/<sha256[:2]>/…, typed by content, metadata stripped."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()


class Attachment(models.Model):
    """附件归属: a file that belongs to a matter: with a voice (as reported) or a claim (before, after).

    `screened`: somebody has looked, and the public may see `file`; `withheld` says why it may not. Once parts were
    blurred, `file` is the blurred picture, and `original`, as it came, is for staff only and until a day.
    """

    file = models.ForeignKey(File, models.PROTECT)
    matter = models.ForeignKey("Matter", models.PROTECT, related_name="attachments")
    voice = models.ForeignKey("Voice", models.PROTECT, null=True)
    claim = models.ForeignKey("Claim", models.PROTECT, null=True)
    purpose = models.CharField(max_length=CODE)
    screened = models.BooleanField(default=False)
    withheld = models.CharField(max_length=REASON, blank=True)
    original = models.ForeignKey(File, models.PROTECT, null=True, related_name="originals")
    original_until = models.DateTimeField(null=True)
