"""Notices 公告: what my places have posted; a new one with a look at it first; a correction, a withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import authority, clock, photos
from haitang.engine import notices as board
from haitang.engine.binding import bind
from haitang.engine.notices import Posted, posted
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.web.acting import ask, refused, stale
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, given, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.places import place_options
from haitang.kernel.errors import Conflict, Invalid, Problem, Refusal
from haitang.kernel.limits import PAGE, PHOTOS
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.notice import Notice
from haitang.records.place import Place

PUBLISH, CORRECT, WITHDRAW = "notices.publish", "notices.correct", "notices.withdraw"
WHERE = ("sub-district", "community", "village", "compound", "venue")
TAGS = {"now": "doing", "coming": "soon", "over": "plain", "withdrawn": "plain"}
STATES = {
    "now": Words(zh="有效", en="in force"),
    "coming": Words(zh="还没开始", en="not begun yet"),
    "over": Words(zh="已过期", en="over"),
    "withdrawn": Words(zh="已撤回", en="withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of the list with the tag of its state."""

    one: Posted
    tag: str
    state: Words


@for_staff
def notices(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The notices of my organization at my places, below and above, the newest first."""
    after = request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    rows = Notice.objects.filter(_mine(staff)).select_related(f"place__{ABOVE}").order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    lines = [Line(one, TAGS[one.state], STATES[one.state]) for one in map(posted, found[:PAGE])]
    context = {
        "section": "notices",
        "lines": lines,
        "after": str(lines[-1].one.pk) if len(found) > PAGE else "",
        "may_publish": _may_publish(staff),
    }
    return render(request, "staff/notices.html", context)


@for_staff
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Write, look at it as everybody will, then publish."""
    if not _may_publish(staff):
        return render(request, "staff/not_yours.html", {"section": "notices"}, status=403)
    if request.method != "POST":
        return _form(request, staff, {"place": _first_place(staff), "sort": "notice"}, None, 200)
    values = request.POST.dict()
    kept = [digest for digest in request.POST.getlist("files") if digest][:PHOTOS]
    try:
        kept = _with_uploads(request, kept)
        if request.POST.get("step") == "edit":
            return _form(request, staff, values, None, 200, kept)
        if request.POST.get("step") != "publish":
            return _preview(request, staff, kept)
        outcome = ask(request, commands[PUBLISH], {"files": kept})
    except Invalid as error:
        return _form(request, staff, values, error, 422, kept)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("Published. Everybody can read it now."))
    return redirect("desk_notice", outcome.values["notice"])


def _preview(request: HttpRequest, staff: Staff, kept: list[str]) -> HttpResponse:
    """What everybody will read, before anything is written; the same tests as at the gate."""
    spec = commands[PUBLISH]
    made = bind(spec, (), {**given(spec, request.POST), "files": kept})
    board.must_be_sound(made["sort"], made["warning"], made["starts"], made["ends"])
    board.must_be_whole(made["title_en"], made["body_en"])
    place = Place.objects.select_related(ABOVE).filter(code=made["place"]).first()
    if place is None:
        raise Invalid.of(
            "place", "没有找到这个地方，请从列表里选", "There is no such place; please choose from the list"
        )
    hidden = [(name, request.POST[name]) for name in spec.form.model_fields if name != "files" and name in request.POST]
    context = {
        "section": "notices",
        "made": made,
        "sort": board.SORTS[made["sort"]],
        "warning": board.WARNINGS.get(made["warning"]),
        "place": shown(place),
        "starts": made["starts"] or clock.now(),
        "hidden": [*hidden, *(("files", digest) for digest in kept)],
        "kept": kept,
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "staff/notice_preview.html", context)


@for_staff
def notice(request: HttpRequest, staff: Staff, notice: int) -> HttpResponse:
    """One notice with the forms that correct and withdraw it."""
    found = board.find(notice)
    if found is None or found.organization_id not in {post.organization_id for post in staff.posts}:
        raise Http404
    if request.method != "POST":
        return _page(request, staff, found)
    spec = commands[WITHDRAW if request.POST.get("step") == "withdraw" else CORRECT]
    try:
        ask(request, spec, {"place": found.place.code, "notice": found.pk})
    except Invalid as error:
        return _page(request, staff, found, error, spec.name, 422)
    except Conflict as conflict:
        return _page(request, staff, found, stale(conflict), spec.name, 409)
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("Recorded. Everybody reads it, with the reason."))
    return redirect("desk_notice", found.pk)


