"""Sealed halves 密封的一半: what a line's commitment hides, for entitled staff. Offices instead of accounts."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from haitang.engine import chronicle, concern
from haitang.entrypoints.web.figures import facts, places
from haitang.entrypoints.web.figures.readers import Reader
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.matter import Matter

if TYPE_CHECKING:
    from haitang.records.entry import Body

CLOCK = Words(zh="系统按时", en="the system, on time")
RESIDENT = Words(zh="居民", en="a resident")


@dataclass(frozen=True, slots=True)
class Half:
    """The sealed half in words. `subject_url` only where this reader may open the matter."""

    command: Words
    door: str
    office: Words
    place: Words
    subject: str
    subject_url: str
    occurred_at: datetime
    recorded_at: datetime
    facts: list[tuple[str, str]]
    corrects: int | None


def of(body: "Body", reader: Reader, language: str) -> Half | None:
    """The half of a line, or None when the reader may not read it or it has been erased."""
    if body.facts is None or not reader.reads_half(body.ledger, body.place):
        return None
    matter = Matter.objects.select_related("place", "organization").filter(number=body.subject).first()
    if matter is not None and concern.hides(reader.posts, matter):
        return None
    spec = commands.get(body.command)
    return Half(
        command=spec.words if spec else Words(zh=body.command, en=body.command),
        door=door_words(body.door),
        office=_office(body, matter),
        place=_place(body.place or ""),
        subject=body.subject,
        subject_url=reader.opens([body.subject]).get(body.subject, ""),
        occurred_at=body.occurred_at,
        recorded_at=body.recorded_at,
        facts=facts.shown(json.loads(body.facts), language),
        corrects=body.corrects,
    )


def door_words(door: str) -> str:
    """Through which door it came."""
    known = {
        "web": _("web page"),
        "api": _("another system"),
        "terminal": _("terminal"),
        "link": _("link"),
        "clock": _("clock"),
        "demonstration": _("demonstration"),
    }
    return known.get(door, door)


def _office(body: "Body", matter: Matter | None) -> Words:
    """Which office acted; never an account."""
    if (body.actor or "").startswith("system:"):
        return CLOCK
    acts = chronicle.of(matter) if matter else []
    act = next((act for act in acts if (act.ledger, act.entry) == (body.ledger, body.entry)), None)
    return act.office if act and act.office else RESIDENT


def _place(path: str) -> Words:
    code = path.rstrip("/").rpartition("/")[2]
    return places.called([code])[code]
