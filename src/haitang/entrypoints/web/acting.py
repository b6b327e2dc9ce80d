"""Acting 办事: a posted form becomes one change through the gate; refusals come back as pages in the reader's language."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import gate
from haitang.engine.binding import bind
from haitang.engine.gate import Outcome
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.forms import given
from haitang.kernel.command import Command
from haitang.kernel.errors import Conflict, Invalid, Problem, Refusal


def ask(request: HttpRequest, spec: Command, extra: Mapping[str, Any] | None = None) -> Outcome:
    """Make the change a form asks for, as whoever posted it. `key` and `expect` come from hidden inputs."""
    taken = {**given(spec, request.POST), **(extra or {})}
    number = str(taken.get(spec.on, "")) if spec.on else ""
    by = actor_of(request, number)
    expect = version(request.POST.get("expect", ""))
    return gate.ask(spec, by, bind(spec, (), taken), request.POST.get("key", ""), expect)


def version(text: str) -> int | None:
    """The version a form was filled in for; Invalid when somebody has tampered with it."""
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Invalid.of(
            "expect", "页面的版本号不对，请重新打开", "The page's version is not right; please open it again"
        )
    return int(text)


def refused(request: HttpRequest, refusal: Refusal, back: str = "") -> HttpResponse:
    """A page that says why it was not done and what to do."""
    shell = "staff.html" if request.user.is_authenticated else "site.html"
    context = {"words": refusal.words.say(language(request)), "back": back, "status": refusal.status, "shell": shell}
    return render(request, "refused.html", context, status=refusal.status)


def stale(conflict: Conflict) -> Invalid:
    """A record that somebody changed first, for a page that shows it as it is now beside what was typed; status 409."""
    error = Invalid([Problem("", conflict.words)])
    error.status = conflict.status
    return error