def _page(
    request: HttpRequest,
    staff: Staff,
    found: Notice,
    error: Invalid | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    one = posted(found)
    organization = found.organization.code
    may = authority.may(staff.actor, commands[CORRECT].roles, found.place, organization, held=staff.posts)
    forms = {}
    if may and found.withdrawn_at is None:
        forms = {
            "correct": _fields(request, staff, found, CORRECT, error if wrong == CORRECT else None),
            "withdraw": _fields(request, staff, found, WITHDRAW, error if wrong == WITHDRAW else None),
        }
    context = {
        "section": "notices",
        "one": one,
        "tag": TAGS[one.state],
        "state": STATES[one.state],
        "errors": [
            {**each, "name": f"{wrong.partition('.')[2]}-{each['name']}"} for each in errors_of(error, staff.tongue)
        ],
        "open": wrong.partition(".")[2],
        "key": new_key(),
        **forms,
    }
    return render(request, "staff/notice.html", context, status=status)


def _fields(request: HttpRequest, staff: Staff, found: Notice, name: str, error: Invalid | None) -> list[Field]:
    """The controls with what the notice says now, or with what was typed."""
    names = ("title", "body", "title_en", "body_en", "source", "version")
    values: dict[str, Any] = {field: getattr(found, field) for field in names}
    values |= {
        "starts": _local(found.starts),
        "ends": _local(found.ends),
        "place": found.place.code,
        "notice": found.pk,
    }
    if error is not None:
        values |= request.POST.dict()
        if error.status == Conflict.status:
            values["version"] = found.version  # what it says now stands on the page, beside what was typed
    hidden, prefix = ["place", "notice", "version"], name.partition(".")[2]
    made = fields_for(commands[name], None, staff.tongue, values=values, hidden=hidden, error=error, prefix=prefix)
    return _in_their_language(made)


def _in_their_language(fields: list[Field]) -> list[Field]:
    """What is written in Chinese and what in English, for those to whom the page is read."""
    for control in fields:
        control.lang = {"title": "zh-Hans", "body": "zh-Hans", "title_en": "en", "body_en": "en"}.get(control.name, "")
    return fields


def _local(moment: Any) -> str:
    """An instant as a control of local time holds it."""
    return moment.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _form(
    request: HttpRequest,
    staff: Staff,
    values: Mapping[str, Any],
    error: Invalid | None,
    status: int,
    kept: list[str] | None = None,
) -> HttpResponse:
    extra = {"place": place_options(staff.posts, staff.tongue, WHERE)}
    context = {
        "section": "notices",
        "fields": _in_their_language(
            fields_for(commands[PUBLISH], None, staff.tongue, values=values, error=error, extra=extra)
        ),
        "errors": errors_of(error, staff.tongue),
        "key": values.get("key") or new_key(),
        "kept": kept or [],
    }
    return render(request, "staff/notice_new.html", context, status=status)


def _with_uploads(request: HttpRequest, kept: list[str]) -> list[str]:
    """The digests of what was kept before and now; Invalid on `files` when one cannot be taken."""
    uploads = [upload for upload in request.FILES.getlist("files") if upload.size]
    if len(uploads) + len(kept) > PHOTOS:
        raise Invalid.of("files", f"最多 {PHOTOS} 份", f"At most {PHOTOS} files")
    for upload in uploads:
        content = upload.read()
        try:
            file = photos.keep_pdf(content) if photos.is_pdf(content) else photos.keep(content)
        except Invalid as error:
            raise Invalid([Problem("files", problem.words) for problem in error.problems]) from None
        kept = [*kept, file.digest]
    return kept


def _mine(staff: Staff) -> Q:
    """At my places, above and below them, in my organizations."""
    here = Q()
    for post in staff.posts:
        here |= board.here(post.place)
    return here & Q(organization__in={post.organization_id for post in staff.posts})


def _may_publish(staff: Staff) -> bool:
    roles = commands[PUBLISH].roles
    return any(
        authority.may(staff.actor, roles, post.place, post.organization.code, held=staff.posts) for post in staff.posts
    )


def _first_place(staff: Staff) -> str:
    return next((post.place.code for post in staff.posts if post.role in commands[PUBLISH].roles), "")
