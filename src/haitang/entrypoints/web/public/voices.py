"""Voices 本机的声音: whose matters this browser has proved with a secret, and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext as _

from haitang.engine import clock, joined, sheets
from haitang.engine.territory import ABOVE
from haitang.entrypoints.web.actors import language, voices_of
from haitang.entrypoints.web.tags import promised
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.voice import Verdict, Voice

#: How much of one's own sentence stands on a card.
_LEAD = 24


@dataclass(frozen=True, slots=True)
class Card:
    """One of this browser's matters: how far it is, and what comes next. `ask` is what its voice is asked to do."""

    number: str
    title: str
    petals: int
    text: str
    ask: str


def voice_here(request: HttpRequest, matter: Matter) -> Voice | None:
    """The voice of this matter that this browser has proved, if it still stands."""
    known = voices_of(request).get(matter.number)
    if known is None:
        return None
    voices = Voice.objects.filter(pk=known, matter=matter, withdrawn_at=None)
    return voices.select_related("contact").first()


def cards(request: HttpRequest, limit: int | None = None) -> list[Card]:
    """The matters this browser remembers, the newest first. One query, two where some were joined."""
    known = voices_of(request)
    if not known:
        return []
    judged = Verdict.objects.filter(voice=OuterRef("pk"), at__gte=OuterRef("matter__answered_at"))
    voices = Voice.objects.filter(pk__in=known.values(), withdrawn_at=None).annotate(judged=Exists(judged))
    found = voices.select_related(f"matter__place__{ABOVE}").order_by("-said_at", "-pk")
    ours = [voice for voice in found if known.get(voice.matter.number) == voice.pk][:limit]
    going = joined.directions([voice.matter for voice in ours])
    return [_card(voice, language(request), going.get(voice.matter_id, voice.matter)) for voice in ours]


def title_for(matter: Matter, voice: Voice) -> str:
    """What the voice itself calls its matter: the office's title, else the beginning of its own sentence."""
    if matter.title:
        return matter.title
    return voice.words if len(voice.words) <= _LEAD else f"{voice.words[:_LEAD]}…"


def next_step(matter: Matter, judged: bool, tongue: str) -> tuple[str, str]:
    """What comes next in a sentence, and what the voice is asked to do; the second may be empty."""
    flow = kinds[matter.kind].flow
    state = flow.state(matter.state)
    said: Mapping[str, str] = {"state": state.words.say(tongue), "day": promised(matter)}
    if state.final:
        return _closed(matter, tongue), ""
    judge = flow.move("judge")
    if matter.answered_at and judge is not None and matter.state in judge.sources:
        return (_("Answered; you have said what you make of it"), "") if judged else (_("Answered"), _("is it solved?"))
    if matter.answered_at and judge is None:
        return _("Answered"), ""
    if matter.due_at is None:
        return state.words.say(tongue), ""
    if matter.due_at < clock.now():
        return _("%(state)s; the answer promised for %(day)s is late") % said, ""
    return _("%(state)s; an answer by %(day)s") % said, ""


def _closed(matter: Matter, tongue: str) -> str:
    words = kinds[matter.kind].ending(matter.outcome) or Words(zh="结案", en="closed")
    return _("Closed: %(outcome)s") % {"outcome": words.say(tongue)}


def _card(voice: Voice, tongue: str, going: Matter) -> Card:
    """A matter that was joined into another one stands as that one does."""
    matter = voice.matter
    text, ask = next_step(going, bool(getattr(voice, "judged", False)), tongue)
    title = sheets.PRIVATE.say(tongue) if matter.private else title_for(matter, voice)
    return Card(matter.number, title, sheets.petals_of(going), text, ask)
