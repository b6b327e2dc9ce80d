"""Matter 事项 and what is done about it: Task 派办, Claim 办结申报, Check 核查, Link 关联. Standards: ZGW Zaak, CMMN task."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TITLE

_IS_MEETING, _IS_PROJECT = models.Q(shape="meeting"), models.Q(shape="project")


class Matter(models.Model):
    """事项: anything taken on that must be brought to an end. Meetings and projects are matters of another shape.

    `title` is the staff's wording; the public sees it only once `screened`. `received_at` is T0 and never reset.
    """

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=CODE)
    shape = models.CharField(max_length=CODE)
    organization = models.ForeignKey("Organization", models.PROTECT)
    place = models.ForeignKey("Place", models.PROTECT)
    community = models.CharField(max_length=CODE, blank=True)
    place_words = models.CharField(max_length=SENTENCE, blank=True)
    title = models.CharField(max_length=TITLE, blank=True)
    screened = models.BooleanField(default=False)
    private = models.BooleanField(default=False)
    category = models.CharField(max_length=CODE, blank=True)
    severity = models.PositiveSmallIntegerField(default=2)
    state = models.CharField(max_length=CODE)
    outcome = models.CharField(max_length=CODE, blank=True)
    basis = models.CharField(max_length=CODE, blank=True)
    owner = models.ForeignKey("Post", models.PROTECT, null=True)
    owner_basis = models.CharField(max_length=SENTENCE, blank=True)
    details = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    anonymized_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # Lists read open matters by deadline; the partial indexes keep them as short as the open work is.
        indexes = [
            models.Index(
                fields=["organization", "shape", "due_at", "id"],
                name="open_by_organization",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["organization", "community", "shape", "due_at", "id"],
                name="open_by_community",
                condition=models.Q(closed_at=None),
            ),
            models.Index(fields=["owner", "due_at", "id"], name="open_by_owner", condition=models.Q(closed_at=None)),
            models.Index(
                fields=["organization", "shape", "state", "due_at", "id"],
                name="open_by_state",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["organization", "community", "shape", "state", "due_at", "id"],
                name="open_by_community_state",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["organization", "shape", "closed_at", "id"],
                name="closed_by_day",
                condition=models.Q(closed_at__isnull=False),
            ),
            # Similar matters are looked for among those closed lately in the same community.
            models.Index(
                fields=["organization", "community", "shape", "closed_at", "id"],
                name="closed_by_community",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["place", "shape", "closed_at", "id"],
                name="closed_by_place",
                condition=models.Q(closed_at__isnull=False),
            ),
            # Sessions and projects are few among many; their lists hold the open and the closed ones.
            models.Index(fields=["organization", "due_at", "id"], name="sessions_by_day", condition=_IS_MEETING),
            models.Index(fields=["organization", "due_at", "id"], name="projects_by_day", condition=_IS_PROJECT),
        ]

    def __str__(self) -> str:
        return self.number


class Task(models.Model):
    """派办: a unit of work given to one post."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tasks")
    owner = models.ForeignKey("Post", models.PROTECT)
    why = models.CharField(max_length=SENTENCE, blank=True)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Claim(models.Model):
    """办结申报: "done", by whom, with which evidence."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="claims")
    account = models.ForeignKey("Account", models.PROTECT, null=True)
    outcome = models.CharField(max_length=CODE)
    evidence = models.CharField(max_length=CODE)
    note = models.CharField(max_length=SENTENCE)
    at = models.DateTimeField()


class Check(models.Model):
    """核查: somebody else's look at a claim."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="checks")
    account = models.ForeignKey("Account", models.PROTECT, null=True)
    agreed = models.BooleanField()
    note = models.CharField(max_length=SENTENCE, blank=True)
    at = models.DateTimeField()


class Link(models.Model):
    """关联: a typed edge from one matter to another: raised-at, resolved-as, recurrence-of. Standard: PROV."""

    source = models.ForeignKey(Matter, models.PROTECT, related_name="links")
    target = models.ForeignKey(Matter, models.PROTECT, related_name="linked")
    type = models.CharField(max_length=CODE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "type"], name="one_link_of_a_type")]


class Counter(models.Model):
    """编号: the last serial number of an organization in a year."""

    organization = models.ForeignKey("Organization", models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="one_counter_a_year")]
