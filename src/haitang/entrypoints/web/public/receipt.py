"""Receipt 回执: number, secret, code, promised date and what comes next; only for the browser that holds the voice."""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haitang.engine import bundles, ledger, rules, wordings
from haitang.engine.addresses import absolute
from haitang.engine.numbers import secret_of
from haitang.engine.territory import ABOVE, named
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.actors import language, voices_of
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.public.showing import show, unkept
from haitang.entrypoints.web.tags import day, time, weekday, words
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.voice import Voice

SLIP_COOKIE, SLIP_SALT, HOUR = "slip", "haitang.slip", 60 * 60


def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a matter this browser has spoken in; anybody else is asked for the secret."""
    voice = _voice(request, number)
    if voice is None:
        return redirect("matter", number)
    matter = voice.matter
    secret = secret_of(matter.pk, voice.pk)
    kind = kinds[matter.kind]
    line = rules.of(matter.organization)["promise_workdays"]
    context = {
        "matter": matter,
        "secret": f"{secret[:4]} {secret[4:]}",
        "place": named(matter.place),
        "svg": drawn(f"{link(matter)}#{matter.number}-{secret}"),
        "link": link(matter),
        "wording": _discreet() if kind.confidential else wordings.receipt(matter, language(request)),
        "steps": _steps(matter),
        "source": "" if kind.promise is None or line.confirmed else line.source.say(language(request)),
        "sealed": _line(matter)[0] <= ledger.sealed(matter.organization.code).size,
    }
    return unkept(show(request, "receipt", context, "report", matter.organization))


def bundle(request: HttpRequest, number: str) -> HttpResponse:
    """The proof of the line that says the matter was received, as a file for the offline verifier."""
    voice = _voice(request, number)
    if voice is None:
        return redirect("matter", number)
    entry, own = _line(voice.matter)
    try:
        made = bundles.bundle(voice.matter.organization.code, entry, opened=own)
    except bundles.NotSealed as refusal:
        return refused(request, refusal, back=reverse("receipt", args=[number]))
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="haitang-{number}.json"'
    return unkept(response)


def remember_slip(request: HttpRequest, response: HttpResponse, number: str, voice: int) -> None:
    """Let staff who wrote something down for somebody print the receipt; it opens nothing else and lasts an hour."""
    value = signing.dumps({number: voice}, salt=SLIP_SALT)
    response.set_cookie(SLIP_COOKIE, value, max_age=HOUR, httponly=True, samesite="Lax", secure=request.is_secure())


def link(matter: Matter) -> str:
    """The address of a matter's page for the outside; the secret stands behind # and never reaches a server."""
    return absolute(f"/m/{matter.number}")


def _voice(request: HttpRequest, number: str) -> Voice | None:
    known = voices_of(request).get(number) or _slips(request).get(number)
    if known is None:
        return None
    voices = Voice.objects.filter(pk=known, matter__number=number, withdrawn_at=None)
    return voices.select_related("matter__organization", f"matter__place__{ABOVE}").first()


def _slips(request: HttpRequest) -> dict[str, int]:
    if not request.user.is_authenticated:
        return {}
    try:
        kept: dict[str, int] = signing.loads(request.COOKIES.get(SLIP_COOKIE, ""), salt=SLIP_SALT, max_age=HOUR)
    except signing.BadSignature:
        return {}
    return kept


def _discreet() -> str:
    """What the slip of a confidential matter says, whichever side holds it."""
    return _(
        "Only you and the mediators can read it. It begins when both sides agree, and either may stop at any time."
    )


def _in_confidence() -> list[dict[str, Any]]:
    """What comes next where only mediators and the two sides know of it."""
    return [
        {"title": _("Taken on"), "text": _("A mediator of the community takes it on; you may ask for another one")},
        {"title": _("Both agree"), "text": _("Both sides are asked. Without the yes of both nothing goes on")},
        {"title": _("Talk"), "text": _("Both are heard, together or one by one. What is said stays there")},
        {
            "title": _("Agreement"),
            "text": _("Signed, if you come to terms. If not, arbitration and the courts remain open"),
        },
    ]


def _line(matter: Matter) -> tuple[int, bool]:
    """The ledger line of the report, and whether it is the resident's own act (not written down by an office)."""
    body, leaf = ledger.of_subject(matter.number)[0]
    return leaf.entry, not (body.actor or "").startswith("account:")


def _steps(matter: Matter) -> list[dict[str, Any]]:
    kind = kinds[matter.kind]
    if kind.confidential:
        return _in_confidence()
    if kind.course:
        return [{"title": words(title), "text": words(text)} for title, text in kind.course]
    due = matter.due_at
    when = {"day": day(due), "weekday": weekday(due), "time": time(due)} if due else None
    told = _("By %(day)s, %(weekday)s, %(time)s: what was done, what not, and why") % when if when else ""
    answered = {"title": pgettext("petal", "Answered"), "text": told}
    if kinds[matter.kind].flow.move("claim") is None:
        return [{"title": pgettext("petal", "Taken"), "text": _("The office that knows reads it")}, answered]
    return [
        {"title": pgettext("petal", "Taken"), "text": _("The community desk reads it and says whose it is")},
        {
            "title": pgettext("petal", "Handled"),
            "text": _("One office does it; somebody else looks whether it is done"),
        },
        answered,
        {"title": pgettext("petal", "Judged"), "text": _("You say whether it is solved. If not, it is done again")},
    ]
