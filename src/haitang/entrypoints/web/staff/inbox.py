"""Inbox 收件箱: what now waits for my posts, and answers that did not arrive by themselves."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from haitang.engine import answers, guide, inbox, sheets
from haitang.engine.answers import Undelivered
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.entrypoints.web.staff.rows import PAGES, called
from haitang.kernel.limits import PAGE
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Message
from haitang.records.voice import Voice

#: Whose posts see which answers still need a person.
TELLING = (Role.DESK, Role.DISPATCHER)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as the page shows it."""

    message: Message
    words: Words
    title: str
    url: str
    place: Words
    post: Words
    about: str
    subject: str


@for_staff
def letters(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Messages to my posts, newest first; POST marks all of them, or those of one matter, as read."""
    if request.method == "POST":
        inbox.mark_read(staff.actor, request.POST.get("matter", ""), request.POST.get("article", ""))
        return redirect("desk_inbox")
    before = request.GET.get("after", "")
    found = inbox.messages(staff.actor, int(before) if before.isdecimal() else None, PAGE + 1, staff.posts)
    context = {
        "section": "inbox",
        "letters": _letters(found[:PAGE], staff.tongue),
        "after": str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        "undelivered": [(one, new_key()) for one in _undelivered(staff)],
    }
    return render(request, "staff/inbox.html", context)


def _letters(found: list[Message], tongue: str) -> list[Letter]:
    """The messages of a page; what nobody has named yet is called by what was said (one query for all of them)."""
    matters = [message.matter for message in found if message.matter is not None]
    unnamed = {m.pk for m in matters if m.shape == "case" and not m.title and not m.private}
    voices = Voice.objects.filter(matter__in=unnamed, withdrawn_at=None).order_by("-id").values_list("matter", "words")
    said = dict(voices)
    return [
        _letter(message, message.matter, said.get(message.matter.pk, ""), tongue)
        if message.matter is not None
        else _of_article(message, tongue)
        for message in found
    ]


def _of_article(message: Message, tongue: str) -> Letter:
    """A message about an article of the service guide."""
    article = message.article
    if article is None:
        raise LookupError(f"message {message.pk} is about nothing")
    place = Words(zh=article.place.name, en=article.place.name_en)
    title, url = guide.title_of(article).say(tongue), reverse("desk_article", args=[article.code])
    return Letter(message, inbox.words_of(message), title, url, place, name_of(message.post), "article", article.code)


def _letter(message: Message, matter: Matter, said: str, tongue: str) -> Letter:
    title = called(sheets.title_of(matter, False), said, tongue, bool(matter.title))
    url = reverse(PAGES[matter.shape], args=[matter.number])
    place = Words(zh=matter.place.name, en=matter.place.name_en)
    return Letter(message, inbox.words_of(message), title, url, place, name_of(message.post), "matter", matter.number)


def _undelivered(staff: Staff) -> list[Undelivered]:
    """For the first of my posts that tells people: answers at its place that need a phone call or a slip of paper."""
    post = next((post for post in staff.posts if post.role in TELLING), None)
    return answers.undelivered(post.organization, post.place) if post else []
