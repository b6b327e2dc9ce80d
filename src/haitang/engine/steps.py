"""Steps 公共步骤: what several commands do alike. A command never goes through the gate again; it takes these."""

import hashlib
from datetime import datetime
from typing import Any

from haitang.engine import again, joined, tasks, terming, vault, wordings
from haitang.engine.change import Change
from haitang.kernel.command import Fact
from haitang.kernel.errors import Invalid
from haitang.kernel.registry import kinds
from haitang.kernel.words import Language
from haitang.records.contact import Contact
from haitang.records.file import Attachment, File
from haitang.records.matter import Check, Claim, Matter
from haitang.records.party import Organization
from haitang.records.voice import Answer, Voice

#: Every n-th claim of low risk is looked at by somebody else (loop.md row 13: 20 %).
SAMPLE_EVERY = 5
#: Severities that are always checked.
ALWAYS_CHECKED = (0, 1)


def sealed_contact(text: str, organization: Organization) -> Contact | None:
    """A saved, sealed contact, or None when nothing was given."""
    if not text:
        return None
    contact = vault.seal(text, organization)
    contact.save()
    return contact


def attach(
    matter: Matter, digests: list[str], purpose: str, voice: Voice | None = None, claim: Claim | None = None
) -> list[str]:
    """Tie kept files to a matter; their digests, each once, for the entry to vouch for. Invalid when one is missing."""
    wanted = list(dict.fromkeys(digests))
    if not wanted:
        return []
    kept = dict(File.objects.filter(digest__in=wanted).values_list("digest", "pk"))
    if len(kept) < len(wanted):
        raise Invalid.of("photos", "有照片没有传上来，请再试一次", "A photo did not arrive; please try again")
    Attachment.objects.bulk_create(
        Attachment(file_id=kept[digest], matter=matter, voice=voice, claim=claim, purpose=purpose) for digest in wanted
    )
    return wanted


def must_be_checked(matter: Matter) -> bool:
    """Whether the last claim needs somebody else's look: always for high risk and after a second reopening, else a fixed
    fifth by its number.

    A matter that became a project needs none once the project is accepted: that was somebody else's look at the deed.
    """
    if carried_out(matter):
        return False
    if matter.severity in ALWAYS_CHECKED or again.times(matter) >= again.OTHER_CHECKER:
        return True
    drawn = hashlib.sha256(f"{matter.number}/{matter.claims.count()}".encode()).digest()[0]
    return drawn % SAMPLE_EVERY == 0


def carried_out(matter: Matter) -> bool:
    """Whether the matter is claimed to have become a project, and such a project has been accepted."""
    return (
        matter.outcome == "project"
        and matter.links.filter(type="resolved-as", target__state__in=("accepted", "closed")).exists()
    )


def look(change: Change, agreed: bool, note: str) -> None:
    """Somebody else's look at the last claim, agreeing or not."""
    claimed = change.matter.claims.latest("id")
    Check.objects.create(claim=claimed, account_id=change.by.account, agreed=agreed, note=note, at=change.at)


def answer_every_voice(change: Change, zh: str, en: str) -> int:
    """One answer for each voice not withdrawn, in its own language, those of joined matters as well; how many were told.

    The words for the outcome make sure that no answer is empty; the office's own sentence stands in or after them.
    """
    matter = change.matter
    voices = list(joined.speaking(matter).select_related("matter"))
    if not en and any(voice.language == "en" for voice in voices):
        raise Invalid.of(
            "sentence_en",
            "有一位是用英文说的，请也写一句英文",
            "One voice spoke English: please add an English sentence",
        )
    own = wordings.own(matter.organization_id, matter.kind, matter.outcome)
    Answer.objects.bulk_create(
        Answer(
            voice=voice,
            text=wordings.answer(_as_told(voice, matter), voice.language, en if voice.language == "en" else zh, own),
            language=voice.language,
            outcome=matter.outcome,
            at=change.at,
        )
        for voice in voices
    )
    return len(voices)


def _as_told(voice: Voice, matter: Matter) -> Matter:
    """The matter as its voice knows it: under its own number, with what came of the one it was joined into."""
    voice.matter.outcome = matter.outcome
    return voice.matter


def tell(voice: Voice, change: Change, outcome: str) -> None:
    """One answer to one voice alone, in its language, with nothing but the template of `outcome`."""
    text = kinds[change.matter.kind].answer(outcome).say(voice.language)
    Answer.objects.create(voice=voice, text=text, language=voice.language, outcome=outcome, at=change.at)


def language_of(tag: str) -> Language:
    """A browser's or account's language tag as one of ours."""
    return "en" if tag.startswith("en") else "zh-hans"


def close(change: Change, basis: str) -> Fact:
    """Bring the matter to its end on a stated basis."""
    matter = change.matter
    matter.basis = basis if basis == "resident" or not matter.basis else matter.basis
    matter.closed_at = change.at
    change.to("closed")
    return change.fact(f"closed.{matter.outcome}", facts={"basis": matter.basis, "ended": basis})


def reopen(change: Change) -> Fact:
    """Open the matter again: same number, same owner, T0 kept, half the term. A closed count is taken back."""
    change.to("reopened")
    return change.fact(**open_again(change.matter, change.at))


def open_again(matter: Matter, at: datetime) -> dict[str, Any]:
    """What opening again does to a matter, and how its line reads. The caller has noted the reopening, and saves."""
    verb = f"reopened.{matter.outcome}" if matter.closed_at else "reopened"
    quantity, was, basis = -1 if matter.closed_at else 1, matter.outcome, matter.basis
    matter.outcome, matter.basis, matter.closed_at, matter.answered_at = "", "", None, None
    matter.state = "reopened"
    again.counted(matter)
    tasks.renew(matter, at)
    terming.halve(matter, at)
    if again.times(matter) >= again.JOINT_MEETING:
        for_joint_meeting(matter, "reopened")
    return {"verb": verb, "quantity": quantity, "facts": {"was": was, "basis": basis or None}}


def for_joint_meeting(matter: Matter, reason: str) -> None:
    """Mark a matter for the joint meeting, with why; the caller saves it."""
    matter.details = {**matter.details, "joint_meeting": reason}
    matter.for_joint = True
