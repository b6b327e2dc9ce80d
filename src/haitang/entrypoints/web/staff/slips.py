"""Links of a matter 凭链办理: make one, see how each stands, take one back; and the slip to print with its code."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from haitang.engine import authority, clock, directory, links, sheets
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for, name_of
from haitang.kernel.errors import Invalid, NotNow, Refusal
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from haitang.records.voice import Voice

MAKE = "links.make"
#: How long whoever made a link may still print it; afterwards a new one is made.
PRINTABLE = timedelta(hours=1)
STATES = {
    "open": ("doing", pgettext_lazy("link", "open")),
    "used": ("done", pgettext_lazy("link", "used")),
    "expired": ("plain", pgettext_lazy("link", "expired")),
    "revoked": ("plain", pgettext_lazy("link", "taken back")),
    "moved": ("plain", pgettext_lazy("link", "given to another office")),
    "silent": ("plain", pgettext_lazy("link", "withdrawn")),
}
_PRINTED = Words(
    zh="纸条只在开链接后一小时内、由开链接的人打印。请收回旧的，再开一个新的",
    en="A slip is printed within the hour by whoever made the link. Please take the old one back and make a new one",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One link in the list."""

    link: CapabilityLink
    whose: Words
    tag: str
    word: str
    print_url: str
    revoke_url: str


@for_staff
def listed(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The links of a matter; a POST makes one and leads to its slip."""
    found = matter_for(staff, number, "case")
    if request.method != "POST":
        return _page(request, staff, found)
    try:
        made = ask(request, commands[MAKE], {"matter": found.number})
    except Invalid as error:
        return _page(request, staff, found, error)
    except Refusal as refusal:
        return refused(request, refusal, back=reverse("desk_links", args=[found.number]))
    return redirect("desk_slip", made.values["ref"])


@for_staff
def slip(request: HttpRequest, staff: Staff, ref: str) -> HttpResponse:
    """A sheet for whoever gets the link: what it is, until when, whom to call. Shown to its maker, for an hour."""
    link = links.by_ref(ref)
    if link is None:
        raise Http404
    found = matter_for(staff, link.matter.number, "case")
    back = reverse("desk_links", args=[found.number])
    fresh = clock.now() - link.made_at < PRINTABLE and link.made_by_id == staff.actor.account
    if not fresh or links.state_of(link, found) != "open":
        return refused(request, NotNow(_PRINTED), back=back)
    context = {
        "link": link,
        "row": sheets.row_of(found),
        "matter": found,
        "whose": _whose(link),
        "moves": _moves(link, found),
        "address": links.address_of(link),
        "svg": drawn(links.address_of(link)),
        "calls": _whom_to_call(found),
        "back": back,
    }
    response = render(request, "staff/slip.html", context)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _whom_to_call(found: Matter) -> list[directory.Call | directory.Office]:
    """The nearest number for questions; the office's own where no line is kept."""
    return [*directory.calls(found.place)[:1]] or [directory.office_of(found.organization)]


def may_make(staff: Staff, found: Matter) -> bool:
    """Whether one of the posts may make links here; the gate decides again."""
    spec = commands[MAKE]
    return authority.may(staff.actor, spec.roles, found.place, found.organization.code, found, staff.posts)


def _page(request: HttpRequest, staff: Staff, found: Matter, error: Invalid | None = None) -> HttpResponse:
    known = links.of(found)
    able = may_make(staff, found)
    context = {
        "section": "today",
        "matter": found,
        "row": sheets.row_of(found),
        "lines": [_line(link, found, staff, able) for link in known],
        "able": able,
        "fields": _fields(request, staff, found, error) if able else (),
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
        "back": reverse("desk_matter", args=[found.number]),
    }
    return render(request, "staff/links.html", context, status=422 if error else 200)


def _fields(request: HttpRequest, staff: Staff, found: Matter, error: Invalid | None) -> list[Field]:
    voices = Voice.objects.filter(matter=found, withdrawn_at=None).order_by("id")[:20]
    spoken = [{"value": str(voice.pk), "label": _("no. %(n)s") % {"n": n + 1}} for n, voice in enumerate(voices)]
    values: dict[str, Any] = {"matter": found.number, **(request.POST.dict() if error else {})}
    spec = commands[MAKE]
    hidden = [spec.on, *(["voice"] if len(spoken) < 2 else [])]
    made = fields_for(spec, found, staff.tongue, values=values, hidden=hidden, error=error, extra={"voice": spoken})
    for control in made:
        control.label = _("For whom") if control.name == "role" else control.label
    return [control for control in made if not (control.kind == "hidden" and control.name == "voice")]


def _line(link: CapabilityLink, found: Matter, staff: Staff, able: bool) -> Line:
    state = links.state_of(link, found)
    tag, word = STATES[state]
    fresh = state == "open" and link.made_by_id == staff.actor.account and clock.now() - link.made_at < PRINTABLE
    asked: dict[str, str | int] = {
        "matter": found.number,
        "link": link.pk,
        "next": reverse("desk_links", args=[found.number]),
    }
    return Line(
        link=link,
        whose=_whose(link),
        tag=tag,
        word=str(word),
        print_url=reverse("desk_slip", args=[link.ref]) if fresh else "",
        revoke_url=f"{reverse('act', args=['links.revoke'])}?{urlencode(asked)}" if able and state == "open" else "",
    )


def _whose(link: CapabilityLink) -> Words:
    return name_of(link.post) if link.post else Words(zh="说事的人", en="the person who spoke")


def _moves(link: CapabilityLink, found: Matter) -> list[Words]:
    flow = kinds[found.kind].flow
    return [move.words for name in link.moves if (move := flow.move(name)) is not None]
