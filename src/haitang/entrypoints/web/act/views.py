"""The one web door for commands 命令之门: shows a command's form, makes the change, comes back with everything kept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import authority, scope, sheets, territory
from haitang.entrypoints.web import second_step
from haitang.entrypoints.web.act.since import since
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.returning import within_site
from haitang.kernel.command import Command
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.registry import commands, kinds
from haitang.records.matter import Matter

#: Inputs that a page gives along, and that nobody types; and those that have no control.
SETTLED = ("duty", "motion", "answer", "voice", "request", "term", "link", "asked", "talent")
UNSHOWN = frozenset({"also", "files", "document"})


def act(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the form of command `name`; POST makes the change and goes on to `next`."""
    spec = commands.get(name)
    if spec is None:
        raise Http404
    if request.method != "POST":
        return form(request, spec, None, status=200)
    if second_step.missing_for(request):
        return redirect("account_second_step")
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


def form(
    request: HttpRequest,
    spec: Command,
    error: Invalid | None,
    status: int,
    given: QueryDict | None = None,
    **extra: Any,
) -> HttpResponse:
    """The form of a command with everything that was typed, or `given` beforehand; `extra` goes to the template."""
    source = _typed(request) if given is None else given
    subject = _subject(request, spec, source)
    context = {
        "title": spec.words.say(language(request)),
        "subject": sheets.row_of(subject) if subject is not None else None,
        "fields": _fields(request, spec, source, subject, error, upload=bool(extra.get("upload"))),
        "errors": errors_of(error, language(request)),
        "key": source.get("key") or new_key(),
        "expect": source.get("expect", ""),
        "next": target_of(request, source),
        "shell": "staff.html" if request.user.is_authenticated else "site.html",
    }
    return render(request, "act/form.html", {**context, **extra}, status=status)


def _typed(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _fields(
    request: HttpRequest,
    spec: Command,
    source: QueryDict,
    subject: Matter | None,
    error: Invalid | None,
    upload: bool,
) -> list[Field]:
    """What the page one comes from has settled stays hidden. Photos are left out where the form cannot carry them."""
    values = source.dict()
    made = fields_for(spec, subject, language(request), values=values, hidden=_settled(spec, values), error=error)
    shown = [control for control in made if control.name not in UNSHOWN or control.error]
    return [control for control in shown if upload or control.name != "photos"]


def _settled(spec: Command, values: dict[str, Any]) -> list[str]:
    """The subject, the item of an agenda, and with an item the place and kind of the project it opens; a place that the
    page gave along and that is there."""
    names = [spec.on, *SETTLED] if spec.reads_subject else list(SETTLED)
    given = [name for name in names if values.get(name)]
    if spec.at and not spec.opens and territory.known(str(values.get(spec.at, ""))):
        given.append(spec.at)
    return [*given, "place", "kind"] if spec.opens and "motion" in given else given


def conflicted(request: HttpRequest, spec: Command, conflict: Conflict, **extra: Any) -> HttpResponse:
    """Somebody changed it first: what they did, the new state, and everything that was typed, ready to be sent again."""
    subject = _subject(request, spec, _typed(request))
    if subject is None:
        return refused(request, conflict, back=target_of(request))
    move = kinds[subject.kind].flow.move(spec.move)
    possible = move is not None and subject.state in move.sources
    fresh: dict[str, Any] = {
        "changed": conflict.words,
        "since": since(subject, _typed(request).get("expect", "")),
        "possible": possible,
        "expect": subject.version,
        "key": new_key(),
    }
    return form(request, spec, None, 409, **fresh, **extra)


def _subject(request: HttpRequest, spec: Command, source: QueryDict) -> Matter | None:
    """The matter a form is about, as far as this member of staff may open it."""
    number = source.get(spec.on, "") if spec.reads_subject else ""
    if not number or not request.user.is_authenticated:
        return None
    posts = authority.posts_of(actor_of(request))
    return scope.find(posts, number) if posts else None


def target_of(request: HttpRequest, source: QueryDict | None = None) -> str:
    """Where to go afterwards: only within this site."""
    return within_site(request, str((_typed(request) if source is None else source).get("next", "")))
