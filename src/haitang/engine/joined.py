"""Joined 并案: several matters about the same go on as one; each keeps its number, its voices, their codes and own answers.

The link says which goes on with which; it never goes away, only its type changes when somebody objects (loop.md row 5).
A joined matter is an alias: it ends when the other one ends, with the same outcome and on the same day.
"""

from django.db.models import Q, QuerySet

from haitang.kernel.words import Words
from haitang.records.matter import Link, Matter
from haitang.records.voice import Voice

STATE = "joined"
#: Types of the link: goes on with, and did so until somebody objected.
INTO, PARTED = "joined-into", "parted-from"
#: The outcome of the answer that tells of the joining; no matter ends with it.
TOLD = "joined"
TELLING = Words(
    zh="您说的事和另一件（{number}）是同一件，合在一起办。您的编号、查询码照旧能用，办好了单独答复您；等的日子按先说的那一件算。"
    "如果不是同一件，打开您的编号说一声，就分开办。",
    en="What you told us is the same as another matter ({number}); the two go on together. Your number and code stay "
    "good, you get your own answer, and the time counts from whichever was told first. If it is not the same, say so "
    "on the page of your number, and it goes on by itself.",
)


def into(matter: Matter) -> Matter:
    """The matter with which a joined one goes on."""
    link = Link.objects.select_related("target__place", "target__organization", "target__owner")
    return link.get(source=matter, type=INTO).target


def sources(matter: Matter) -> QuerySet[Link]:
    """The links of the matters that go on with this one."""
    return Link.objects.filter(target=matter, type=INTO)


def behind(matter: Matter) -> Q:
    """Which voices stand behind a matter: its own, and those of the matters joined into it."""
    return Q(matter=matter) | Q(matter__in=sources(matter).values("source"))


def speaking(matter: Matter) -> QuerySet[Voice]:
    """Everybody behind a matter who has not withdrawn, in the order in which they spoke."""
    return Voice.objects.filter(behind(matter), withdrawn_at=None).order_by("id")


def objected(matter: Matter) -> bool:
    """Whether somebody objected already: then it stands alone for good."""
    return Link.objects.filter(source=matter, type=PARTED).exists()


def follow(matter: Matter) -> None:
    """Let the matters joined into this one stand as it does: answered, closed or open again."""
    Matter.objects.filter(pk__in=sources(matter).values("source")).update(
        outcome=matter.outcome if matter.answered_at else "",
        basis=matter.basis,
        answered_at=matter.answered_at,
        closed_at=matter.closed_at,
    )


def directions(matters: "list[Matter]") -> dict[int, Matter]:
    """With which matter each of these goes on, by id; one query, and none when none is joined."""
    wanted = [matter.pk for matter in matters if matter.state == STATE]
    links = Link.objects.filter(source__in=wanted, type=INTO).select_related("target") if wanted else ()
    return {link.source_id: link.target for link in links}
