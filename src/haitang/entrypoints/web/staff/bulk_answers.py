"""Several answers 一起答复: each in the words of its own outcome, with a sentence of its own, read before it is sent.

The sentence starts as what whoever did the work wrote when claiming it done. What was changed after it was last shown
is shown once more: nobody sends an answer that nobody has read.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from haitang.engine import joined, wordings
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import SENTENCE, printable
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Claim, Link, Matter
from haitang.records.voice import Voice

#: The inputs that each matter has for itself; on the form they end in its number.
OWN = ("sentence", "sentence_en")
_EMPTY = Words(zh="请写一句：做了什么、没做什么", en="Please write a sentence: what was done and what was not")
_ENGLISH = Words(zh="有一位是用英文说的，请也写一句英文", en="One voice spoke English: please add an English sentence")
_TOO_LONG = Words(zh=f"最多 {SENTENCE} 个字", en=f"At most {SENTENCE} characters")


@dataclass(frozen=True, slots=True)
class Draft:
    """One answer before it is sent: its own sentences, and the whole text in each language its voices spoke."""

    sentence: str
    sentence_en: str
    english: bool
    outcome: Words
    texts: list[tuple[str, str]]
    wrong: Words | None

    @property
    def seen(self) -> str:
        """What the form says was shown."""
        return seen_of(self.sentence, self.sentence_en)


def seen_of(sentence: str, sentence_en: str) -> str:
    """A mark of these sentences."""
    return hashlib.sha256(f"{sentence}\0{sentence_en}".encode()).hexdigest()[:16]


def own_of(data: Mapping[str, str], number: str) -> dict[str, str]:
    """What was typed for one matter; an empty English sentence is none."""
    typed = {name: _plain(data.get(f"{name}-{number}", "")) for name in OWN}
    return {name: text for name, text in typed.items() if text or name == "sentence"}


def _plain(text: str) -> str:
    """As a form sends it back: browsers write the ends of lines their own way."""
    return text.replace("\r\n", "\n").strip()


def drafts(matters: Sequence[Matter], data: Mapping[str, str] | None) -> dict[int, Draft]:
    """The answers to these matters: as typed, or as they would begin. Four queries, however many there are."""
    told = [matter for matter in matters if matter.outcome]
    if not told:
        return {}
    notes = dict(Claim.objects.filter(matter__in=told).order_by("id").values_list("matter_id", "note"))
    changed = wordings.every(told[0].organization)
    languages = _languages(told)
    return {matter.pk: _draft(matter, data, notes, changed, languages.get(matter.pk, {"zh-hans"})) for matter in told}


def _draft(
    matter: Matter,
    data: Mapping[str, str] | None,
    notes: Mapping[int, str],
    changed: Mapping[tuple[str, str, str], str],
    languages: set[str],
) -> Draft:
    typed = own_of(data, matter.number) if data is not None else {"sentence": _plain(notes.get(matter.pk, ""))}
    sentence, english = typed.get("sentence", ""), typed.get("sentence_en", "")
    own = {tongue: text for (kind, event, tongue), text in changed.items() if (kind, event) == _event(matter)}
    texts = [
        (tongue, _text(matter, tongue, english if tongue == "en" else sentence, own)) for tongue in sorted(languages)
    ]
    texts.sort(key=lambda one: one[0] == "en")
    outcome = kinds[matter.kind].ending(matter.outcome) or Words(zh=matter.outcome, en=matter.outcome)
    return Draft(sentence, english, "en" in languages, outcome, texts, _wrong(sentence, english, languages))


def _event(matter: Matter) -> tuple[str, str]:
    return matter.kind, matter.outcome


def _text(matter: Matter, tongue: str, sentence: str, own: dict[str, str]) -> str:
    try:
        return wordings.answer(matter, tongue, sentence or "……", own)
    except ValueError:
        return ""


def _wrong(sentence: str, english: str, languages: set[str]) -> Words | None:
    if not sentence:
        return _EMPTY
    if max(len(sentence), len(english)) > SENTENCE:
        return _TOO_LONG
    try:
        printable(sentence + english)
    except ValueError:
        return _EMPTY
    return _ENGLISH if "en" in languages and not english else None


def _languages(matters: Sequence[Matter]) -> dict[int, set[str]]:
    """In which languages the voices behind each matter spoke, those of joined matters among them. Two queries."""
    goes_on = {matter.pk: matter.pk for matter in matters}
    links = Link.objects.filter(target__in=matters, type=joined.INTO).values_list("source_id", "target_id")
    goes_on |= dict(links)
    spoken: dict[int, set[str]] = {}
    voices = Voice.objects.filter(matter__in=list(goes_on), withdrawn_at=None).values_list("matter_id", "language")
    for matter, tongue in voices:
        spoken.setdefault(goes_on[matter], set()).add(tongue)
    return spoken


def unread(known: Mapping[int, Draft], matters: Iterable[Matter], data: Mapping[str, str]) -> bool:
    """Whether a sentence is another one than was last shown."""
    return any(data.get(f"seen-{m.number}", "") != known[m.pk].seen for m in matters if m.pk in known)


def wrong_of(known: Mapping[int, Draft], matters: Iterable[Matter]) -> Invalid | None:
    """What is missing, matter by matter."""
    found = [(m, known[m.pk].wrong) for m in matters if m.pk in known]
    problems = [
        Invalid.of(
            f"sentence-{m.number}" if wrong is not _ENGLISH else f"sentence_en-{m.number}",
            f"{m.number}：{wrong.zh}",
            f"{m.number}: {wrong.en}",
        ).problems[0]
        for m, wrong in found
        if wrong is not None
    ]
    return Invalid(problems) if problems else None
