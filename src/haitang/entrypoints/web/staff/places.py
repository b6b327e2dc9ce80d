"""Places 地方: what a member of staff may choose from: the places of their posts and those below."""

from collections.abc import Sequence

from django.db.models import Q

from haitang.kernel.words import Words
from haitang.records.party import Post
from haitang.records.place import Place

#: Larger than a list anybody would read; a sub-district has a dozen communities with some twenty cells each.
AT_MOST = 400
COARSE = ("district", "sub-district", "community", "village", "development-zone", "cell")


def place_options(posts: Sequence[Post], tongue: str, kinds: Sequence[str] = COARSE) -> list[dict[str, str]]:
    """The places at and below these posts, in the order of the tree, as options of a form."""
    below = Q()
    for path in {post.place.path for post in posts}:
        below |= Q(path__startswith=path)
    own = {post.organization_id for post in posts}
    found = Place.objects.filter(below, organization__in=own, kind__in=kinds, closed_on=None).order_by("path")[:AT_MOST]
    return [_option(place, tongue) for place in found]


def _option(place: Place, tongue: str) -> dict[str, str]:
    depth = max(0, place.path.count("/") - 3) if place.kind == "cell" else 0
    name = Words(zh=place.name, en=place.name_en).say(tongue)
    return {"value": place.code, "label": f"{'　' if depth else ''}{name}"}
