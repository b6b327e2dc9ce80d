"""Searching 全文检索: matters by their words, for staff: every word must be there, the newest matter first, a page by keyset.

Only what the reader's posts may see; private matters and confidential kinds are not in the index at all.
"""

from collections.abc import Mapping, Sequence

from haitang.engine.scope import over
from haitang.engine.sheets.reading import Page, filtered, first_said
from haitang.engine.sheets.row import row_of
from haitang.engine.territory import ABOVE
from haitang.kernel.grams import sought
from haitang.kernel.limits import PAGE
from haitang.records.matter import Matter
from haitang.records.party import Post


def matching(
    words: Sequence[str],
    posts: Sequence[Post],
    filters: Mapping[str, str] | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """One page of the matters in whose words every one of `words` stands; of every shape. One query.

    `filters` as sheets take them, and `standing`: `open` or `closed`. `after` is the cursor of the page before.
    """
    phrases = [phrase for word in words if (phrase := sought(word))]
    if not phrases or not posts:
        return Page([], "")
    given = dict(filters or {})
    standing = given.pop("standing", "")
    rows = filtered(Matter.objects.filter(searched__said__says=phrases).filter(over(posts)), given)
    if standing:
        rows = rows.filter(closed_at__isnull=standing == "open")
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(searched__matter_id__lt=int(after))
    rows = rows.annotate(said=first_said()).select_related(f"place__{ABOVE}", "owner")
    found = list(rows.order_by("-searched__matter_id")[: limit + 1])
    more = str(found[limit - 1].pk) if len(found) > limit else ""
    return Page([row_of(matter) for matter in found[:limit]], more)
