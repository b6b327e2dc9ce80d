"""One photo 一张照片: staff look at it, mark faces, plates and papers, and decide whether the public may see it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.commands.photos import SCREENING
from haitang.engine import scope
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.limits import PAGE, THOUSAND
from haitang.kernel.registry import commands
from haitang.records.file import Attachment
from haitang.records.matter import Matter

ACTS = ("photos.blur", "photos.show", "photos.withhold")
#: The four numbers of one area, for whoever has no JavaScript, in the order in which a command takes them.
NUMBERS = ("left", "top", "width", "height")


@for_staff
def photo(request: HttpRequest, staff: Staff, digest: str) -> HttpResponse:
    """The photo as it is now, what the public sees of it, and the three things that can be done with it."""
    found, matter = _find(staff, digest)
    if request.method != "POST":
        return _page(request, staff, found, matter)
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise Http404
    extra = {"matter": matter.number, "photo": digest}
    try:
        areas = {"areas": _areas(request)} if name == "photos.blur" else {}
        outcome = ask(request, commands[name], {**extra, **areas})
    except Invalid as error:
        return _page(request, staff, found, matter, error)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("Recorded: %(what)s") % {"what": commands[name].words.say(language(request))})
    return redirect("desk_photo", outcome.values.get("photo", digest))


def _find(staff: Staff, digest: str) -> tuple[Attachment, Matter]:
    """The photo with the first of its matters that these posts may open; else 404, as if it were not there."""
    known = Attachment.objects.filter(file__digest=digest).select_related("file", "original").order_by("id")
    mine = Matter.objects.filter(scope.seen(staff.posts), pk__in=known.values("matter"), shape="case")
    matter = mine.select_related("place", "organization").order_by("id").first()
    if matter is None:
        raise Http404
    return known.filter(matter=matter)[:PAGE][0], matter


def _areas(request: HttpRequest) -> str:
    """What was drawn, and the area given in four numbers where somebody has filled them in."""
    drawn, typed = request.POST.get("areas", "").strip(), [request.POST.get(name, "").strip() for name in NUMBERS]
    areas = f"{drawn} {','.join(typed)}".strip() if any(typed) else drawn
    if not areas:
        raise Invalid.of("areas", "请标出要遮挡的地方", "Please mark what is to be blurred")
    return areas


def _page(
    request: HttpRequest, staff: Staff, found: Attachment, matter: Matter, error: Invalid | None = None
) -> HttpResponse:
    wrong = Invalid([_readable(problem) for problem in error.problems]) if error else None
    context = {
        "section": "today",
        "matter": matter,
        "back": reverse("desk_matter", args=[matter.number]),
        "photo": found,
        "state": _state(found, matter),
        "may": _may(staff, matter),
        "original": _original(found),
        "key": new_key(),
        "expect": matter.version,
        "numbers": _numbers(request),
        "areas": request.POST.get("areas", ""),
        "reason": _reason(request, staff, matter, wrong),
        "errors": errors_of(wrong, language(request)),
    }
    return render(request, "staff/photo.html", context, status=error.status if error else 200)


def _readable(problem: Problem) -> Problem:
    """What is wrong with areas, said for whoever draws or counts in thousandths."""
    if problem.field != "areas":
        return problem
    return Invalid.of(
        "areas",
        f"请标出要遮挡的地方；用数字时，左、上、宽、高都是 0 到 {THOUSAND} 的数，不能超出照片，一次最多 20 块",
        f"Please mark what is to be blurred; in numbers, left, top, width and height are from 0 to {THOUSAND} and stay "
        "within the picture, 20 areas at most",
    ).problems[0]


def _may(staff: Staff, matter: Matter) -> bool:
    own = matter.organization_id
    return any(p.role in SCREENING and p.organization_id == own and matter.place.within(p.place) for p in staff.posts)


def _state(found: Attachment, matter: Matter) -> dict[str, str]:
    if found.withheld:
        return {"tag": "plain", "word": _("withheld"), "text": found.withheld}
    if not found.screened:
        return {"tag": "ask", "word": _("not looked at"), "text": _("Only staff and whoever sent it see it.")}
    public = matter.screened and not matter.private
    text = _("Everybody can see it.") if public else _("Everybody can see it once the title is public.")
    return {"tag": "done", "word": _("looked at"), "text": text}


def _original(found: Attachment) -> dict[str, Any] | None:
    """The photo as it came, while it is kept."""
    until: datetime | None = found.original_until
    return {"url": reverse("photo", args=[found.original.digest]), "until": until} if found.original else None


def _numbers(request: HttpRequest) -> list[dict[str, Any]]:
    labels = (_("From the left"), _("From the top"), _("Width"), _("Height"))
    return [
        {
            "name": name, "label": label, "kind": "number", "min": 0, "max": THOUSAND, "inputmode": "numeric",
            "short": True, "value": request.POST.get(name, ""), "optional": "‰",
        }
        for name, label in zip(NUMBERS, labels, strict=True)
    ]  # fmt: skip


def _reason(request: HttpRequest, staff: Staff, matter: Matter, error: Invalid | None) -> Any:
    values = {"reason": request.POST.get("reason", "")}
    made = fields_for(commands["photos.withhold"], matter, staff.tongue, values=values, error=error)
    return next(control for control in made if control.name == "reason")
