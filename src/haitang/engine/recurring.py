"""Recurring 又这样了: a new matter that is like one answered before (loop.md row 18); the earlier one stays as it ended."""

from datetime import timedelta

from haitang.engine import clock
from haitang.kernel.errors import Invalid
from haitang.records.matter import Link, Matter

RECURRENCE = "recurrence-of"
#: How far back a neighbor is shown what was closed, in calendar days (loop.md §1, duplicates).
LOOK_BACK = 90


def tie(matter: Matter, earlier: str) -> None:
    """Tie a matter to the one it repeats; Invalid on `again` for any that its reporter cannot have been shown."""
    if not earlier:
        return
    known = Matter.objects.filter(number=earlier, shape="case", screened=True, private=False)
    since = clock.now() - timedelta(days=LOOK_BACK)
    found = known.filter(organization=matter.organization_id, answered_at__gte=since).first()
    if found is None:
        raise Invalid.of(
            "again",
            "那一件已经看不到了，请当作新的一件交上来",
            "That matter is out of reach; hand this in as a new one",
        )
    link(matter, found)


def link(matter: Matter, earlier: Matter) -> None:
    """Whichever door it came by, a return says of which matter it is the return by this one link."""
    Link.objects.create(source=matter, target=earlier, type=RECURRENCE)
