"""Setting aside 不办、不公开: proposed by one, decided by somebody outside the office, appealed against once (kernel/fair.py)."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class SettingAside(models.Model):
    """不办提请: `sort` is invalid, withheld or withdrawn; `office` is the post that proposed it and so handles the matter.

    Nothing changes before `confirmed` is true. `note` is the office's sentence to those who spoke; `appeal` is the voice's
    own words, with `voice` the one who appealed. `upheld` says that the appeal was right.
    """

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="asides")
    sort = models.CharField(max_length=CODE)
    reason = models.CharField(max_length=CODE)
    note = models.CharField(max_length=SENTENCE, blank=True)
    note_en = models.CharField(max_length=SENTENCE, blank=True)
    office = models.ForeignKey("Post", models.PROTECT, related_name="asides")
    was_screened = models.BooleanField(default=False)
    proposed_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)
    decided_by = models.ForeignKey("Account", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=SENTENCE, blank=True)
    voice = models.ForeignKey("Voice", models.PROTECT, null=True, related_name="appeals")
    appeal = models.CharField(max_length=SENTENCE, blank=True)
    appealed_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    judged_at = models.DateTimeField(null=True)
    judgment = models.CharField(max_length=SENTENCE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], name="one_proposal_at_a_time", condition=models.Q(confirmed=None)
            )
        ]
        indexes = [
            models.Index(fields=["matter", "sort"]),
            models.Index(fields=["decided_at", "id"], name="asides_to_decide", condition=models.Q(confirmed=None)),
        ]
