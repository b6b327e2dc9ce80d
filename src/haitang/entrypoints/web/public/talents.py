"""Talents 能人: offering a skill without an account, and the page of whoever offered: what it says, what is asked, the way out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from haitang.commands import talents as commands
from haitang.engine import clock, directory, looking, talents
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import actor_of, give_scope, language, remember_voice, voices_of
from haitang.entrypoints.web.forms import Field, errors_of, fields_of, new_key
from haitang.entrypoints.web.public.receipt import remember_slip
from haitang.entrypoints.web.public.showing import show, unkept
from haitang.entrypoints.web.tags import day
from haitang.kernel.command import Command, described
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place
from haitang.records.talent import Talent, TalentRequest
from haitang.records.voice import Answer

SPEC, FOR_SOMEBODY = described(commands.offer), described(commands.offer_for)
_PLACES = ("community", "village", "compound")
MOST_PLACES = 300
#: What whoever offered may do by themselves: command, whether it lies folded.
OWN = ((commands.renew, True), (commands.leave, True))


def form(request: HttpRequest) -> HttpResponse:
    """One sentence, a skill, a place, a way to be reached, and consent; then a number and a code."""
    organization = directory.site()
    if organization is None or not talents.on(organization):
        raise Http404
    if request.method != "POST":
        return _form(request, organization, request.GET, None)
    try:
        outcome = ask(request, _spec(request), {"language": language(request)})
    except Invalid as error:
        return _form(request, organization, request.POST, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    response = redirect("receipt", outcome.values["number"])
    remember = remember_slip if actor_of(request).account is not None else remember_voice
    remember(request, response, outcome.values["number"], outcome.values["voice"])
    return response


def own(request: HttpRequest, number: str) -> HttpResponse:
    """The page of whoever offered: the sentence, until when it holds, what is asked of them, and the way out."""
    one = _own(request, number)
    if one is None:
        return redirect("matter", number)
    matter = one.matter
    flow = kinds[matter.kind].flow
    final = flow.state(matter.state).final
    context = {
        "matter": matter,
        "one": one,
        "state": flow.state(matter.state).words,
        "tag": "plain" if final else "done" if one.confirmed_at else "ask",
        "outcome": kinds[matter.kind].ending(matter.outcome),
        "final": final,
        "skill": talents.skill_of(matter),
        "place": shown(matter.place),
        "asked": [] if final else _asked(one),
        "answers": list(Answer.objects.filter(voice=one.voice).order_by("-id")[:5]),
        "looks": looking.readings(one.voice.contact) if one.voice.contact else [],
        "acts": _acts(one),
        "erased_on": talents.kept_until(matter),
    }
    return unkept(show(request, "talent_own", context, "follow", matter.organization))


def _own(request: HttpRequest, number: str) -> Talent | None:
    known = voices_of(request).get(number)
    if known is None:
        return None
    rows = Talent.objects.filter(voice=known, matter__number=number, voice__withdrawn_at=None)
    return rows.select_related("voice__contact", "matter__organization", f"matter__place__{ABOVE}").first()


def _asked(one: Talent) -> list[dict[str, Any]]:
    """What waits for this person's yes or no; below, what they said yes to and that is still open."""
    rows = TalentRequest.objects.filter(talent=one, matter__closed_at=None).exclude(standing=talents.OVER)
    found = rows.select_related(f"matter__place__{ABOVE}", "link__answer").order_by("-id")
    return [
        {
            "text": asked.link.answer.text if asked.link.answer else "",
            "waits": talents.waits(asked),
            "asked": asked.pk,
            "until": asked.until,
            "keys": (new_key(), new_key()),
        }
        for asked in found
        if talents.waits(asked) or asked.standing == talents.YES
    ]


def _acts(one: Talent) -> list[dict[str, Any]]:
    flow = kinds[one.matter.kind].flow
    made = []
    for command, folded in OWN:
        spec = described(command)
        move = flow.move(spec.move)
        if move is not None and one.matter.state in move.sources:
            made.append({"name": spec.name, "words": spec.words, "move": spec.move, "folded": folded, "key": new_key()})
    return made


def _spec(request: HttpRequest) -> Command:
    """Whoever is signed in writes it down for somebody."""
    return FOR_SOMEBODY if request.user.is_authenticated else SPEC


def _form(request: HttpRequest, organization: Organization, source: QueryDict, error: Invalid | None) -> HttpResponse:
    context = {
        "fields": _fields(request, organization, source, error),
        "errors": errors_of(error, language(request)),
        "key": source.get("key") or new_key(),
        "staff_writes": request.user.is_authenticated,
        "counted": talents.counted(organization),
        "days": (talents.last_day(organization) - clock.today()).days,
    }
    response = unkept(show(request, "talents", context, "", status=error.status if error else 200))
    give_scope(request, response)
    return response


def _fields(request: HttpRequest, organization: Organization, source: QueryDict, error: Invalid | None) -> list[Field]:
    tongue = language(request)
    values = {name: value.replace("\0", "")[:600] for name, value in source.dict().items() if isinstance(value, str)}
    options = {"place": _places(organization, tongue), "skill": _skills(tongue)}
    made = fields_of(_spec(request), values, options, [], error, tongue)
    shown_ones = [control for control in made if control.name != "language"]
    for control in shown_ones:
        _worded(control, organization, bool(request.user.is_authenticated))
    return shown_ones


def _worded(control: Field, organization: Organization, staff: bool) -> None:
    words = {
        "words": (
            _("What can you do, in one sentence?"),
            _("In your own words. Staff who look for help read it; no name, no telephone number in it."),
        ),
        "place": (_("Where would you help?"), _("A compound or the whole community; no building is kept.")),
        "contact": (
            _("How to reach you"),
            _("A telephone number or an e-mail address. It is sealed; who opens it and why, you can see."),
        ),
        "consent": (
            _("I agree that the community keeps this until %(day)s to ask me for help, and for nothing else")
            % {"day": day(talents.last_day(organization))},
            "",
        ),
    }
    control.label, control.hint = words.get(control.name, (control.label, control.hint))
    if control.name == "consent":
        control.label = _("They agree: %(what)s") % {"what": control.label} if staff else control.label
    if control.name == "place":
        control.kind, control.empty = "select", _("Please choose")
    if control.name == "skill":
        control.kind = "chips"


def _skills(tongue: str) -> list[dict[str, str]]:
    return [{"value": one.code, "label": one.words.say(tongue)} for one in talents.kind().categories]


def _places(organization: Organization, tongue: str) -> list[dict[str, str]]:
    """Communities and compounds, each compound under its community; never a building."""
    rows = Place.objects.filter(organization=organization, kind__in=_PLACES, closed_on=None).select_related(ABOVE)
    found = list(rows.order_by("path")[:MOST_PLACES])
    heads = {one.code: Words(zh=one.name, en=one.name_en).say(tongue) for one in found}
    return [
        {
            "value": one.code,
            "label": heads[one.code] if one.kind == "compound" else _("all of %(place)s") % {"place": heads[one.code]},
            "group": heads.get(one.community, ""),
        }
        for one in found
    ]
