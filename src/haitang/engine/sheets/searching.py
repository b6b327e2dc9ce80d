"""Searching 全文检索: matters by their words, for staff: every word must be there, the newest matter first, a page by keyset.

Only what the reader's posts may see; private matters and confidential kinds are not in the index at all.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import F, Q
from django.db.models.lookups import In

from haitang.engine.scope import over, reads_places
from haitang.engine.sheets.reading import Page, filtered, first_said
from haitang.engine.sheets.row import row_of
from haitang.engine.territory import ABOVE
from haitang.kernel.grams import sought
from haitang.kernel.limits import FOUND
from haitang.records.matter import Matter
from haitang.records.party import Post


def matching(
    words: Sequence[str],
    posts: Sequence[Post],
    filters: Mapping[str, str] | None = None,
    after: str = "",
    limit: int = FOUND,
) -> Page:
    """One page of the matters in whose words every one of `words` stands; of every shape. One query.

    `filters` as sheets take them, and `standing`: `open` or `closed`. `after` is the cursor of the page before.
    """
    phrases = [phrase for word in words if (phrase := sought(word))]
    if not phrases or not posts:
        return Page([], "")
    given = dict(filters or {})
    standing = given.pop("standing", "")
    found = Matter.objects.filter(searched__said__says=phrases).filter(over(posts))
    rows = filtered(
        found if reads_places(posts) else found.filter(_owned(posts, standing, given.get("category", ""))), given
    )
    if standing:
        rows = rows.filter(closed_at__isnull=standing == "open")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(searched__matter_id__lt=int(after))
    rows = rows.annotate(said=first_said()).select_related(f"place__{ABOVE}", "owner")
    read = list(rows.order_by("-searched__matter_id")[: limit + 1])
    more = str(read[limit - 1].pk) if len(read) > limit else ""
    return Page([row_of(matter) for matter in read[:limit]], more)


def _owned(posts: Sequence[Post], standing: str, category: str) -> Q:
    """Among what these posts own, read once from an index: to look into every matter that has the words costs more.

    Of one category its own index leads, which holds open and closed matters apart.
    """
    mine, at = [post.pk for post in posts], F("searched__matter_id") + 0
    if not category:
        owned = Matter.objects.filter(owner__in=mine)
        owned = owned.filter(closed_at__isnull=standing == "open") if standing else owned
        return Q(In(at, owned.values("pk")))
    few = Matter.objects.filter(In(F("owner_id") + 0, mine), category=category)
    halves = [standing == "open"] if standing else [True, False]
    return reduce(or_, (Q(In(at, few.filter(closed_at__isnull=open_).values("pk"))) for open_ in halves))
