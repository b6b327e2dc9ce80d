"""Readying 是否到时候: whether a step that its state allows also has its cause, for pages that offer only what can be done.

The commands ask again; this answers for a whole page in one query.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from haitang.engine import joined
from haitang.engine.holds import HAND_BACKS
from haitang.kernel import fair
from haitang.kernel.flow import Move
from haitang.records.fair import SettingAside
from haitang.records.hold import Extension, HandBack, Question
from haitang.records.matter import Link, Matter
from haitang.records.reopening import Reopening

#: Steps that need a cause besides their state.
CAUSED = frozenset(
    {
        "ask", "assign", "take", "adjudicate", "hand_back", "ask_time", "grant_time", "refuse_time", "grant_again",
        "refuse_again", "join", "consult", "release", "propose_aside", "confirm_aside", "refuse_aside", "decide_appeal",
    }
)  # fmt: skip
#: The severity of a question that is answered from knowledge (loop.md row 5b).
QUESTION = 4
#: How often more time may be granted (loop.md row 9).
EXTENSIONS = 2


def caused(matter: Matter, moves: list[Move]) -> list[Move]:
    """Those of `moves` that have their cause now. One query, and none where no step needs a cause."""
    if not any(move.name in CAUSED for move in moves):
        return moves
    known = _standing(matter)
    return [move for move in moves if known.get(move.name, True)]


def _standing(matter: Matter) -> dict[str, bool]:
    """By step whether it has its cause."""
    mine = {"matter": OuterRef("pk")}
    found = (
        Matter.objects.filter(pk=matter.pk)
        .annotate(
            asked=Exists(Question.objects.filter(**mine)),
            pending=Exists(Extension.objects.filter(granted=None, **mine)),
            decided=Exists(HandBack.objects.filter(adjudicated_at__isnull=False, **mine)),
            wished=Exists(Reopening.objects.filter(granted=None, **mine)),
            alone=Exists(Link.objects.filter(source=OuterRef("pk"), type=joined.PARTED)),
            backs=Count("hand_backs", filter=Q(hand_backs__adjudicated_at=None), distinct=True),
            aside=Exists(SettingAside.objects.filter(confirmed=None, **mine)),
            closing=Exists(SettingAside.objects.filter(confirmed=None, **mine).exclude(sort=fair.WITHHELD)),
            appeal=Exists(
                SettingAside.objects.filter(upheld=None, appealed_at__isnull=False, **mine).exclude(sort=fair.WITHHELD)
            ),
            more=Count("extensions", filter=Q(extensions__granted=True), distinct=True),
        )
        .values("asked", "pending", "decided", "wished", "alone", "backs", "more", "aside", "closing", "appeal")
        .get()
    )
    return _causes(matter, found)


def _causes(matter: Matter, found: Mapping[str, Any]) -> dict[str, bool]:
    undecided = found["backs"] > HAND_BACKS
    return {
        "ask": not found["asked"],
        "assign": not undecided,
        "take": not undecided,
        "join": not found["alone"] and not matter.private,
        "consult": matter.severity == QUESTION,
        "release": bool(matter.details.get("joint")),
        "grant_again": found["wished"],
        "refuse_again": found["wished"],
        "adjudicate": undecided,
        "hand_back": not found["decided"],
        "ask_time": not found["pending"] and found["more"] < EXTENSIONS,
        "grant_time": found["pending"],
        "refuse_time": found["pending"],
        "propose_aside": not found["aside"],
        "confirm_aside": found["closing"],
        "refuse_aside": found["closing"],
        "decide_appeal": found["appeal"],
    }
