"""DirectoryLine 电话名录: whom to call at a place: an office or a role with its number, never a person."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TITLE


class DirectoryLine(models.Model):
    """找谁: one number of an office at a place, shown there and at every place below, until it is withdrawn.

    `days` and `times` say when somebody answers (kernel/hours.py); `hours` adds what they cannot say. `checked_on` is
    the day on which somebody last dialed it.
    """

    organization = models.ForeignKey("Organization", models.PROTECT)
    place = models.ForeignKey("Place", models.PROTECT, related_name="lines")
    sort = models.CharField(max_length=CODE)
    label = models.CharField(max_length=TITLE)
    label_en = models.CharField(max_length=TITLE)
    phone = models.CharField(max_length=32)
    days = models.CharField(max_length=16, default="unknown")
    times = models.CharField(max_length=CODE, blank=True)
    hours = models.CharField(max_length=SENTENCE, blank=True)
    hours_en = models.CharField(max_length=SENTENCE, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=SENTENCE, blank=True)
    checked_on = models.DateField()
    edition = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        # Pages ask for the lines of a place and of all above it at once.
        indexes = [
            models.Index(fields=["place", "position"], name="lines_in_use", condition=models.Q(withdrawn_at=None))
        ]
