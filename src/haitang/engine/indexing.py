"""Indexing 编入检索: the words of a matter go into the index with the change that brought them, and out of it with erasing.

Within the gate's transaction and not by a consumer of the outbox: what a desk has just written down is found at once,
and what was erased is found no more, not even for a second.

Private matters and sealed kinds are not in the index at all: they are found by their exact number only.
"""

from hashlib import sha256

from haitang.engine.territory import named
from haitang.kernel.grams import pairs
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.searched import Searched
from haitang.records.slot import Motion
from haitang.records.voice import Voice

#: States of a session in which its agenda may be read by everybody.
AGENDA = ("published", "held", "closed")


def follow(matter: Matter) -> None:
    """Bring the index to what the matter says now; two queries when its words are the same, and it is left alone."""
    known = Searched.objects.filter(pk=matter.pk)
    if matter.private or kinds[matter.kind].sealed:
        known.delete()
        return
    said, shown = texts_of(matter)
    digest = sha256("\n".join([*said, "", *shown]).encode()).hexdigest()
    before = known.values_list("digest", flat=True).first()
    if before == digest:
        return
    words = {"said": " ".join(pairs(said)), "shown": " ".join(pairs(shown)), "digest": digest}
    if before is None:
        Searched.objects.create(matter=matter, **words)
    else:
        known.update(**words)


def texts_of(matter: Matter) -> tuple[list[str], list[str]]:
    """What staff may find a matter by, and what everybody may: the screened title, a published agenda."""
    kind = kinds[matter.kind]
    topics = [] if kind.flow.voiced else list(Motion.objects.filter(meeting=matter).values_list("topic", flat=True))
    place, category = named(matter.place), kind.option("categories", matter.category)
    about = [place.zh, place.en, *([category.words.zh, category.words.en] if category else [])]
    said = [matter.title, matter.place_words, *_spoken(matter, kind), *topics, *about]
    shown = [matter.title, *(topics if matter.state in AGENDA else [])]
    return said, shown if matter.screened and open_to_all(kind) else []


def open_to_all(kind: Kind) -> bool:
    """Kinds with voices are open title by title, the others as a whole."""
    return (kind.flow.voiced or kind.public) and not kind.sealed


def _spoken(matter: Matter, kind: Kind) -> list[str]:
    """What its voices said, those that withdrew too: the office has to find what it dealt with."""
    if not kind.flow.voiced:
        return []
    return list(Voice.objects.filter(matter=matter).order_by("pk").values_list("words", flat=True))
