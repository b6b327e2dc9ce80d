"""Row 一行: one matter as a list shows it, masked as its reader requires."""

from dataclasses import dataclass
from datetime import datetime

from haitang.engine import asides, persons
from haitang.engine.territory import named, shown
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

PRIVATE = Words(zh="私事", en="private matter")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter as a list shows it; nothing of who spoke.

    `sort` is the name of its kind, `path` of its place in the tree: for pages of staff, never shown.
    `said` and `place_words` are filled only where staff read their own work: what the first voice said, and where.
    """

    number: str
    shape: str
    title: Words
    kind: Words
    place: Words
    state: str
    state_words: Words
    petals: int
    severity: int
    owner: Words | None
    received_at: datetime
    due_at: datetime | None
    due_provisional: bool
    closed_at: datetime | None
    version: int
    outcome: Words | None = None
    answered_at: datetime | None = None
    titled: bool = False
    said: str = ""
    place_words: str = ""
    trial: bool = False
    sort: str = ""
    path: str = ""


def row_of(matter: Matter, public: bool = False) -> Row:
    """A matter as lists show it. Private matters show as such; the public sees screened titles only."""
    kind = kinds[matter.kind]
    state, outcome = kind.flow.state(matter.state), kind.ending(matter.outcome)
    return Row(
        number=matter.number,
        shape=matter.shape,
        title=title_of(matter, public),
        kind=kind.words,
        place=shown(matter.place) if public else named(matter.place),
        state=matter.state,
        state_words=state.words,
        petals=petals_of(matter),
        severity=matter.severity,
        owner=Words(zh=matter.owner.name, en=matter.owner.name_en) if matter.owner else None,
        received_at=matter.received_at,
        due_at=matter.due_at,
        due_provisional=matter.due_provisional,
        closed_at=matter.closed_at,
        version=matter.version,
        outcome=outcome,
        answered_at=matter.answered_at,
        titled=bool(matter.title),
        trial=bool(matter.details.get("trial")),
        sort="" if public else matter.kind,
        path="" if public else matter.place.path,
        said="" if matter.private else getattr(matter, "said", None) or "",
        place_words="" if matter.private or not hasattr(matter, "said") else matter.place_words,
    )


def petals_of(matter: Matter) -> int:
    """How far the bloom is open. A matter that closed without its voices' yes keeps the fourth petal shut;
    one that was not taken because it was about a person, or was set aside, opened none."""
    if persons.refused(matter) or asides.closed(matter):
        return 0
    flow = kinds[matter.kind].flow
    state = flow.state(matter.state)
    return min(state.petals, 3) if flow.voiced and state.final and matter.basis != "resident" else state.petals


def title_of(matter: Matter, public: bool) -> Words:
    """What a matter is called: its title where it may be shown, else its category, else its kind."""
    kind = kinds[matter.kind]
    if matter.private:
        return PRIVATE
    if matter.title and (matter.screened or not public):
        return Words(zh=matter.title, en=matter.title)
    category = kind.option("categories", matter.category)
    return category.words if category else kind.words
