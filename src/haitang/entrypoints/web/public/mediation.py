"""Mediation 调解: asking for it without an account, on paper, and the page of one side: its own words, its own answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haitang.commands import mediation
from haitang.engine import confided, confidence, directory, docket, looking
from haitang.engine.mediating import CONFIRMATION
from haitang.engine.territory import ABOVE, whole_and_communities
from haitang.engine.vault import Unopenable
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import actor_of, give_scope, language, remember_voice, voices_of
from haitang.entrypoints.web.forms import Field, errors_of, fields_of, new_key
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import readable, show, unkept
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.mediation import Accord, Side
from haitang.records.voice import Answer

SPEC, INVITE = described(mediation.request), described(mediation.invite)
#: What a side may do by itself, in the order in which it is offered: command, whether it lies folded.
OWN = ((mediation.consent, False), (mediation.refuse_mediator, True), (mediation.decline, True))


def form(request: HttpRequest) -> HttpResponse:
    """What mediation is and is not, and one sentence; then a number and a code."""
    if request.method != "POST":
        return _form(request, request.GET, None)
    try:
        outcome = ask(request, SPEC, {"language": language(request)})
    except Invalid as error:
        return _form(request, request.POST, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    response = redirect("receipt", outcome.values["number"])
    remember = remember_slip if actor_of(request).account is not None else remember_voice
    remember(request, response, outcome.values["number"], outcome.values["voice"])
    return response


def paper(request: HttpRequest) -> HttpResponse:
    """The same to fill in with a pen, and the consent of both sides; nothing on it is known to anybody yet."""
    organization = directory.site()
    issuer = directory.office_of(organization) if organization else None
    return render(request, "public/mediation_print.html", {"issuer": issuer})


@require_POST
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """A mediator notes the other side, and its slip with number and code stands ready to be printed."""
    try:
        outcome = ask(request, INVITE, {"matter": readable(number)})
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_mediation", args=[number]))
    response = redirect("receipt", number)
    remember_slip(request, response, number, outcome.values["voice"])
    return response


def own(request: HttpRequest, number: str) -> HttpResponse:
    """One side's page: its own words and answers, where it stands, and what it may do. Nothing of the other side."""
    side = _side(request, number)
    if side is None:
        return redirect("matter", number)
    try:
        said = docket.said(side)
    except Unopenable as error:
        return refused(request, error, back="/")
    matter, kind = side.matter, kinds[side.matter.kind]
    accord = Accord.objects.filter(matter=matter).first()
    context = {
        "matter": matter,
        "state": kind.flow.state(matter.state).words,
        "final": kind.flow.state(matter.state).final,
        "side": side,
        "said": said,
        "how": label_of(f"choice {side.how}") if side.how else "",
        "answers": list(Answer.objects.filter(voice=side.voice).order_by("id")),
        "mediators": [Words(zh=one.post.name, en=one.post.name_en) for one in confidence.serving(matter)],
        "sittings": [_sitting(one) for one in matter.sittings.select_related("place").order_by("held_on", "id")],
        "accord": accord,
        "ruling": label_of(f"choice {accord.ruling}") if accord and accord.ruling else "",
        "source": CONFIRMATION,
        "looks": [look for contact in confided.looked_at(side.voice) for look in looking.readings(contact)],
        "acts": _acts(side),
    }
    return unkept(show(request, "mediation_own", context, "follow", matter.organization))


def _side(request: HttpRequest, number: str) -> Side | None:
    known = voices_of(request).get(number)
    if known is None:
        return None
    rows = Side.objects.filter(voice=known, matter__number=number, voice__withdrawn_at=None)
    return rows.select_related("words", "voice__contact", "matter__organization", f"matter__place__{ABOVE}").first()


def _sitting(one: Any) -> dict[str, Any]:
    return {"day": one.held_on, "place": Words(zh=one.place.name, en=one.place.name_en), "visit": one.sort == "visit"}


def _acts(side: Side) -> list[dict[str, Any]]:
    """What this side may do now, each a button; what it has agreed to already is not asked again."""
    matter = side.matter
    made = []
    for command, folded in OWN:
        spec = described(command)
        move = kinds[matter.kind].flow.move(spec.move)
        if move is None or matter.state not in move.sources or (command is mediation.consent and side.consented_at):
            continue
        made.append({"name": spec.name, "words": spec.words, "folded": folded, "key": new_key(), "move": spec.move})
    return made


def _form(request: HttpRequest, source: QueryDict, error: Invalid | None) -> HttpResponse:
    context = {
        "fields": _fields(request, source, error),
        "errors": errors_of(error, language(request)),
        "key": source.get("key") or new_key(),
        "staff_writes": request.user.is_authenticated,
    }
    response = unkept(show(request, "mediation", context, "", status=error.status if error else 200))
    give_scope(request, response)
    return response


def _fields(request: HttpRequest, source: QueryDict, error: Invalid | None) -> list[Field]:
    tongue = language(request)
    values = {name: value.replace("\0", "")[:600] for name, value in source.dict().items() if isinstance(value, str)}
    made = fields_of(SPEC, values, {"place": _places(tongue)}, ["origin"], error, tongue)
    shown = [control for control in made if control.name != "language"]
    if not request.user.is_authenticated:
        shown = [control for control in shown if control.name != "for_somebody"]
    for control in shown:
        _worded(control)
    return shown


def _worded(control: Field) -> None:
    words = {
        "words": (_("What is it about?"), _("One sentence is enough. It is sealed at once; only a mediator opens it.")),
        "place": (_("In which community?"), _("Only so that the right mediator gets it; no building is asked for.")),
        "contact": (
            _("How to reach you"),
            _("Sealed as well. Without it, look here with number and code."),
        ),
        "for_somebody": (_("I write this down for somebody at the counter"), ""),
    }
    control.label, control.hint = words.get(control.name, (control.label, control.hint))
    if control.name == "place":
        control.kind, control.empty = "select", _("Please choose")


def _places(tongue: str) -> list[dict[str, str]]:
    """Communities only: who quarrels behind which door is nobody's list."""
    organization = directory.site()
    top, communities = whole_and_communities(organization) if organization else (None, [])
    offered = communities or ([top] if top is not None else [])
    return [{"value": one.code, "label": Words(zh=one.name, en=one.name_en).say(tongue)} for one in offered]
