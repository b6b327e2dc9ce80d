"""Asking 问与说: a question about a service, a mistake on a page, something that asks too much; each gets a receipt."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haitang.commands import asked
from haitang.engine import clock, directory, gate, tally
from haitang.engine.binding import bind
from haitang.engine.gate import Outcome
from haitang.engine.territory import choices, known, whole
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.actors import SCOPE_COOKIE, actor_of, give_scope, language, remember_voice
from haitang.entrypoints.web.forms import Field, errors_of, fields_of, given, new_key
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import show, unkept
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command, described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.pages import is_open
from haitang.records.place import Place

CONSULT, CORRECT, BURDEN = described(asked.consult), described(asked.correct), described(asked.burden)
FIGURE = "site.burdens"


def consult(request: HttpRequest) -> HttpResponse:
    """Ask how something is done; `?article=` names the article one has just read."""
    return _asked(request, CONSULT, "consult", lambda: {"place": request.POST.get("place") or _anywhere()})


def correct(request: HttpRequest) -> HttpResponse:
    """Say what is wrong on the page that `?page=` names."""
    return _asked(request, CORRECT, "correct", lambda: {"place": _place_of(request.POST.get("page", ""))})


def too_much(request: HttpRequest) -> HttpResponse:
    """Say that a form, a report or a duty asks too much; nobody's account is kept with it."""
    return _asked(request, BURDEN, "too_much", lambda: {"place": _anywhere()}, nameless=True)


def question(request: HttpRequest) -> dict[str, Any]:
    """The form of a question, for a page that shows it along."""
    return {"fields": _fields(request, CONSULT, request.GET, None), "key": new_key()}


def _asked(request: HttpRequest, spec: Command, name: str, settled: Any, nameless: bool = False) -> HttpResponse:
    if request.method != "POST":
        return _form(request, spec, name, request.GET, None)
    by = _nobody(request) if nameless else actor_of(request)
    try:
        outcome = _make(request, spec, by, {**settled(), "language": language(request)})
    except Invalid as error:
        return _form(request, spec, name, request.POST, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    response = redirect("receipt", outcome.values["number"])
    remember = remember_slip if by.account is not None else remember_voice
    remember(request, response, outcome.values["number"], outcome.values["voice"])
    return response


def _make(request: HttpRequest, spec: Command, by: Actor, settled: Mapping[str, Any]) -> Outcome:
    taken = {**given(spec, request.POST), **settled}
    return gate.ask(spec, by, bind(spec, (), taken), request.POST.get("key", ""))


def _nobody(request: HttpRequest) -> Actor:
    """Whoever it is, the ledger is not told: a browser's random cookie tells retries apart."""
    return Actor("web", scope=request.COOKIES.get(SCOPE_COOKIE, ""), language=language(request))


def _form(request: HttpRequest, spec: Command, name: str, source: QueryDict, error: Invalid | None) -> HttpResponse:
    context = {
        "fields": _fields(request, spec, source, error),
        "errors": errors_of(error, language(request)),
        "key": source.get("key") or new_key(),
        **({"count": _counted()} if spec is BURDEN else {}),
    }
    response = unkept(show(request, name, context, "", status=error.status if error else 200))
    give_scope(request, response)
    return response


def _fields(request: HttpRequest, spec: Command, source: QueryDict, error: Invalid | None) -> list[Field]:
    """The controls, each with the words of its own question; what the page settles is not asked."""
    tongue = language(request)
    values = {name: value.replace("\0", "")[:600] for name, value in source.dict().items() if isinstance(value, str)}
    if spec is CORRECT and not error and not is_open(values.get("page", "")):
        values["page"] = ""
    hidden = ["article"] if spec is CONSULT else []
    made = fields_of(spec, values, {"place": _places(tongue)} if spec is CONSULT else {}, hidden, error, tongue)
    shown = [control for control in made if control.name not in _SETTLED[spec.name]]
    for control in shown:
        _worded(spec, control)
    return sorted(shown, key=lambda control: _LATER.index(control.name) if control.name in _LATER else -1)


#: What matters less stands last.
_LATER = ("place", "contact")
_SETTLED = {
    CONSULT.name: ("language",),
    CORRECT.name: ("language", "place"),
    BURDEN.name: ("language", "place"),
}


def _worded(spec: Command, control: Field) -> None:
    words = {
        "asked.consult words": (_("What would you like to know?"), _("For example: what do I bring for a new key?")),
        "asked.correct words": (_("What is wrong, and how should it read?"), ""),
        "asked.correct page": (_("The page"), _("Its address on this site, as in /p/… or /guide.")),
        "asked.burden words": (
            _("What asks too much?"),
            _("Which form, report or duty; what of it is asked twice or for nothing. No names of people."),
        ),
        "asked.burden often": (_("How often?"), ""),
        "asked.burden asker": (_("Which office asks?"), _("An office, not a person.")),
    }
    control.label, control.hint = words.get(f"{spec.name} {control.name}", (control.label, control.hint))
    if control.name == "contact":
        control.label = _("How can we tell you?")
        control.hint = _("Not needed: you can read the answer here with your number and code.")
    if control.name == "place":
        control.required, control.kind, control.empty = False, "select", _("I do not know exactly")


def _places(tongue: str) -> list[dict[str, str]]:
    organization = directory.site()
    offered = choices(organization) if organization else []
    return [{"value": one.code, "label": one.words.say(tongue), "group": one.community.say(tongue)} for one in offered]


def _anywhere() -> str:
    """The whole of the site's territory."""
    organization = directory.site()
    place = whole(organization) if organization else None
    return place.code if place else ""


def _place_of(page: str) -> str:
    """The place whose office answers for a page: that of a place's page, else the whole territory."""
    first, _slash, rest = page.removeprefix("/").partition("/")
    place: Place | None = known(rest.partition("/")[0]) if first == "p" else None
    return place.code if place is not None and place.organization_id is not None else _anywhere()


def _counted() -> dict[str, Any]:
    """How often it was said this year, as sealed; the number opens to its rows."""
    return {"number": tally.figure(FIGURE, _anywhere()), "year": clock.today().year}
