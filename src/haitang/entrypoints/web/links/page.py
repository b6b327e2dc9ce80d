"""A link's page 凭链办理: the matter, what the link lets one do, and what was done through it.

Its address holds the reference, which opens nothing. The referrer policy stays the site's own (none to other sites):
with none at all browsers send forms without their origin, and the forgery check would refuse them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import chronicle, gate, links, moves
from haitang.engine.binding import bind
from haitang.engine.chronicle import Act
from haitang.engine.territory import named
from haitang.entrypoints.web.acting import version
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.context import office
from haitang.entrypoints.web.forms import Field, errors_of, given, new_key
from haitang.entrypoints.web.links import told
from haitang.entrypoints.web.slips import links_of
from haitang.entrypoints.web.staff.claim import with_uploads
from haitang.kernel import refused
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.limits import PHOTOS
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink

#: Inputs for whoever writes down what somebody else says; the holder of a link says it themselves.
FOR_OTHERS = ("how", "asked")
GONE = {"revoked": 410, "expired": 410, "moved": 410, "silent": 410, "used": 200}


@dataclass(frozen=True)
class Step:
    """One form of the page."""

    name: str
    words: Words
    fields: Sequence[Field]
    upload: bool
    hint: Words | None = None

    @property
    def bare(self) -> bool:
        """Whether the form is its button alone."""
        return all(control.kind == "hidden" for control in self.fields)


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The matter as far as the link opens it; a POST makes one of the moves it names."""
    link = links.by_ref(ref)
    if link is None or link.pk not in links_of(request):
        return unkept(redirect("link_closed", "again"))
    return unkept(_do(request, link) if request.method == "POST" else _show(request, link))


def unkept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps the page; the referrer policy is the site's."""
    response["Cache-Control"] = "no-store"
    return response


def _do(request: HttpRequest, link: CapabilityLink) -> HttpResponse:
    spec = commands.get(request.POST.get("command", ""))
    kept = [digest for digest in request.POST.getlist("photos") if digest][:PHOTOS]
    if spec is None or not spec.reads_subject or spec.move not in link.moves:
        return redirect("link_page", link.ref)
    if _hint(request, link):
        return _show(request, link, kept=kept)
    try:
        kept = with_uploads(request.FILES.getlist("photos"), kept)
        _ask(request, link, spec, kept)
    except Invalid as error:
        return _show(request, link, error, kept, 422)
    except Refusal as refusal:
        link = links.by_ref(link.ref) or link
        return _show(request, link, Invalid([Problem("", refusal.words)]), kept, refusal.status)
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(language(request))})
    return redirect("link_page", link.ref)


def _hint(request: HttpRequest, link: CapabilityLink) -> Words | None:
    """What the words of whoever spoke hint at that does not belong here, unless they have read that and send it all the same."""
    if link.voice_id is None or request.POST.get("meant"):
        return None
    about = refused.hint(request.POST.get("words", ""))
    return about.words if about else None


def _ask(request: HttpRequest, link: CapabilityLink, spec: Command, kept: list[str]) -> None:
    taken: dict[str, Any] = {**given(spec, request.POST), spec.on: link.matter.number}
    if "photos" in spec.form.model_fields:
        taken["photos"] = kept
    by = links.actor_of(link, language(request))
    gate.ask(spec, by, bind(spec, (), taken), request.POST.get("key", ""), version(request.POST.get("expect", "")))


def _show(
    request: HttpRequest,
    link: CapabilityLink,
    error: Invalid | None = None,
    kept: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    matter, tongue = link.matter, language(request)
    state = links.state_of(link, matter)
    acts = chronicle.of(matter)
    steps = _steps(request, link, error) if state == "open" else []
    flow = kinds[matter.kind].flow
    context = {
        "link": link,
        "matter": matter,
        "office": office(request, matter.organization),
        "state": state,
        "standing": flow.state(matter.state).words,
        "place": named(matter.place),
        "steps": steps,
        "kept": kept,
        "errors": errors_of(error, tongue),
        "key": new_key(),
        "whose": Words(zh=link.post.name, en=link.post.name_en) if link.post else None,
        "done": [_done(act) for act in acts if act.link == link.pk],
        **(told.of(link) if state == "open" else {}),
    }
    return render(request, "links/page.html", context, status=status if error else GONE.get(state, 200))


def _steps(request: HttpRequest, link: CapabilityLink, error: Invalid | None) -> list[Step]:
    """The forms of the moves open now, with what was typed where something was wrong."""
    actor = links.actor_of(link, language(request))
    found = moves.choices(actor, (), link.matter)
    return [_step(request, link, choice.command, error) for choice in found]


def _step(request: HttpRequest, link: CapabilityLink, spec: Command, error: Invalid | None) -> Step:
    mine = request.POST.get("command") == spec.name
    wrong, hint = (error, _hint(request, link)) if mine else (None, None)
    values = {**(request.POST.dict() if wrong or hint else {}), spec.on: link.matter.number}
    fields = fields_for(
        spec, link.matter, language(request), values=values, hidden=[spec.on, *FOR_OTHERS], error=wrong,
        prefix=spec.name.partition(".")[2],
    )  # fmt: skip
    return Step(spec.name, spec.words, fields, any(control.kind == "photos" for control in fields), hint)


def _done(act: Act) -> dict[str, Any]:
    spec = commands.get(act.command)
    url = reverse("entry", args=[act.ledger, act.entry])
    return {"at": act.at, "words": spec.words if spec else act.command, "url": url, "entry": act.entry}
