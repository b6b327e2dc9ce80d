"""Channels 渠道: where the office is told what happened: add, test with the honest result, switch, remove."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import CharField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import clock, outbox
from haitang.engine.channels.kinds import EVENTS, SORTS
from haitang.engine.channels.telling import CHANNELS
from haitang.engine.gate import Outcome
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.places import COARSE, place_options
from haitang.entrypoints.web.staff.reasons import reason
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.channel import Channel
from haitang.records.office import Delivery

#: What the buttons of a channel ask for.
BUTTONS = ("channels.test", "channels.enable", "channels.disable", "channels.remove")
TOLD_FIRST = ("case.received", "case.claimed", "case.reopened")


@dataclass(frozen=True, slots=True)
class Shown:
    """One channel as the list shows it, with what came of its last message."""

    channel: Channel
    sort: Words
    place: Words
    mask: str
    events: list[Words]
    last: Delivery | None
    state: str
    reason: str
    key: str


@for_staff
def channels(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The office's channels; POST makes the change of one of the forms. `?kind=` opens the form for a new one."""
    if not staff.holds(Role.ADMINISTRATOR):
        return render(request, "staff/not_yours.html", {"section": "channels"}, status=403)
    if request.method != "POST":
        return _page(request, staff)
    command = request.POST.get("command", "channels.add")
    spec = commands.get(command) if command in BUTTONS else commands["channels.add"]
    if spec is None:
        raise LookupError(command)
    try:
        outcome = ask(request, spec)
    except Invalid as error:
        return _page(request, staff, error, 422)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    _say(request, command, outcome)
    return redirect("desk_channels")


def _say(request: HttpRequest, command: str, outcome: Outcome) -> None:
    """What came of it; a test is sent at once, after the change is kept."""
    if command != "channels.test":
        messages.success(
            request, _("Recorded: %(what)s") % {"what": commands[_known(command)].words.say(_tongue(request))}
        )
        return
    outbox.hasten(CHANNELS, outcome.ledger, outcome.entry)
    row = Delivery.objects.filter(consumer=CHANNELS.name, ledger=outcome.ledger, entry=outcome.entry).first()
    if row is not None and row.state == "delivered":
        messages.success(
            request, _("The test message was taken by the receiving side. Please look whether it is there.")
        )
    elif row is not None and row.state in {"waiting", "leased"}:
        messages.info(request, _("The test message is on its way; the result will stand in the list."))
    else:
        why = reason(row.note) if row is not None else ""
        messages.warning(request, _("The test message did not arrive. %(why)s") % {"why": why})


def _known(command: str) -> str:
    return command if command in BUTTONS else "channels.add"


def _tongue(request: HttpRequest) -> str:
    return str(request.LANGUAGE_CODE)


def _page(request: HttpRequest, staff: Staff, error: Invalid | None = None, status: int = 200) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    kind = typed.get("kind", "")
    adding = kind if kind in SORTS else ""
    context = {
        "section": "channels",
        "shown": _shown(staff),
        "sorts": SORTS.items(),
        "adding": adding,
        "sort": SORTS.get(adding),
        "fields": _fields(staff, adding, typed.dict(), typed.getlist("events"), error) if adding else [],
        "errors": errors_of(error, staff.tongue),
        "key": typed.get("key") or new_key(),
        "demonstration_writes_nobody": clock.is_demonstration(),
    }
    return render(request, "staff/channels.html", context, status=status)


def _shown(staff: Staff) -> list[Shown]:
    """The channels at the administrator's places, each with its last delivery: two queries."""
    here = Q()
    for post in staff.posts:
        if post.role == Role.ADMINISTRATOR:
            here |= Q(organization=post.organization_id, place__path__startswith=post.place.path)
    latest = Delivery.objects.filter(consumer=CHANNELS.name, target=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    rows = Channel.objects.filter(here, removed_at=None).select_related("place", "address")
    found = list(rows.annotate(latest=Subquery(latest.values("pk")[:1])).order_by("pk"))
    last = Delivery.objects.in_bulk([row.latest for row in found if row.latest])
    return [_one(row, last.get(row.latest)) for row in found]


def _one(row: Channel, last: Delivery | None) -> Shown:
    words = {
        "delivered": _("taken by the receiving side"),
        "waiting": _("on its way"),
        "leased": _("on its way"),
        "unknown": _("unknown whether it arrived"),
    }
    return Shown(
        channel=row,
        sort=SORTS[row.kind].words,
        place=Words(zh=row.place.name, en=row.place.name_en),
        mask=row.address.mask if row.address else "",
        events=[EVENTS[event] for event in row.events if event in EVENTS],
        last=last,
        state=words.get(last.state, _("not delivered")) if last else "",
        reason=reason(last.note) if last and last.state != "delivered" else "",
        key=new_key(),
    )


def _fields(
    staff: Staff, kind: str, values: Mapping[str, Any], events: list[str], error: Invalid | None
) -> list[Field]:
    """The controls for a channel of one kind, each with what it is for."""
    sort = SORTS[kind]
    extra = {
        "place": place_options([post for post in staff.posts if post.role == Role.ADMINISTRATOR], staff.tongue, COARSE),
        "events": [{"value": event, "label": words.say(staff.tongue)} for event, words in EVENTS.items()],
    }
    spec = commands["channels.add"]
    first = {"place": extra["place"][0]["value"]} if extra["place"] else {}
    made = fields_for(spec, None, staff.tongue, values={**first, **values}, hidden=["kind"], error=error, extra=extra)
    hints = {"address": sort.address, "secret": sort.secret, "name": NAME, "place": PLACE}
    for control in made:
        hint = hints.get(control.name)
        control.hint = hint.say(staff.tongue) if hint else control.hint
        if control.name == "events":
            control.kind, control.value = "checks", events if error else [*TOLD_FIRST]
        if control.name == "secret":
            control.kind, control.required = "text", kind in {"webhook", "sms"}
        if control.name == "address":
            control.kind = "text"
    left_out = ({"secret"} if sort.secret is None else set()) | ({"events", "language"} if kind == "sms" else set())
    return [control for control in made if control.name not in left_out]


NAME = Words(
    zh="例如：街道值班群。不要写人名和电话。",
    en="For example: the office's duty group. No names of people, no numbers.",
)
PLACE = Words(zh="只告诉这里和下属各处的事。", en="It is told of this place and those below it only.")
