"""The one web door for commands 命令之门: shows a command's form, makes the change, comes back with everything kept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from haitang.engine import authority, scope, sheets
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.kernel.command import Command
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.registry import commands, kinds
from haitang.records.matter import Matter


def act(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the form of command `name`; POST makes the change and goes on to `next`."""
    spec = commands.get(name)
    if spec is None:
        raise Http404
    if request.method != "POST":
        return form(request, spec, None, status=200)
    try:
        ask(request, spec)
    except Invalid as error:
        return form(request, spec, error, status=422)
    except Conflict as conflict:
        return conflicted(request, spec, conflict)
    except Refusal as refusal:
        return refused(request, refusal, back=target_of(request))
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(language(request))})
    return redirect(target_of(request))


def form(request: HttpRequest, spec: Command, error: Invalid | None, status: int, **extra: Any) -> HttpResponse:
    """The form of a command with everything that was typed; `extra` goes to the template."""
    source = request.POST if request.method == "POST" else request.GET
    tongue = language(request)
    subject = subject_of(request, spec)
    context = {
        "title": spec.words.say(tongue),
        "subject": sheets.row_of(subject) if subject is not None else None,
        "fields": _fields(request, spec, subject, error, upload=bool(extra.get("upload"))),
        "errors": errors_of(error, tongue),
        "key": source.get("key") or new_key(),
        "expect": source.get("expect", ""),
        "next": target_of(request),
        "shell": "staff.html" if request.user.is_authenticated else "site.html",
    }
    return render(request, "act/form.html", {**context, **extra}, status=status)


def _fields(
    request: HttpRequest, spec: Command, subject: Matter | None, error: Invalid | None, upload: bool
) -> list[Field]:
    """Photos are left out where the form cannot carry them: nobody needs one."""
    source = request.POST if request.method == "POST" else request.GET
    made = fields_for(spec, subject, language(request), values=source.dict(), hidden=_known(request, spec), error=error)
    return [control for control in made if upload or control.name != "photos"]


def conflicted(request: HttpRequest, spec: Command, conflict: Conflict, **extra: Any) -> HttpResponse:
    """Somebody changed it first: the new state, and everything that was typed, ready to be sent again."""
    subject = subject_of(request, spec)
    if subject is None:
        return refused(request, conflict, back=target_of(request))
    move = kinds[subject.kind].flow.move(spec.move)
    possible = move is not None and subject.state in move.sources
    fresh = {"changed": conflict.words, "possible": possible, "expect": subject.version, "key": new_key()}
    return form(request, spec, None, 409, **fresh, **extra)


def subject_of(request: HttpRequest, spec: Command) -> Matter | None:
    """The matter a form is about, as far as this member of staff may open it."""
    source = request.POST if request.method == "POST" else request.GET
    number = source.get(spec.on, "") if spec.reads_subject else ""
    if not number or not request.user.is_authenticated:
        return None
    posts = authority.posts_of(actor_of(request))
    return scope.find(posts, number) if posts else None


def _known(request: HttpRequest, spec: Command) -> list[str]:
    """The subject is given by the page one comes from, not typed."""
    source = request.POST if request.method == "POST" else request.GET
    return [spec.on] if spec.reads_subject and source.get(spec.on) else []


def target_of(request: HttpRequest) -> str:
    """Where to go afterwards: only within this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else reverse("home")
