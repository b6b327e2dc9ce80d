"""Place 地方: a tree from district to stairwell. Field standard: schema.org Place, Popolo Area."""

from django.db import models

from haitang.kernel.limits import CODE, TITLE

LONGEST_PATH = 500


class Place(models.Model):
    """地方: a district, sub-district, community, grid cell, compound, building, stairwell, venue, spot, zone or water.

    `path` holds the codes from the root, slashes around each (`/gusu/sujin/daguan/`), so that "here or above" and
    "here or below" are prefix tests. `community` is the code that public leaves may name.
    `drawn` counts how often its outline was changed: the version that a second editor must have seen.
    A place with `closed_on` is offered to nobody any more; what happened there stays where it was.
    """

    code = models.CharField(max_length=CODE, unique=True)
    name = models.CharField(max_length=TITLE)
    name_en = models.CharField(max_length=TITLE)
    kind = models.CharField(max_length=CODE)
    parent = models.ForeignKey("Place", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=LONGEST_PATH, db_index=True)
    community = models.CharField(max_length=CODE, blank=True)
    organization = models.ForeignKey("Organization", models.PROTECT, null=True, related_name="places")
    outline = models.JSONField(default=list)
    drawn = models.PositiveIntegerField(default=0)
    invented = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code

    def within(self, other: "Place") -> bool:
        """Whether this place is `other` or lies below it."""
        return self.path.startswith(other.path)


class FormerOutline(models.Model):
    """旧边界: the outline a place had before its `version`-th change; kept so that a change can be undone. By nobody."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="former")
    version = models.PositiveIntegerField()
    ring = models.JSONField(default=list)
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "version"], name="one_outline_a_version")]
