"""Similar 相近的事: matters of a community that sound like what somebody is saying, open or closed not long ago.

The public is compared with, and shown, screened titles only: nobody can fish for what others said. Staff are compared
with what was said, within what their posts may see. Private matters and confidential kinds take no part in either.

A process keeps the weighed texts of a community as hashes, and weighs them anew when the ledger has moved on.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from django.db.models import Q, QuerySet

from haitang.engine import clock, ledger, scope
from haitang.engine.closeness import Corpus, Marks, marks
from haitang.engine.sheets.reading import first_said
from haitang.engine.sheets.row import Row, row_of
from haitang.engine.territory import ABOVE
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

#: As many open and as many closed matters of a community take part; the latest ones.
RECENT = 2_000
#: Less alike than this is chance.
FLOOR = 0.2
#: Communities whose texts one process keeps ready.
_KEPT = 24


@dataclass(frozen=True, slots=True)
class Match:
    """A matter as its reader may see it, and how alike it sounds (0 … 1)."""

    row: Row
    closeness: float

    @property
    def number(self) -> str:
        """The number of the matter."""
        return self.row.number


@dataclass(slots=True)
class _Ready:
    """The texts of one community: which matters, at which version, weighed."""

    stamp: tuple[str, date]
    pks: list[int] = field(default_factory=list)
    known: dict[tuple[int, int], Marks] = field(default_factory=dict)
    corpus: Corpus = field(default_factory=lambda: Corpus.of([]))


_turn = Lock()
_ready: OrderedDict[tuple[str, str, int, bool], _Ready] = OrderedDict()


def near(
    words: str,
    place: Place,
    *,
    days: int = 90,
    limit: int = 5,
    public: bool = False,
    posts: Sequence[Post] = (),
    but: str = "",
) -> list[Match]:
    """The cases of the place's community that sound most like `words`, closest first; five queries at most, two as a rule.

    Open ones and those closed within `days`. `public`: screened titles only, as a stranger may read them. Otherwise
    what the holders of `posts` may see; without posts nothing. `but` leaves out the matter that is being looked at.
    """
    if place.organization_id is None or not (public or posts):
        return []
    ready = _weighed(place, days, public)
    scores = ready.corpus.closeness(marks(words))
    best = sorted((i for i in range(len(scores)) if scores[i] >= FLOOR), key=lambda i: (-scores[i], -ready.pks[i]))
    # Some of the closest may lie outside the reader's scope; three times as many are looked at, not all.
    chosen = {ready.pks[i]: float(scores[i]) for i in best[: 3 * limit + 1]}
    return _shown(chosen, place, days, public, posts, but)[:limit] if chosen else []


def forget() -> None:
    """Drop what this process keeps ready."""
    _ready.clear()


def _shown(
    chosen: dict[int, float], place: Place, days: int, public: bool, posts: Sequence[Post], but: str
) -> list[Match]:
    """The chosen matters read afresh: whoever may not see one now does not get it from what was kept."""
    rows = _taking_part(place, days, public).filter(pk__in=chosen).exclude(number=but)
    rows = rows if public else rows.filter(scope.over(posts)).annotate(said=first_said())
    found = rows.select_related(f"place__{ABOVE}", "owner")
    shown = [Match(row_of(matter, public=public), chosen[matter.pk]) for matter in found]
    return sorted(shown, key=lambda match: (-match.closeness, match.number))


def _taking_part(place: Place, days: int, public: bool) -> QuerySet[Matter]:
    open_kinds = [kind.name for kind in kinds if kind.shape == "case" and not kind.confidential]
    since = clock.now() - timedelta(days=days)
    recent = Q(closed_at=None) | Q(closed_at__gte=since)
    rows = Matter.objects.filter(
        recent, organization=place.organization_id, shape="case", kind__in=open_kinds, private=False, anonymized_at=None
    )
    rows = rows.filter(community=place.community) if place.community else rows
    return rows.filter(screened=True) if public else rows


def _weighed(place: Place, days: int, public: bool) -> _Ready:
    """The community's texts; read again only when its ledger has grown or another day has begun."""
    office = place.organization.code if place.organization else ""
    key = (office, place.community, days, public)
    stamp = (ledger.mark(office), clock.today())
    with _turn:
        kept = _ready.get(key)
    if kept is None or kept.stamp != stamp:
        kept = _read(place, days, public, stamp, kept.known if kept else {})
    with _turn:
        _ready[key] = kept
        _ready.move_to_end(key)
        while len(_ready) > _KEPT:
            _ready.popitem(last=False)
    return kept


def _read(
    place: Place, days: int, public: bool, stamp: tuple[str, date], known: dict[tuple[int, int], Marks]
) -> _Ready:
    rows = _taking_part(place, days, public)
    standing = list(rows.filter(closed_at=None).order_by("-due_at", "-id").values_list("pk", "version")[:RECENT])
    ended = rows.filter(closed_at__isnull=False).order_by("-closed_at", "-id").values_list("pk", "version")[:RECENT]
    pairs = [*standing, *ended]
    fresh = [pk for pk, version in pairs if (pk, version) not in known]
    texts = _texts(fresh, public) if fresh else {}
    kept = {pair: known[pair] if pair in known else marks(texts.get(pair[0], "")) for pair in pairs}
    return _Ready(stamp, [pk for pk, _ in pairs], kept, Corpus.of(list(kept.values())))


def _texts(pks: Sequence[int], public: bool) -> dict[int, str]:
    """What is compared: the screened title for the public, the title and what was said for staff."""
    rows = Matter.objects.filter(pk__in=pks)
    if public:
        return dict(rows.values_list("pk", "title"))
    said = rows.annotate(said=first_said()).values_list("pk", "title", "said")
    return {pk: f"{title}\n{words or ''}" for pk, title, words in said}
