"""Wordings 用语: an office's own words for the answer of an outcome and for the receipt, in place of the catalogue's."""

import re
from dataclasses import dataclass

from haitang.engine.addresses import absolute
from haitang.kernel.courses import ENDINGS
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.limits import printable
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.wording import Wording

RECEIVED = "received"
#: What a receipt says where the office has no words of its own.
RECEIPT = Words(
    zh="您说的事记下了。没有办好、没有答复您之前，不算完。",
    en="What you told us is written down. It is not over until it is dealt with and you have your answer.",
)
#: The fixed set of placeholders.
PLACEHOLDERS: dict[str, Words] = {
    "number": Words(zh="编号", en="the number"),
    "title": Words(zh="事由（公开的标题；没有时用类别）", en="the title the public may read, or else the kind"),
    "sentence": Words(
        zh="答复时写的那句话（不写就接在最后）", en="the sentence written with the answer (else it follows at the end)"
    ),
    "link": Words(zh="查看经过的网址（不含查询码）", en="the address of the matter's page (without the code)"),
}
_BRACE = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Filling:
    """What the placeholders stand for in one answer."""

    number: str
    title: str
    sentence: str
    link: str


def events_of(kind: Kind) -> dict[str, Words]:
    """What a kind has words for: the receipt and each outcome, with the catalogue's template."""
    if not kind.flow.voiced:
        return {}
    shared = {code: ending.answer for code, ending in ENDINGS.items()} if kind.flow.move("withdraw") else {}
    return {RECEIVED: kind.notes.get(RECEIVED, RECEIPT), **kind.answers, **shared}


def checked(text: str, event: str, field: str = "text") -> str:
    """`text` when its placeholders are known, each used once at most; Invalid naming the field otherwise."""
    allowed = [name for name in PLACEHOLDERS if event != RECEIVED or name != "sentence"]
    seen: set[str] = set()
    for found in _BRACE.finditer(text):
        name = found.group(1)
        if name not in allowed or name in seen:
            known = " ".join(f"{{{each}}}" for each in allowed)
            raise Invalid.of(
                field,
                f"只能用这几个占位，每个最多一次：{known}",
                f"Only these placeholders may be used, each once at most: {known}",
            )
        seen.add(name)
    return text


def own(organization: int, kind: str, event: str) -> dict[str, str]:
    """The office's own words for one event, by language; one query."""
    rows = Wording.objects.filter(organization=organization, kind=kind, event=event)
    return dict(rows.values_list("language", "text"))


def every(organization: Organization) -> dict[tuple[str, str, str], str]:
    """All words of an office: (kind, event, language) → text."""
    rows = Wording.objects.filter(organization=organization).values_list("kind", "event", "language", "text")
    return {(kind, event, language): text for kind, event, language, text in rows}


def template(kind: Kind, event: str, language: str, changed: dict[str, str]) -> str:
    """The words in force: the office's, else the catalogue's."""
    return changed.get(language) or events_of(kind)[event].say(language)


def answer(matter: Matter, language: str, sentence: str, changed: dict[str, str]) -> str:
    """What a voice is told: the words in force, filled in; the sentence follows where they have no place for it."""
    words = template(kinds[matter.kind], matter.outcome, language, changed)
    said = filled(words, filling(matter, language, sentence))
    return printable((said if "{sentence}" in words else f"{said}\n{sentence}").strip())


def receipt(matter: Matter, language: str) -> str:
    """What the receipt of a matter says in a language; one query."""
    changed = own(matter.organization_id, matter.kind, RECEIVED)
    return filled(template(kinds[matter.kind], RECEIVED, language, changed), filling(matter, language, ""))


def filling(matter: Matter, language: str, sentence: str) -> Filling:
    """The values of one matter; a title nobody has released does not leave the house."""
    title = matter.title if matter.title and matter.screened else kinds[matter.kind].words.say(language)
    return Filling(matter.number, title, sentence, absolute(f"/m/{matter.number}"))


def filled(words: str, values: Filling) -> str:
    """The words with each placeholder in its place; whatever a value holds is left as it is."""
    return _BRACE.sub(lambda found: str(getattr(values, found.group(1) or "", found.group(0))), words)
