"""Scope 可见范围: which matters the holders of posts may read. Deny by default; whoever only owns reads what they own.

Confidential kinds are nobody's by post and appear nowhere here (`confidence.in_the_open`).
"""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import In

from haitang.engine import asides, concern, confidence, tasks, unindexed
from haitang.engine.authority import posts_of
from haitang.engine.territory import ABOVE
from haitang.kernel.actor import Actor
from haitang.kernel.role import Role
from haitang.records.fair import SettingAside
from haitang.records.hold import HandBack
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

#: Roles whose work needs every matter of their place. A property company, a recorder or a reader of figures does not.
READS_PLACE = frozenset({Role.GRID, Role.DESK, Role.DISPATCHER, Role.CHECKER, Role.SUPERVISOR, Role.CHAIR})
COMMUNITIES = frozenset({"community", "village"})
BELOW_COMMUNITIES = frozenset({"cell", "compound", "building", "stairwell", "venue", "spot", "zone", "water"})


def over(posts: Sequence[Post], few: bool = False) -> Q:
    """What lists show the holders of these posts: everything at their places and below; without such a place, what
    their posts own. (What they own elsewhere stands in “my matters”: an OR here would cost every list its index.)

    `few`: another test finds the few rows there are; the posts' places must not be looked up by an index of their own.
    """
    seen = _at_places(posts, few) or _last(posts)
    mine = [post.pk for post in posts]
    own = Q(In(F("owner_id") + 0, mine)) if few else Q(owner__in=mine)
    return (seen if seen else own) & _open_to(posts)


def seen(posts: Sequence[Post]) -> Q:
    """What the holders of these posts may open: what lists show, what their posts own or have a part in, and what
    comes to them last."""
    mine = [post.pk for post in posts]
    own = Q(owner__in=mine) | tasks.takes_part(mine)
    return (_at_places(posts) | _last(posts) | _second(posts) | own) & _open_to(posts)


def _open_to(posts: Sequence[Post]) -> Q:
    """Nothing about these posts' own office, and nothing that was said in confidence."""
    return concern.open_to(posts) & confidence.in_the_open()


def find(posts: Sequence[Post], number: str, shape: str = "") -> Matter | None:
    """The matter of that number if the holders of these posts may open it, with its place, organization and owner."""
    known = Matter.objects.select_related(
        f"place__{ABOVE}", "place__organization", "organization", "owner__place", "concerns", "order"
    )
    known = known.annotate(
        has_asides=Exists(SettingAside.objects.filter(matter=OuterRef("pk"))),
        has_backs=Exists(HandBack.objects.filter(matter=OuterRef("pk"))),
    )
    chosen = known.filter(seen(posts), number=number)
    return (chosen.filter(shape=shape) if shape else chosen).first()


def may_see(actor: Actor, matter: Matter) -> bool:
    """Whether a staff member may open this matter."""
    posts = posts_of(actor)
    return bool(posts) and Matter.objects.filter(seen(posts), pk=matter.pk).exists()


def of_organization(organization: int, few: bool = False) -> Q:
    """Of this organization; with `few` as a sum, which no index answers: SQLite would prefer it to the shorter one."""
    return unindexed.equals("organization_id", organization) if few else Q(organization=organization)


def reads_places(posts: Sequence[Post]) -> bool:
    """Whether any of these posts reads more than what it owns or what comes to it last."""
    return any(post.role in READS_PLACE for post in posts)


def _at_places(posts: Sequence[Post], few: bool = False) -> Q:
    seen = Q()
    reading = [post for post in posts if post.role in READS_PLACE]
    for organization in {post.organization_id for post in reading}:
        seen |= _in_organization([post for post in reading if post.organization_id == organization], few)
    return seen


def _last(posts: Sequence[Post]) -> Q:
    """What comes to an auditor, who reads no place: matters about an office that nobody stands above."""
    found = Q()
    for post in posts:
        if post.role == Role.AUDITOR:
            last = Q(nobody_above=True, raised_past__gt="", raised_past__startswith=post.place.path)
            found |= of_organization(post.organization_id, few=True) & last
    return found


def _second(posts: Sequence[Post]) -> Q:
    """What waits for an auditor as the second person, or as the one who decides an appeal."""
    found = Q()
    for organization in {post.organization_id for post in posts if post.role == Role.AUDITOR}:
        found |= Q(Exists(SettingAside.objects.filter(asides.to_decide(organization), matter=OuterRef("pk"))))
    return found


def _in_organization(posts: Sequence[Post], few: bool) -> Q:
    """One test for each way of lying below: the whole organization, some communities, or paths inside them."""
    organization = posts[0].organization_id
    own = of_organization(organization, few)
    if any(post.place.kind not in COMMUNITIES | BELOW_COMMUNITIES for post in posts):
        return own
    below = Q()
    communities = {post.place.code for post in posts if post.place.kind in COMMUNITIES}
    if communities:
        below |= unindexed.among("community", communities) if few else Q(community__in=communities)
    for post in posts:
        if post.place.kind in BELOW_COMMUNITIES and post.place.community not in communities:
            inside = Place.objects.filter(path__startswith=post.place.path, organization=organization)
            below |= Q(place__in=inside.values("pk"))
    # Cells and compounds are found by their places, without the organization: its index would be taken instead.
    return own & below if communities else below
