"""Subject 本人: everything that is kept about one voice, for the person itself: to read, to take along, to correct, to erase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haitang.engine import answers, confided, ledger, looking, vault
from haitang.engine.confidence import is_confidential
from haitang.engine.looking import Looked
from haitang.engine.territory import named
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.voice import Answer, Verdict, Voice

FORMAT = "haitang-my-data/1"


@dataclass(frozen=True, slots=True)
class Written:
    """One public line about the matter, with whether this voice wrote it and whether its sealed half is erased."""

    entry: int
    kind: str
    day: str
    at: datetime
    own: bool
    erased: bool


@dataclass(frozen=True)
class Dossier:
    """Everything kept about a voice."""

    voice: Voice
    words: str
    matter: Matter
    place: Words
    answers: list[Answer]
    deliveries: dict[int, str]
    verdicts: list[Verdict]
    photos: list[Attachment]
    looks: list[Looked]
    lines: list[Written]

    @property
    def channel(self) -> str:
        """How the person can be reached: phone, email, other; empty where nothing was given."""
        return self.voice.contact.channel if self.voice.contact else ""


def dossier(voice: Voice) -> Dossier:
    """Fetch it all: eight queries at most, whatever was written."""
    matter = voice.matter
    given = list(Answer.objects.filter(voice=voice).order_by("pk"))
    return Dossier(
        voice=voice,
        words=confided.words_of(voice) if is_confidential(matter) else voice.words,
        matter=matter,
        place=named(matter.place),
        answers=given,
        deliveries=answers.deliveries_of(given) if given else {},
        verdicts=list(Verdict.objects.filter(voice=voice).order_by("pk")),
        photos=list(Attachment.objects.filter(voice=voice).select_related("file").order_by("pk")),
        looks=looking.readings(voice.contact) if voice.contact else [],
        lines=_lines(matter, voice),
    )


def contact_of(voice: Voice) -> str:
    """The contact in full, for nobody but the voice itself; empty where none was given. Unopenable as in the vault."""
    return vault.unseal(voice.contact) if voice.contact else ""


def exported(kept: Dossier, contact: str, photo_address: str) -> dict[str, Any]:
    """The dossier as plain values for JSON, in a format that says its name. `photo_address` holds `{}` for a digest."""
    matter, voice = kept.matter, kept.voice
    kind = kinds[matter.kind]
    outcome = kind.option("outcomes", matter.outcome)
    return {
        "format": FORMAT,
        "number": matter.number,
        "organization": matter.organization.code,
        "said": {
            "words": kept.words,
            "language": voice.language,
            "at": voice.said_at.isoformat(),
            "through": voice.door,
            "for_somebody": voice.for_somebody,
            "place": matter.place.code,
            "place_name": kept.place.zh,
            "place_words": matter.place_words,
        },
        "contact": {"channel": kept.channel, "text": contact},
        "state": matter.state,
        "outcome": outcome.words.zh if outcome else "",
        "answers": [_answer(kept, answer) for answer in kept.answers],
        "verdicts": [{"verdict": v.verdict, "words": v.words, "at": v.at.isoformat()} for v in kept.verdicts],
        "photos": [{"digest": p.file.digest, "address": photo_address.format(p.file.digest)} for p in kept.photos],
        "who_looked": _looks(kept.looks),
        "ledger_lines": [
            {"entry": line.entry, "kind": line.kind, "day": line.day, "own": line.own} for line in kept.lines
        ],
    }


def _answer(kept: Dossier, answer: Answer) -> dict[str, Any]:
    state = kept.deliveries.get(answer.pk, "waiting")
    return {"text": answer.text, "language": answer.language, "at": answer.at.isoformat(), "delivery": state}


def _looks(looks: Sequence[Looked]) -> list[dict[str, str]]:
    return [{"at": one.at.isoformat(), "office": one.office.zh, "reason": one.reason} for one in looks]


def _lines(matter: Matter, voice: Voice) -> list[Written]:
    """The lines of its matter; of a confidential one only its own, for the others are the other side's business too."""
    name, alone = f"voice:{voice.pk}", is_confidential(matter)
    lines = [
        Written(
            entry=leaf.entry,
            kind=leaf.kind,
            day=leaf.day.isoformat(),
            at=body.occurred_at,
            own=body.actor == name or (_begins(leaf.kind, alone) and body.occurred_at == voice.said_at),
            erased=body.salt is None,
        )
        for body, leaf in ledger.of_subject(matter.number)
    ]
    return [line for line in lines if line.own or not alone]


def _begins(kind: str, alone: bool) -> bool:
    return alone or kind.endswith(".received")
