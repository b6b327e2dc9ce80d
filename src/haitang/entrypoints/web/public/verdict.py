"""Verdict 好了吗: one tap says yes, half or cannot tell; a no takes a few words and starts the work again."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.commands import reopening, voices
from haitang.engine import clock, joined
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language, remember_voice
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Refusal
from haitang.records.matter import Matter

SPEC = described(voices.judge)
Again = Callable[[HttpRequest, str, Invalid], HttpResponse]


def judge(request: HttpRequest, number: str, again: Again) -> HttpResponse:
    """Take the verdict on a matter; `again` shows its page with what was wrong."""
    if request.method != "POST":
        return redirect("matter", number)
    try:
        ask(request, SPEC, {"matter": number})
    except Invalid as error:
        return again(request, number, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path.rsplit("/", 1)[0])
    messages.success(request, _thanks(number, request.POST.get("verdict", "")))
    return redirect("matter", number)


def last_day_to_object(matter: Matter) -> date | None:
    """Until when a voice may have the work done again as of right; None when that day is over or nothing is answered."""
    since = matter.closed_at or matter.answered_at
    if since is None or clock.now() - since > timedelta(days=voices.REOPEN_DAYS):
        return None
    return clock.local_day(since + timedelta(days=voices.REOPEN_DAYS))


def recur(request: HttpRequest, number: str) -> HttpResponse:
    """It has come back: a new matter, whose receipt is shown to this browser alone."""
    if request.method != "POST":
        return redirect("matter", number)
    try:
        outcome = ask(request, described(reopening.recur), {"matter": number, "language": language(request)})
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("matter", args=[number]))
    made = outcome.values["number"]
    response = redirect("receipt", made)
    remember_voice(request, response, made, outcome.values["voice"])
    return response


def _thanks(number: str, verdict: str) -> str:
    """What came of it: the second no of a voice opens nothing by itself, and the page must not say that it did."""
    matter = Matter.objects.get(number=number)
    going = joined.into(matter) if matter.state == joined.STATE else matter
    if verdict == "no" and going.answered_at is None:
        return _("Heard. It is opened again under the same number, and the office is told.")
    if verdict == "no":
        return _("Heard. The supervisor decides whether it is done once more, and tells you why.")
    return _("Thank you. What you said is on record.")
