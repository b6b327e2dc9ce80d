"""My data 我的信息: what is kept about one's own voice: see it, take it along, correct the contact, be erased."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.commands import erasures, voices
from haitang.engine import retention, subject
from haitang.engine.addresses import absolute
from haitang.engine.proving import prove
from haitang.engine.territory import ABOVE
from haitang.engine.vault import Unopenable
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language, voices_of
from haitang.entrypoints.web.choices import HINTS
from haitang.entrypoints.web.figures.kinds import words_of
from haitang.entrypoints.web.forms import errors_of, fields_of, new_key
from haitang.entrypoints.web.public.follow import secret_fields
from haitang.entrypoints.web.public.showing import address, show, unkept
from haitang.entrypoints.web.public.timeline import VERDICTS
from haitang.kernel.command import described
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.records.voice import Voice

P = ParamSpec("P")
CHANNELS = {
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail"),
    "other": gettext_lazy("another way"),
}
DELIVERIES = {
    "delivered": gettext_lazy("delivered"),
    "waiting": gettext_lazy("on its way"),
    "unknown": gettext_lazy("not known whether it arrived"),
    "failed": gettext_lazy("told by a person, or to be told"),
}
CORRECT, ERASE = described(voices.correct_contact), described(erasures.erase)


def own(view: Callable[Concatenate[HttpRequest, Voice, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in only the browser that proved this voice; everybody else is asked for number and code. Nothing is kept."""

    def guarded(request: HttpRequest, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        voice = _voice(request, number)
        return redirect("matter", number) if voice is None else unkept(view(request, voice, *args, **kwargs))

    return guarded


def _voice(request: HttpRequest, number: str) -> Voice | None:
    known = voices_of(request).get(number)
    if known is None:
        return None
    rows = Voice.objects.filter(pk=known, matter__number=number, withdrawn_at=None)
    return rows.select_related("contact__organization", "matter__organization", f"matter__place__{ABOVE}").first()


@own
def my_data(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Everything kept; the contact masked, and in full when its owner asks for it (a POST, so that no address does)."""
    full = ""
    if request.method == "POST":
        try:
            full = subject.contact_of(voice)
        except Unopenable as error:
            return refused(request, error, back=reverse("my_data", args=[voice.matter.number]))
    return _page(request, voice, "my_data", {"full": full})


@own
def export(request: HttpRequest, voice: Voice) -> HttpResponse:
    """The same to take along: a JSON file with `?format=json`, else a page to print."""
    try:
        full = subject.contact_of(voice)
    except Unopenable:
        full = ""
    if request.GET.get("format") != "json":
        context = _context(voice, full)
        return render(request, "public/my_data_print.html", context)
    number = voice.matter.number
    photos = absolute(reverse("photo", args=["0" * 64])).replace("0" * 64, "{}")
    made = subject.exported(subject.dossier(voice), full, photos)
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="haitang-{number}-my-data.json"'
    return response


@own
def correct(request: HttpRequest, voice: Voice) -> HttpResponse:
    """Another telephone number or address in the place of the first."""
    number, wrong = voice.matter.number, None
    if request.method == "POST":
        try:
            ask(request, CORRECT, {"matter": number})
        except Invalid as error:
            wrong = error
        except Refusal as refusal:
            return refused(request, refusal, back=reverse("my_data", args=[number]))
        else:
            messages.success(request, _("Corrected. From now on you are reached this way."))
            return redirect("my_data", number)
    values = {"contact": request.POST.get("contact", ""), "matter": number}
    fields = fields_of(CORRECT, values, hidden=["matter"], error=wrong, language=language(request))
    for control in fields:
        control.hint = str(HINTS.get(f"{CORRECT.name} {control.name}", ""))
    context = {
        "matter": voice.matter,
        "contact": voice.contact,
        "fields": fields,
        "errors": errors_of(wrong, language(request)),
        "key": request.POST.get("key") or new_key(),
    }
    return show(
        request, "my_data_correct", context, "follow", voice.matter.organization, wrong.status if wrong else 200
    )


@own
def erase(request: HttpRequest, voice: Voice) -> HttpResponse:
    """What goes, what stays, and the code once more: this browser may be somebody else's by now."""
    number, wrong = voice.matter.number, None
    if request.method == "POST":
        try:
            _proved(voice, request.POST.get("secret", ""))
            ask(request, ERASE, {"matter": number})
        except Invalid as error:
            wrong = error
        except Refusal as refusal:
            return refused(request, refusal, back=reverse("my_data", args=[number]))
        else:
            return redirect("matter", number)
    context = {
        "matter": voice.matter,
        "fields": [each for each in secret_fields(number, wrong, language(request)) if each["name"] == "secret"],
        "errors": errors_of(wrong, language(request)),
        "key": request.POST.get("key") or new_key(),
    }
    return show(request, "my_data_erase", context, "follow", voice.matter.organization, wrong.status if wrong else 200)


def _proved(voice: Voice, secret: str) -> None:
    """The code of this very voice; Invalid otherwise, TooOften after ten wrong ones."""
    if prove(voice.matter.number, secret, "web").pk != voice.pk:
        raise Invalid([Problem("secret", ERASE.words)])


def erased(request: HttpRequest, number: str) -> HttpResponse | None:
    """What is left for somebody whose words were erased: that it was so, since when, and the public lines; else None."""
    known = voices_of(request).get(number)
    gone = Voice.objects.filter(pk=known, matter__number=number).exclude(erasure="") if known else Voice.objects.none()
    voice = gone.select_related("matter__organization", f"matter__place__{ABOVE}").first()
    if voice is None:
        return None
    kept = subject.dossier(voice)
    context = {"matter": voice.matter, "voice": voice, "lines": _lines(kept)}
    return unkept(show(request, "erased", context, "follow", voice.matter.organization))


def _page(request: HttpRequest, voice: Voice, name: str, more: dict[str, Any]) -> HttpResponse:
    context = {**_context(voice, more.get("full", "")), **more}
    return show(request, name, context, "follow", voice.matter.organization)


def _context(voice: Voice, full: str) -> dict[str, Any]:
    kept = subject.dossier(voice)
    return {
        "kept": kept,
        "matter": kept.matter,
        "voice": voice,
        "place": kept.place,
        "contact": voice.contact,
        "channel": CHANNELS.get(kept.channel, ""),
        "full": full,
        "answers": [(answer, DELIVERIES[kept.deliveries.get(answer.pk, "waiting")]) for answer in kept.answers],
        "verdicts": [(verdict, VERDICTS[verdict.verdict]) for verdict in kept.verdicts],
        "photos": [f"{reverse('photo', args=[one.file.digest])}?small" for one in kept.photos],
        "lines": _lines(kept),
        "term": retention.term_of(voice.matter),
    }


def _lines(kept: subject.Dossier) -> list[dict[str, Any]]:
    organization = kept.matter.organization.code
    return [
        {
            "entry": line.entry,
            "words": words_of(line.kind),
            "at": line.at,
            "own": line.own,
            "erased": line.erased,
            "url": address("entry", organization, str(line.entry)),
        }
        for line in kept.lines
    ]
