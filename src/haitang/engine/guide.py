"""Service guide 办事指南: which articles everybody may read today, how one is quoted, and which have to be checked again."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from haitang.engine import clock, inbox
from haitang.engine.gate import upkeep
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.guide import GuideArticle
from haitang.records.office import Message
from haitang.records.party import Organization, Post

#: What an article says; an edition keeps all of it.
TEXTS = (
    "topic", "whom", "title", "title_en", "papers", "papers_en", "counter", "counter_en", "hours", "hours_en",
    "fee", "fee_en", "steps", "steps_en", "source", "source_link",
)  # fmt: skip
#: Parts that are read, with what they are called.
PARTS: tuple[tuple[str, Words], ...] = (
    ("papers", Words(zh="要带的材料", en="What to bring")),
    ("counter", Words(zh="到哪里办", en="Where")),
    ("hours", Words(zh="什么时候", en="When")),
    ("fee", Words(zh="费用", en="Fee")),
    ("steps", Words(zh="怎么办", en="How it goes")),
)
#: A quoted part is cut here: the answer leads to the whole article.
_QUOTED = 600
OVERDUE = "guide.overdue"
QUOTE = Words(
    zh="——办事指南《{title}》（{code}，{day} 核对）——",
    en="— Service guide: {title} ({code}, checked on {day}) —",
)


def due_on(checked: date, valid_days: int) -> date:
    """The last day on which an article checked then may be shown."""
    return checked + timedelta(days=valid_days)


def in_use() -> QuerySet[GuideArticle]:
    """Articles that everybody may read today."""
    return GuideArticle.objects.filter(withdrawn_at=None, due_on__gte=clock.today())


def overdue() -> QuerySet[GuideArticle]:
    """Articles whose term has passed: hidden until somebody has checked them."""
    return GuideArticle.objects.filter(withdrawn_at=None, due_on__lt=clock.today())


def of_organization(organization: Organization) -> QuerySet[GuideArticle]:
    """The articles of an organization that everybody may read today, by title."""
    return in_use().filter(organization=organization).order_by("title", "pk")


def searched(articles: QuerySet[GuideArticle], words: str) -> QuerySet[GuideArticle]:
    """Those whose title, papers or steps hold every one of a few words."""
    for word in words.split()[:5]:
        held = Q()
        for name in ("title", "title_en", "papers", "papers_en", "steps", "steps_en", "counter"):
            held |= Q(**{f"{name}__icontains": word})
        articles = articles.filter(held)
    return articles


def kept_by(posts: Sequence[Post]) -> QuerySet[GuideArticle]:
    """The articles at the places of these posts and below, those to be checked first."""
    below = Q(pk=None)
    for post in posts:
        below |= Q(place__path__startswith=post.place.path, organization=post.organization_id)
    return GuideArticle.objects.filter(below, withdrawn_at=None).select_related("place").order_by("due_on", "pk")


def title_of(article: GuideArticle) -> Words:
    """What an article is called."""
    return Words(zh=article.title, en=article.title_en)


def parts_of(article: GuideArticle) -> list[tuple[Words, Words]]:
    """What is written in an article, part by part; the Chinese stands in where nobody has written the English."""
    written = ((words, str(getattr(article, name)), str(getattr(article, f"{name}_en"))) for name, words in PARTS)
    return [(words, Words(zh=zh, en=en or zh)) for words, zh, en in written if zh]


def quoted(article: GuideArticle) -> Words:
    """The article as it reads now, for an answer: title, the day it was checked, its parts."""
    return Words(zh=_quoted(article, "zh-hans"), en=_quoted(article, "en"))


def _quoted(article: GuideArticle, tongue: str) -> str:
    head = QUOTE.say(tongue).format(
        title=title_of(article).say(tongue), code=article.code, day=article.checked_on.isoformat()
    )
    parts = ((words.say(tongue), _in(article, name, tongue)) for name, words in PARTS)
    colon = "：" if tongue != "en" else ": "
    return "\n".join([head, *(f"{name}{colon}{_cut(text)}" for name, text in parts if text)])


def _in(article: GuideArticle, name: str, tongue: str) -> str:
    """A part in one language only: an answer in English quotes no Chinese."""
    return str(getattr(article, f"{name}_en" if tongue == "en" else name))


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def remind_overdue(limit: int = 200) -> int:
    """Tell the desk of each article whose term has passed, once a term; how many were told about."""
    told = Q(reminded_for=F("due_on"))
    waiting = overdue().filter(~told | Q(reminded_for=None)).select_related("place").order_by("pk")
    return sum(_remind(article) for article in waiting[:limit])


def _remind(article: GuideArticle) -> int:
    with upkeep():
        this_term = GuideArticle.objects.filter(pk=article.pk, due_on=article.due_on, withdrawn_at=None)
        if not this_term.filter(~Q(reminded_for=article.due_on) | Q(reminded_for=None)).update(
            reminded_for=article.due_on
        ):
            return 0
        for post in inbox.nearest_at(article.place, article.organization_id, Role.DESK, Role.ADMINISTRATOR):
            Message.objects.create(post=post, article=article, template=OVERDUE, at=clock.now())
    return 1
