"""What holds a matter up 缓办: Question 追问, Pause 停表, Extension 延期, HandBack 退回, Referral 转介 (loop.md rows 2, 4, 7, 9, 10)."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE


class Question(models.Model):
    """追问: one question to those who spoke, asked once; silence is recorded as silence."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="questions")
    text = models.CharField(max_length=SENTENCE)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    reply = models.CharField(max_length=SENTENCE, blank=True)
    voice = models.ForeignKey("Voice", models.PROTECT, null=True)
    ended_at = models.DateTimeField(null=True)


class Pause(models.Model):
    """停表: the clock stands. `left` is how many working days were left; the total age goes on counting."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="pauses")
    sort = models.CharField(max_length=CODE)
    reason = models.CharField(max_length=CODE, blank=True)
    note = models.CharField(max_length=SENTENCE, blank=True)
    left = models.PositiveSmallIntegerField()
    late = models.BooleanField(default=False)
    since = models.DateTimeField()
    review_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sort", "review_at"], name="pauses_under_way", condition=models.Q(ended_at=None))
        ]


class Extension(models.Model):
    """延期: more time asked for before the term is over, granted or refused by somebody else; the first date stays visible."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="extensions")
    reason = models.CharField(max_length=SENTENCE)
    first_due_at = models.DateTimeField()
    until = models.DateTimeField()
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    note = models.CharField(max_length=SENTENCE, blank=True)
    decided_at = models.DateTimeField(null=True)


class HandBack(models.Model):
    """退回: an owner says that it is not theirs, why, and whose it is; the third in a row goes to adjudication."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="hand_backs")
    owner = models.ForeignKey("Post", models.PROTECT)
    reason = models.CharField(max_length=CODE)
    note = models.CharField(max_length=SENTENCE)
    at = models.DateTimeField()
    adjudicated_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=SENTENCE, blank=True)


class Referral(models.Model):
    """转介: another body is asked to take it over; without its word it comes back."""

    matter = models.ForeignKey("Matter", models.PROTECT, related_name="referrals")
    body = models.CharField(max_length=SENTENCE)
    reference = models.CharField(max_length=SENTENCE)
    at = models.DateTimeField()
    until = models.DateTimeField()
    taken = models.BooleanField(null=True)
    ended_at = models.DateTimeField(null=True)
