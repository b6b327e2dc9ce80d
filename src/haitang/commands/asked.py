"""Asked 问与答: questions about services, corrections of pages, and what asks too much; each voice gets its answer."""

from typing import Any

from haitang.engine import guide, steps
from haitang.engine.change import Change, option_of
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.guide_words import Often
from haitang.kernel.limits import Code, ContactText, OptionalCode, OptionalSentence, OptionalTitle, Sentence
from haitang.kernel.pages import PagePath
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Language
from haitang.records.guide import GuideArticle

ANYBODY = (Role.ANYONE,)
#: The outcome that stands for “answered from the guide”: it needs the article.
FROM_GUIDE = "guide"
#: Kinds that are answered from articles have this panel.
ARTICLES = "articles"


@command("asked.consult", zh="问一件事", en="Ask something", roles=ANYBODY, at="place", opens=True)
def consult(
    change: Change,
    place: Code,
    words: Sentence,
    article: OptionalCode = "",
    contact: ContactText = "",
    language: Language = "zh-hans",
) -> Fact:
    """A question about how something is done, with the article it was read beside where there was one."""
    return _opened(change, "guide.consult", words, {"article": article} if article else {}, contact, language)


@command("asked.correct", zh="指出网页的错", en="Point out a mistake", roles=ANYBODY, at="place", opens=True)
def correct(
    change: Change,
    place: Code,
    page: PagePath,
    words: Sentence,
    contact: ContactText = "",
    language: Language = "zh-hans",
) -> Fact:
    """What is wrong on a page of this site. Only addresses that everybody may open are taken, without a question."""
    return _opened(change, "site.page_correction", words, {"page": page}, contact, language)


@command("asked.burden", zh="说要求太多", en="Say that it asks too much", roles=ANYBODY, at="place", opens=True)
def burden(
    change: Change,
    place: Code,
    words: Sentence,
    often: Often = "unclear",
    asker: OptionalTitle = "",
    contact: ContactText = "",
    language: Language = "zh-hans",
) -> Fact:
    """Which form, report or duty asks too much, how often, and which office asks; said by residents and staff alike."""
    return _opened(change, "site.burden", words, {"often": often, "asker": asker}, contact, language)


def _opened(change: Change, kind: str, words: str, details: dict[str, Any], contact: str, language: Language) -> Fact:
    matter = open_matter(change, kinds[kind], change.placed, details=details)
    voice = voice_in(change, matter, words, contact, language)
    change.subject = matter
    return change.fact(
        "received", facts={"door": change.by.door}, number=matter.number, voice=voice.pk, matter=matter.pk
    )


@command("asked.reply", zh="答复", en="Answer the question", move="reply", on="matter", shape="case")
def reply(
    change: Change,
    matter: Code,
    outcome: Code,
    sentence: Sentence,
    sentence_en: OptionalSentence = "",
    article: OptionalCode = "",
) -> Fact:
    """Tell whoever asked, in their language; an article is quoted as it reads today, whatever becomes of it later."""
    subject = change.matter
    subject.outcome = option_of(change.kind, "outcomes", outcome, "outcome")
    known = _article(change, article, needed=outcome == FROM_GUIDE)
    said = _with_quote(sentence, sentence_en, known)
    told = steps.answer_every_voice(change, *said)
    subject.answered_at = change.at
    facts: dict[str, Any] = {"voices": told}
    if known:
        subject.details = {**subject.details, "quoted": known.code, "edition": known.edition}
        facts |= {"article": known.code, "edition": known.edition}
    change.to()
    return change.fact(f"answered.{outcome}", facts=facts)


def _with_quote(zh: str, en: str, article: GuideArticle | None) -> tuple[str, str]:
    """The office's sentence with the article below it, in both languages; English only where it was written."""
    if article is None:
        return zh, en
    quoted = guide.quoted(article)
    return f"{zh}\n{quoted.zh}", f"{en}\n{quoted.en}" if en else ""


def _article(change: Change, code: str, needed: bool) -> GuideArticle | None:
    if not code and not needed:
        return None
    if ARTICLES not in change.kind.panels:
        raise Invalid.of("article", "这类事不从指南答复", "This kind is not answered from the guide")
    known = guide.of_organization(change.matter.organization).filter(code=code).first()
    if known is None:
        raise Invalid.of("article", "请选一篇现行的指南", "Please choose an article that is in use")
    return known


COMMANDS = (consult, correct, burden, reply)
