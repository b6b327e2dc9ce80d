"""Matter 事项 and what is done about it: Task 派办, Claim 办结申报, Check 核查, Link 关联. Standards: ZGW Zaak, CMMN task."""

from django.db import models

from haitang.kernel.limits import CODE, SENTENCE, TITLE
from haitang.records.place import LONGEST_PATH

_IS_MEETING, _IS_PROJECT = models.Q(shape="meeting"), models.Q(shape="project")


class Matter(models.Model):
    """事项: anything taken on that must be brought to an end. Meetings and projects are matters of another shape.

    `title` is the staff's wording; the public sees it only once `screened`. `received_at` is T0 and never reset.
    `came_back`: it was opened again at least once. `for_joint`: marked for a joint meeting, `details` says why.
    `concerns` is the post complained of; `raised_past` is the path of the office that is kept out (engine/concern.py).
    `due_at` is what is promised now, `first_due_at` what was promised first. `term` is the whole span (`5w`) by the rule
    `term_rule`; `counted` is what has been counted from `counted_from` by the calendar `due_calendar`, empty where
    somebody has named a date.
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
    concerns = models.ForeignKey("Post", models.PROTECT, null=True, related_name="complaints")
    raised_past = models.CharField(max_length=LONGEST_PATH, blank=True)
    nobody_above = models.BooleanField(default=False)
    came_back = models.BooleanField(default=False)
    for_joint = models.BooleanField(default=False)
    details = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_provisional = models.BooleanField(default=False)
    first_due_at = models.DateTimeField(null=True)
    term = models.CharField(max_length=16, blank=True)
    term_rule = models.CharField(max_length=CODE, blank=True)
    counted = models.CharField(max_length=16, blank=True)
    counted_from = models.DateTimeField(null=True)
    due_calendar = models.CharField(max_length=CODE, blank=True)
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
                fields=["owner", "shape", "state", "due_at", "id"],
                name="open_by_owner_state",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["owner", "shape", "closed_at", "id"],
                name="closed_by_owner",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(fields=["owner", "due_at", "id"], name="projects_by_owner", condition=_IS_PROJECT),
            models.Index(fields=["owner", "due_at", "id"], name="sessions_by_owner", condition=_IS_MEETING),
            # A grid worker's few among a community's many, and what a list was narrowed to.
            models.Index(
                fields=["place", "shape", "due_at", "id"], name="open_by_place", condition=models.Q(closed_at=None)
            ),
            models.Index(
                fields=["category", "shape", "due_at", "id"],
                name="open_by_category",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=["category", "shape", "closed_at", "id"],
                name="closed_by_category",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="came_back_open",
                condition=models.Q(came_back=True, closed_at=None),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="open_for_joint",
                condition=models.Q(for_joint=True, closed_at=None),
            ),
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
            # Deadlines that a coming notice may still move. (No index holds the open and the closed by date: SQLite
            # would take it for the open lists, and read everything closed on its way.)
            models.Index(
                fields=["due_at"],
                name="due_provisionally",
                condition=models.Q(due_provisional=True, closed_at=None),
            ),
            # Sessions and projects are few among many; their lists hold the open and the closed ones.
            models.Index(fields=["organization", "due_at", "id"], name="sessions_by_day", condition=_IS_MEETING),
            models.Index(fields=["organization", "due_at", "id"], name="projects_by_day", condition=_IS_PROJECT),
            models.Index(fields=["place", "due_at", "id"], name="projects_by_place", condition=_IS_PROJECT),
            # The few that an auditor reads: about an office that nobody stands above.
            models.Index(
                fields=["raised_past", "id"],
                name="raised_to_the_last",
                condition=models.Q(nobody_above=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owners(self) -> set[int]:
        """The posts that have a part in it now: its owner, and those brought in (`engine/tasks.py` keeps `joint`)."""
        return {*([self.owner_id] if self.owner_id else []), *self.details.get("joint", ())}


class Task(models.Model):
    """派办: a unit of work given to one post."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="tasks")
    owner = models.ForeignKey("Post", models.PROTECT)
    why = models.CharField(max_length=SENTENCE, blank=True)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner"], name="open_tasks", condition=models.Q(ended_at=None))]


class Claim(models.Model):
    """办结申报: "done", by whom, with which evidence, for which task."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="claims")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="claims")
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
    """关联: a typed edge from one matter to another: raised-at, resolved-as, joined-into, recurrence-of. Standard: PROV."""

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
