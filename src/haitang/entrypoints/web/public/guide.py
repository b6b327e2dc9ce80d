"""Service guide 办事指南: the list, by topic and for whom, and one article with its source and the day it was checked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import directory, guide
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.web.actors import give_scope, language
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.public import asking
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.guide_words import TOPICS, WHOM
from haitang.records.guide import GuideArticle

#: Articles on one page of the list; a search narrows it.
LISTED = 60


def listed(request: HttpRequest) -> HttpResponse:
    """The articles in use, by topic; `?q=`, `?topic=` and `?whom=` narrow them. A question may be asked below."""
    organization = directory.site()
    topic, whom = _known(request, "topic", TOPICS), _known(request, "whom", WHOM)
    q = request.GET.get("q", "").replace("\0", "")[:80]
    found = guide.searched(guide.of_organization(organization), q) if organization else GuideArticle.objects.none()
    chosen = {name: value for name, value in (("topic", topic), ("whom", whom)) if value}
    context = {
        "groups": _by_topic(list(found.filter(**chosen)[:LISTED])),
        "topics": [(code, label_of(f"choice {code}")) for code in TOPICS],
        "whoms": [(code, label_of(f"choice {code}")) for code in WHOM],
        "topic": topic,
        "whom": whom,
        "q": q,
        **asking.question(request),
    }
    response = show(request, "guide", context, "guide")
    give_scope(request, response)
    return response


def _known(request: HttpRequest, name: str, codes: tuple[str, ...]) -> str:
    value = request.GET.get(name, "")
    return value if value in codes else ""


def _by_topic(articles: list[GuideArticle]) -> list[tuple[str, list[GuideArticle]]]:
    groups = ((code, [article for article in articles if article.topic == code]) for code in TOPICS)
    return [(label_of(f"choice {code}"), found) for code, found in groups if found]


def article(request: HttpRequest, code: str) -> HttpResponse:
    """One article in use; one past its term or withdrawn is not there."""
    found = guide.in_use().filter(code=readable(code)).select_related("organization", f"place__{ABOVE}").first()
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "article": found,
        "title": guide.title_of(found),
        "parts": guide.parts_of(found),
        "where": shown(found.place),
        "for_whom": label_of(f"choice {found.whom}"),
        "topic": label_of(f"choice {found.topic}"),
        "language": language(request),
    }
    return show(request, "article", context, "guide", found.organization)
