"""Office records 办公: WorkDay 工作日, Closure 本地休息日, Setting 设置, Idempotency 幂等键, Cursor 游标, Delivery 投递, Message 消息,
Refusal 拒绝."""

from django.db import models

from haitang.kernel.limits import CODE, KEY, SENTENCE, TEXT


class WorkDay(models.Model):
    """工作日: a day the State Council's notice makes a rest day or a make-up working day; other days follow the week."""

    day = models.DateField(unique=True)
    work = models.BooleanField()
    name = models.CharField(max_length=CODE)
    source = models.CharField(max_length=SENTENCE)
    official = models.BooleanField(default=True)


class Closure(models.Model):
    """本地休息日: a day on which one office is shut (a flood, a move). Promises wait for it; legal clocks do not."""

    organization = models.ForeignKey("Organization", models.PROTECT)
    day = models.DateField()
    reason = models.CharField(max_length=SENTENCE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "day"], name="one_closure_a_day")]


class Setting(models.Model):
    """设置: one named value of the installation or of an organization."""

    organization = models.ForeignKey("Organization", models.PROTECT, null=True)
    name = models.CharField(max_length=CODE)
    value = models.JSONField()
    source = models.CharField(max_length=SENTENCE, blank=True)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_setting", nulls_distinct=False)
        ]


class Idempotency(models.Model):
    """幂等键: a change already made: the same key returns its outcome, another body is a conflict."""

    scope = models.CharField(max_length=KEY)
    key = models.CharField(max_length=KEY)
    digest = models.CharField(max_length=64)
    outcome = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_outcome_a_key")]


class Cursor(models.Model):
    """游标: how far a consumer has read one ledger."""

    consumer = models.CharField(max_length=CODE)
    ledger = models.CharField(max_length=CODE)
    entry = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "ledger"], name="one_cursor_a_consumer")]


class Delivery(models.Model):
    """投递: one thing to bring to one target because of one entry. Ids only, never text or addresses.

    `state`: waiting, leased, delivered, unknown (result never learned), failed, dead. `due_at` is when it is tried
    next, empty when it never will be; `doubts` counts the attempts whose result was never learned; `tried_at` is when
    the last attempt began.
    """

    ledger = models.CharField(max_length=CODE)
    entry = models.PositiveBigIntegerField()
    consumer = models.CharField(max_length=CODE)
    target = models.CharField(max_length=CODE)
    state = models.CharField(max_length=16, default="waiting")
    attempt = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=SENTENCE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "entry", "consumer", "target"], name="one_delivery_a_target")
        ]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["consumer", "target"]),
            models.Index(fields=["consumer", "ledger", "state"]),
        ]


class Message(models.Model):
    """收件箱: a line in a post's in-site inbox, about a matter or about an article of the service guide."""

    post = models.ForeignKey("Post", models.PROTECT, related_name="messages")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True)
    article = models.ForeignKey("GuideArticle", models.PROTECT, null=True)
    template = models.CharField(max_length=CODE)
    text = models.CharField(max_length=TEXT, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["post", "read_at", "id"])]


class Refusal(models.Model):
    """拒绝记录: the security log: what was refused, to whom, why. No input is kept."""

    at = models.DateTimeField()
    command = models.CharField(max_length=CODE)
    actor = models.CharField(max_length=CODE)
    door = models.CharField(max_length=CODE)
    refusal = models.CharField(max_length=16)

    class Meta:
        # Wrong secrets are counted for one number and one hour at every try.
        indexes = [models.Index(fields=["actor", "at"])]
