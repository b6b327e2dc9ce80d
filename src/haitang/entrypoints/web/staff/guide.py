"""Service guide 办事指南 at work: what has to be checked, and one article with its editions and the forms that keep it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.commands import guide as articles
from haitang.engine import clock, guide
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.directory import done_or, form_of, keeping
from haitang.kernel.command import described
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.words import Words
from haitang.records.guide import GuideArticle, GuideEdition

PUBLISH, CORRECT, WITHDRAW = described(articles.publish), described(articles.correct), described(articles.withdraw)
LISTED = 200


@dataclass(frozen=True, slots=True)
class Row:
    """An article as the list shows it; `overdue` ones are hidden from everybody until they are checked."""

    article: GuideArticle
    title: Words
    overdue: bool


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The articles at my places, those to be checked first."""
    today = clock.today()
    rows = [Row(one, guide.title_of(one), one.due_on < today) for one in guide.kept_by(staff.posts)[:LISTED]]
    context = {
        "section": "guide",
        "to_check": [row for row in rows if row.overdue],
        "rows": [row for row in rows if not row.overdue],
        "may": bool(keeping(staff)),
    }
    return render(request, "staff/guide.html", context)


@for_staff
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The form for another article."""
    if request.method == "POST":
        return done_or(request, staff, PUBLISH, "desk_guide", lambda error: _new(request, staff, error))
    return _new(request, staff, None)


def _new(request: HttpRequest, staff: Staff, error: Invalid | None) -> HttpResponse:
    posts = keeping(staff)
    if not posts:
        raise Http404
    first = {"checked_on": clock.today().isoformat(), "place": posts[0].place.code, "valid_days": 180}
    values = request.POST.dict() if error else first
    context = {
        "section": "guide",
        "fields": form_of(staff, PUBLISH, values, error),
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
    }
    return render(request, "staff/article_new.html", context, status=error.status if error else 200)


@for_staff
def article(request: HttpRequest, staff: Staff, code: str) -> HttpResponse:
    """One article: confirm it, correct it, withdraw it; and how it read before."""
    found = guide.kept_by(staff.posts).filter(code=code.replace("\0", "")[:64]).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        again = lambda error: _article(request, staff, found, error)  # noqa: E731 (one use)
        return done_or(request, staff, CORRECT, "desk_article", again, found.code)
    return _article(request, staff, found, None)


def _article(request: HttpRequest, staff: Staff, found: GuideArticle, error: Invalid | None) -> HttpResponse:
    given = {"article": found.code, "place": found.place.code, "edition": found.edition}
    today, hidden = clock.today(), ("article", "place", "edition")
    known = {name: getattr(found, name) for name in guide.TEXTS} | {"valid_days": found.valid_days}
    values = {**known, "checked_on": today.isoformat(), **(request.POST.dict() if error else given)}
    if error and error.status == Conflict.status:
        values["edition"] = found.edition  # what it says now stands on the page, beside what was typed
    may = bool(keeping(staff))
    context: dict[str, Any] = {
        "section": "guide",
        "article": found,
        "title": guide.title_of(found),
        "overdue": found.due_on < today,
        "parts": guide.parts_of(found),
        "editions": list(GuideEdition.objects.filter(article=found).order_by("-edition")[:20]),
        "fields": form_of(staff, CORRECT, values, error, hidden=hidden) if may else [],
        "withdraw": fields_for(
            WITHDRAW, None, staff.tongue, values=given, hidden=["article", "place"], prefix="withdraw"
        ),
        "errors": errors_of(error, staff.tongue),
        "keys": [new_key(), new_key(), new_key()],
    }
    return render(request, "staff/article.html", context, status=error.status if error else 200)
