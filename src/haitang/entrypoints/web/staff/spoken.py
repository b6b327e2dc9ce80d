"""Who spoke 谁说的: each voice behind a matter with its words, its masked contact, its answer and its verdict."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.engine import joined
from haitang.engine.looking import looker
from haitang.engine.papers import Paper, Papers
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff
from haitang.entrypoints.web.staff.story import pictures
from haitang.kernel.limits import PAGE
from haitang.records.matter import Matter
from haitang.records.voice import Voice

DELIVERIES = {
    "waiting": gettext_lazy("on its way"),
    "delivered": gettext_lazy("delivered"),
    "unknown": gettext_lazy("unknown whether it arrived: tell them by phone or on paper"),
    "failed": gettext_lazy("not delivered: tell them by phone or on paper"),
}
DOORS = {
    "web": gettext_lazy("on the web page"),
    "terminal": gettext_lazy("at the terminal"),
    "import": gettext_lazy("from another system"),
    "demonstration": gettext_lazy("in the demonstration"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One voice as the desk reads it; `number` is that of its own matter where it was joined into this one."""

    voice: Voice
    door: str
    photos: list[dict[str, str]]
    answer: Paper | None
    delivery: str
    undelivered: bool
    verdict: str
    verdict_words: str
    opened: str
    may_look: bool
    number: str = ""


def spoken_of(staff: Staff, matter: Matter, papers: Papers, opened: dict[int, str]) -> list[Spoken]:
    """The voices in the order in which they spoke, a page of them at most. One query."""
    voices = Voice.objects.filter(joined.behind(matter)).select_related("contact", "matter").order_by("id")[:PAGE]
    able = {named: may_look(staff, matter, named) for named in (False, True)}
    return [_spoken(voice, matter, papers, opened.get(voice.pk, ""), able[voice.named]) for voice in voices]


def may_look(staff: Staff, matter: Matter, named: bool = False) -> bool:
    """Whether one of the posts may open a contact of this matter; the engine decides again."""
    return looker(staff.posts, matter, named) is not None


def _spoken(voice: Voice, matter: Matter, papers: Papers, opened: str, able: bool) -> Spoken:
    answer = _last(papers, "answer", voice)
    verdict = _last(papers, "verdict", voice)
    delivery = papers.delivery(answer.pk) if answer else ""
    return Spoken(
        voice=voice,
        door=str(DOORS.get(voice.door, voice.door)),
        photos=pictures(papers.photos(voice=voice.pk), _("as reported")),
        answer=answer,
        delivery=str(DELIVERIES.get(delivery, "")),
        undelivered=delivery in {"unknown", "failed"},
        verdict=label_of(f"choice {verdict.code}") if verdict else "",
        verdict_words=verdict.text if verdict else "",
        opened=opened,
        number=voice.matter.number if voice.matter_id != matter.pk else "",
        may_look=able,
    )


def _last(papers: Papers, sort: str, voice: Voice) -> Paper | None:
    return next((paper for paper in reversed(papers.of(sort)) if paper.voice == voice.pk), None)
