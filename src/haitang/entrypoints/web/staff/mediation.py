"""Mediation 调解: the docket of a mediator and the file of one dispute. What was said is opened with a reason, and it is noted."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haitang.engine import clock, docket, moves, sealed_files
from haitang.engine.looking import look
from haitang.engine.mediating import CONFIRMATION
from haitang.entrypoints.web.act.views import form
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.choices import Options
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.entrypoints.web.staff.acts import Act, act_of
from haitang.entrypoints.web.staff.rows import TAGS
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

SIGN, INVITE = "agreements.sign", "mediation.invite"
MOST_VENUES = 100
_VENUES = ("community", "village", "venue", "compound")


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits for a mediator, and what this one has; an honest empty page for everybody else."""
    found = docket.of(staff.actor.account, staff.posts)
    context = {"section": "mediation", "docket": found, "mediates": staff.holds(Role.MEDIATOR), "tags": TAGS}
    return render(request, "staff/mediations.html", context)


@for_staff
def one(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """One dispute as its mediators see it, everything that was said still closed."""
    return _page(request, staff, _found(staff, number), {})


@require_POST
@for_staff
def opened(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The file opened with a reason: each text that is read is a look its side can see. Shown this once."""
    found = _found(staff, number)
    texts: dict[int, str] = {}
    try:
        for contact in docket.file_of(found).sealed():
            texts[contact] = look(contact, staff.actor, request.POST.get("reason", ""))
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_mediation", args=[number]))
    return _page(request, staff, found, texts)


@require_POST
@for_staff
def paper(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The signed agreement, decrypted for this look; noted like every other."""
    found = _found(staff, number)
    accord = docket.file_of(found).accord
    if accord is None or accord.paper is None or accord.paper.key_id is None:
        raise Http404
    try:
        key = look(accord.paper.key_id, staff.actor, request.POST.get("reason", ""))
        media, content = sealed_files.opened(accord.paper, key)
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_mediation", args=[number]))
    response = HttpResponse(content, content_type=media)
    ending = "pdf" if media.endswith("pdf") else "jpg"
    response["Content-Disposition"] = f'attachment; filename="{number}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@for_staff
def sign(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The agreement is sealed first, then named in the change; the form by itself for a phone."""
    found = _found(staff, number)
    page, spec = reverse("desk_mediation", args=[number]), commands[SIGN]
    if request.method != "POST":
        given = request.GET.copy()
        given.update({"matter": number, "expect": str(found.version), "next": page, "day": clock.today().isoformat()})
        return form(request, spec, None, 200, given, upload=True)
    try:
        ask(request, spec, {"matter": number, "paper": _kept(request, found)})
    except Invalid as error:
        return form(request, spec, error, 422, upload=True)
    except Refusal as refusal:
        return refused(request, refusal, back=page)
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(language(request))})
    return redirect(page)


def _kept(request: HttpRequest, found: Matter) -> str:
    upload = request.FILES.get("paper")
    if upload is None or not upload.size:
        raise Invalid.of("paper", "请附上签好的协议（PDF 或照片）", "Please add the signed agreement (PDF or photo)")
    try:
        return sealed_files.keep(upload.read(), found.organization)
    except Invalid as error:
        words = error.problems[0].words
        raise Invalid.of("paper", words.zh, words.en) from None


def _found(staff: Staff, number: str) -> Matter:
    found = docket.find(staff.actor.account, staff.posts, number)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, staff: Staff, found: Matter, texts: Mapping[int, str]) -> HttpResponse:
    kind, waits = kinds[found.kind], found.state == "asked"
    file = docket.File([], [], None) if waits else docket.file_of(found)
    context = {
        "section": "mediation",
        "matter": found,
        "state": kind.flow.state(found.state).words,
        "tag": TAGS.get(found.state, "plain"),
        "outcome": kind.ending(found.outcome),
        "waits": waits,
        "sides": [_side(number, side, texts) for number, side in enumerate(file.sides)],
        "sittings": [
            {
                "day": one.held_on,
                "place": Words(zh=one.place.name, en=one.place.name_en),
                "visit": one.sort == "visit",
                "sealed": one.minutes_id is not None,
                "text": texts.get(one.minutes_id or 0, ""),
            }
            for one in file.sittings
        ],
        "accord": file.accord,
        "source": CONFIRMATION,
        "ruling": label_of(f"choice {file.accord.ruling}") if file.accord and file.accord.ruling else "",
        "open": bool(texts),
        "readable": bool(file.sealed()),
        "acts": _acts(staff, found, file),
    }
    return render(request, "staff/mediation.html", context)


def _side(number: int, side: Any, texts: Mapping[int, str]) -> dict[str, Any]:
    return {
        "first": number == 0,
        "said": texts.get(side.words_id or 0, ""),
        "sealed": side.words_id is not None,
        "contact": texts.get(side.voice.contact_id or 0, ""),
        "mask": side.voice.contact.mask if side.voice.contact else "",
        "consented_at": side.consented_at,
        "how": label_of(f"choice {side.how}") if side.how else "",
        "declined_at": side.declined_at,
        "erased": bool(side.voice.erasure),
    }


def _acts(staff: Staff, found: Matter, file: docket.File) -> list[Act]:
    """The steps open now, the next one first. A step that only repeats what is done already is not offered."""
    page = reverse("desk_mediation", args=[found.number])
    ready = [one for one in moves.choices(staff.actor, staff.posts, found) if one.command.name not in _done(file)]
    main = next((one for one in ready if not one.barred and one.move.name not in moves.SELDOM), None)
    extra, today = _options(staff, found, file), clock.today().isoformat()
    values = {"day": today, "venue": found.community or found.place.code, "side": _asked_next(file)}
    made = [
        act_of(
            staff, one, found, page, main=one is main, barred=one.barred, extra=extra,
            values={name: value for name, value in values.items() if name in one.command.form.model_fields},
        )
        for one in ready
    ]  # fmt: skip
    return sorted(made, key=lambda act: (not act.main, act.move in moves.SELDOM))


def _done(file: docket.File) -> set[str]:
    """What cannot be done again, or not yet: the other side noted, the court asked, its ruling."""
    gone = (
        {INVITE}
        if len(file.sides) > 1
        else {"mediation.consent"}
        if file.sides and file.sides[0].consented_at
        else set()
    )
    if file.accord is not None:
        gone |= {"agreements.apply"} if file.accord.applied_on else {"agreements.ruling"}
        gone |= {"agreements.ruling"} if file.accord.ruled_on else set()
    if not any(sitting.sort == "session" for sitting in file.sittings):
        gone |= {SIGN}
    return gone


def _asked_next(file: docket.File) -> str:
    """The side whose word is still missing."""
    return "second" if file.sides and file.sides[0].consented_at else "first"


def _options(staff: Staff, found: Matter, file: docket.File) -> dict[str, Options]:
    sides = [{"value": name, "label": label_of(f"choice {name}")} for name in ("first", "second")]
    return {"side": sides, "venue": _venues(staff, found), "mediator": _colleagues(staff, found)}


def _venues(staff: Staff, found: Matter) -> Options:
    """The community, its rooms and compounds: where people sit down together."""
    rows = Place.objects.filter(organization=found.organization, kind__in=_VENUES, closed_on=None)
    near = rows.filter(community=found.community) if found.community else rows
    return [
        {"value": one.code, "label": Words(zh=one.name, en=one.name_en).say(staff.tongue)}
        for one in near.order_by("path")[:MOST_VENUES]
    ]


def _colleagues(staff: Staff, found: Matter) -> Options:
    """Other mediators of the office."""
    serving = {one.post_id for one in found.mediators.all() if one.until is None}
    rows = Post.objects.filter(organization=found.organization, role=Role.MEDIATOR).exclude(pk__in=serving)
    return [
        {"value": post.code, "label": name_of(post).say(staff.tongue)} for post in rows.order_by("code")[:MOST_VENUES]
    ]
