"""Erasing 抹除个人信息: words, contact and photos of a voice become nothing; the ledger's lines and every count stay.

What goes: the voice's words, what it said of an answer, what it was told, its sealed contact with the readings, photos
nobody opened to the public, and the sealed halves (with their salts) of the lines it wrote. What stays: the number,
kind, place, steps, days and outcome of the matter, and the public lines.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from haitang.engine import answers, confided, indexing, ledger, orders, photos
from haitang.engine.change import refuse_now
from haitang.kernel.registry import commands, kinds
from haitang.records.contact import Contact, Reading
from haitang.records.erasure import ErasureRequest
from haitang.records.fair import SettingAside
from haitang.records.file import Attachment, File
from haitang.records.matter import Check, Claim, Matter, Task
from haitang.records.office import Idempotency
from haitang.records.reopening import Reopening
from haitang.records.voice import Answer, Verdict, Voice

WISH, TERM = "wish", "term"


@dataclass
class Forgotten:
    """What was erased: the lines by entry with what is kept of each, and how often contacts had been opened."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    looks: int = 0

    def facts(self, why: str) -> dict[str, Any]:
        """The facts of the line that names it all; nothing of a person is among them."""
        entries = sorted(int(entry) for entry in self.kept)
        return {"entries": entries, "kept": self.kept, "erasure": why, "looks": self.looks}


def forget(matter: Matter, voices: Sequence[Voice], why: str, at: datetime) -> Forgotten:
    """Erase these voices of a matter. The caller saves the matter, within the same transaction, and names the lines."""
    found = Forgotten()
    _over(matter)
    confided.forget(matter, voices)
    for voice in voices:
        found.kept |= ledger.erase(matter.organization.code, _lines(matter, voice))
        found.looks += _voice(voice, why, at)
    if not Voice.objects.filter(matter=matter, erasure="").exists():
        matter.place_words = ""
        matter.title = matter.title if matter.screened else ""
        orders.forget(matter)
    indexing.follow(matter)
    return found


def _over(matter: Matter) -> None:
    """NotNow while somebody still stands on a register of their own accord: leaving comes first, and is one tap."""
    kind = kinds[matter.kind]
    if kind.apart and not kind.flow.state(matter.state).final:
        raise refuse_now(
            "您还在名册上；先退出，再删除", "You are still on the register; leave it first, then be erased"
        )


def forget_work(matter: Matter) -> None:
    """Erase what offices wrote freely about a matter kept long enough: notes, reasons, bases. The caller saves it."""
    Claim.objects.filter(matter=matter).update(note="")
    Check.objects.filter(claim__matter=matter).update(note="")
    Task.objects.filter(matter=matter).update(why="")
    Reopening.objects.filter(matter=matter).update(reason="")
    SettingAside.objects.filter(matter=matter).update(note="", note_en="", refusal="", judgment="")
    matter.details = {name: value for name, value in matter.details.items() if name != "reopened"}


def _lines(matter: Matter, voice: Voice) -> list[int]:
    """The lines a voice wrote: its report, whoever took it down, and what it did itself. Erasures stay."""
    actor = f"voice:{voice.pk}"
    return [
        body.entry
        for body, leaf in ledger.of_subject(matter.number)
        if body.ledger == matter.organization.code and leaf.kind != ledger.ERASURE
        if body.actor == actor or (_opens(body.command) and body.occurred_at == voice.said_at)
    ]


def _opens(name: str) -> bool:
    spec = commands.get(name)
    return spec is not None and spec.opens


def _voice(voice: Voice, why: str, at: datetime) -> int:
    """Blank one voice; how often its contact had been opened."""
    contact, voice.contact = voice.contact, None
    voice.words, voice.erasure, voice.erased_at = "", why, at
    voice.withdrawn_at = voice.withdrawn_at or at
    voice.save()
    Verdict.objects.filter(voice=voice).update(words="")
    Reopening.objects.filter(voice=voice).update(words="", reason="")
    SettingAside.objects.filter(voice=voice).update(appeal="")
    Answer.objects.filter(voice=voice).update(text="")
    answers.stop(voice.pk)
    _photos(voice, at)
    _retries(voice)
    ErasureRequest.objects.filter(voice=voice, done_at=None).update(done_at=at, reason="")
    return _contact(contact) if contact else 0


def _contact(contact: Contact) -> int:
    """Delete a sealed contact with the readings that only its subject could see; how many there were."""
    Contact.objects.select_for_update().filter(pk=contact.pk).first()
    looks, _ = Reading.objects.filter(contact=contact).delete()
    Contact.objects.filter(pk=contact.pk).delete()
    return looks


def _photos(voice: Voice, at: datetime) -> None:
    """Photos as reported that nobody opened to the public: untied now, and their bytes gone once this is committed."""
    tied = Attachment.objects.filter(voice=voice, screened=False)
    files = list(tied.values_list("file", flat=True))
    tied.delete()
    long_ago = at - 2 * photos.ORPHAN - timedelta(days=1)
    if File.objects.filter(pk__in=files, attachment=None).update(at=long_ago):
        transaction.on_commit(photos.forget_orphans, robust=True)


def _retries(voice: Voice) -> None:
    """A fingerprint of what was typed is kept to recognize a form sent twice: from now on such a form is a conflict."""
    scope = hashlib.sha256(f"voice:{voice.pk}".encode()).hexdigest()
    reported = Q(scope__startswith="matters.report ") | Q(scope__startswith="talents.offer")
    reported |= Q(scope__startswith="hotline.bring ")
    reported &= Q(outcome__values__voice=voice.pk)
    Idempotency.objects.filter(reported | Q(scope__endswith=scope)).update(digest="")
