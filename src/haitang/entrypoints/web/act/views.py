"""The one web door for commands 命令之门: shows a command's form, makes the change, comes back with everything kept."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.forms import errors_of, fields_of, new_key
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import commands


def act(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows the form of command `name`; POST makes the change and goes on to `next`."""
    spec = commands.get(name)
    if spec is None:
        raise Http404
    if request.method != "POST":
        return _form(request, spec, None, status=200)
    try:
        ask(request, spec)
    except Invalid as error:
        return _form(request, spec, error, status=422)
    except Refusal as refusal:
        return refused(request, refusal, back=_next(request))
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(language(request))})
    return redirect(_next(request))


def _form(request: HttpRequest, spec: Command, error: Invalid | None, status: int) -> HttpResponse:
    source = request.POST if request.method == "POST" else request.GET
    tongue = language(request)
    context = {
        "title": spec.words.say(tongue),
        "fields": fields_of(spec, values=source.dict(), hidden=_known(request, spec), error=error, language=tongue),
        "errors": errors_of(error, tongue),
        "key": source.get("key") or new_key(),
        "expect": source.get("expect", ""),
        "next": _next(request),
    }
    shell = "staff.html" if request.user.is_authenticated else "site.html"
    return render(request, "act/form.html", {**context, "shell": shell}, status=status)


def _known(request: HttpRequest, spec: Command) -> list[str]:
    """The subject is given by the page one comes from, not typed."""
    source = request.POST if request.method == "POST" else request.GET
    return [spec.on] if spec.reads_subject and source.get(spec.on) else []


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: only within this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else reverse("home")
