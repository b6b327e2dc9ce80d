"""Service guide 办事指南: publish an article, correct it, confirm that it is still true, withdraw it."""

from datetime import date
from typing import Any

from haitang.engine import clock, guide
from haitang.engine.change import Change, territory_of
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.guide_words import Topic, ValidDays, WebLink, Whom
from haitang.kernel.limits import Code, Day, Edition, OptionalSentence, OptionalText, Reason, Sentence, Title
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.guide import GuideArticle, GuideEdition
from haitang.records.party import Organization

KEEPERS = (Role.DESK, Role.ADMINISTRATOR, Role.SYSTEM)


@command("guide.publish", zh="发布指南", en="Publish an article", roles=KEEPERS, at="place")
def publish(
    change: Change,
    place: Code,
    topic: Topic,
    whom: Whom,
    title: Title,
    title_en: Title,
    counter: Sentence,
    source: Sentence,
    checked_on: Day,
    papers: OptionalText = "",
    papers_en: OptionalText = "",
    counter_en: OptionalSentence = "",
    hours: OptionalSentence = "",
    hours_en: OptionalSentence = "",
    fee: OptionalSentence = "",
    fee_en: OptionalSentence = "",
    steps: OptionalText = "",
    steps_en: OptionalText = "",
    source_link: WebLink = "",
    valid_days: ValidDays = 180,
) -> Fact:
    """An article for a place and everything below it; it hides itself `valid_days` after it was checked."""
    organization = territory_of(change.placed)
    article = GuideArticle(
        code=_next_code(organization), organization=organization, place=change.placed, published_at=change.at
    )
    _write(article, dict(
        topic=topic, whom=whom, title=title, title_en=title_en, papers=papers, papers_en=papers_en, counter=counter,
        counter_en=counter_en, hours=hours, hours_en=hours_en, fee=fee, fee_en=fee_en, steps=steps, steps_en=steps_en,
        source=source, source_link=source_link,
    ))  # fmt: skip
    _checked(article, checked_on, valid_days)
    article.save()
    _keep_edition(change, article, "")
    return Fact(
        "guide.published", organization.code, place, article.code, facts={"topic": topic, "whom": whom},
        values={"article": article.code},
    )  # fmt: skip


@command("guide.correct", zh="更正指南", en="Correct an article", roles=KEEPERS, at="place")
def correct(
    change: Change,
    place: Code,
    article: Code,
    edition: Edition,
    note: Sentence,
    topic: Topic,
    whom: Whom,
    title: Title,
    title_en: Title,
    counter: Sentence,
    source: Sentence,
    checked_on: Day,
    papers: OptionalText = "",
    papers_en: OptionalText = "",
    counter_en: OptionalSentence = "",
    hours: OptionalSentence = "",
    hours_en: OptionalSentence = "",
    fee: OptionalSentence = "",
    fee_en: OptionalSentence = "",
    steps: OptionalText = "",
    steps_en: OptionalText = "",
    source_link: WebLink = "",
    valid_days: ValidDays = 180,
) -> Fact:
    """The article reads like this from now on; the edition before is kept. `edition` is the one the corrector read."""
    known = _read(change, article, edition)
    _write(known, dict(
        topic=topic, whom=whom, title=title, title_en=title_en, papers=papers, papers_en=papers_en, counter=counter,
        counter_en=counter_en, hours=hours, hours_en=hours_en, fee=fee, fee_en=fee_en, steps=steps, steps_en=steps_en,
        source=source, source_link=source_link,
    ))  # fmt: skip
    _checked(known, checked_on, valid_days)
    return _corrected(change, known, note)


@command("guide.check", zh="核对无误", en="Confirm it is still true", roles=KEEPERS, at="place")
def check(change: Change, place: Code, article: Code) -> Fact:
    """Somebody looked today and it is still true: it is shown for another term."""
    known = _article(change, article)
    _checked(known, clock.today(), known.valid_days)
    known.save()
    return Fact("guide.checked", known.organization.code, place, known.code, facts={"edition": known.edition})


@command("guide.withdraw", zh="撤下指南", en="Withdraw an article", roles=KEEPERS, at="place")
def withdraw(change: Change, place: Code, article: Code, reason: Reason) -> Fact:
    """The article is shown no longer; its editions stay on record."""
    known = _article(change, article)
    known.withdrawn_at, known.note = change.at, reason
    known.save()
    return Fact("guide.withdrawn", known.organization.code, place, known.code, facts={"edition": known.edition})


def _read(change: Change, code: str, edition: int) -> GuideArticle:
    """The article, if it still is the edition that was read."""
    known = _article(change, code)
    if known.edition != edition:
        raise Conflict(
            Words(
                zh="别人刚刚改过这篇指南，请看过新的内容再试",
                en="Somebody has just changed this article; please read it again",
            )
        )
    return known


def _corrected(change: Change, known: GuideArticle, note: str) -> Fact:
    known.edition, known.note = known.edition + 1, note
    known.save()
    _keep_edition(change, known, note)
    facts = {"edition": known.edition, "topic": known.topic}
    return Fact("guide.corrected", known.organization.code, change.placed.code, known.code, facts=facts)


def _next_code(organization: Organization) -> str:
    """The next code of an organization, as SJ-7; two who take the same one are told apart by the gate's second try."""
    return f"{organization.mark}-{GuideArticle.objects.filter(organization=organization).count() + 1}"


def _article(change: Change, code: str) -> GuideArticle:
    rows = GuideArticle.objects.select_for_update(of=("self",)).select_related("organization")
    known = rows.filter(code=code, place=change.placed, withdrawn_at=None).first()
    if known is None:
        raise Invalid.of("article", "这个地方没有这篇指南", "There is no such article at this place")
    return known


def _write(article: GuideArticle, given: dict[str, Any]) -> None:
    for name, value in given.items():
        setattr(article, name, value)


def _checked(article: GuideArticle, day: date, valid_days: int) -> None:
    if day > clock.today():
        raise Invalid.of("checked_on", "核对的日子不能在今天之后", "The day it was checked cannot lie ahead")
    article.checked_on, article.valid_days = day, valid_days
    article.due_on = guide.due_on(day, valid_days)


def _keep_edition(change: Change, article: GuideArticle, note: str) -> None:
    text = {name: getattr(article, name) for name in guide.TEXTS}
    GuideEdition.objects.create(
        article=article, edition=article.edition, text=text, note=note, checked_on=article.checked_on, at=change.at
    )


COMMANDS = (publish, correct, check, withdraw)
