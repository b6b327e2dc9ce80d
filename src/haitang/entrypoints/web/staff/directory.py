"""Directory 电话名录: the numbers at my places, those nobody has dialed for longest first, and the forms that keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.commands import directory as lines
from haitang.engine import clock, directory
from haitang.engine.directory import Call
from haitang.engine.territory import NAMED
from haitang.entrypoints.web.acting import ask, refused, stale
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.places import COARSE, place_options
from haitang.kernel.command import Command, described
from haitang.kernel.errors import Conflict, Invalid, Refusal
from haitang.kernel.role import Role
from haitang.records.directory import DirectoryLine
from haitang.records.party import Post

ADD, CHANGE, WITHDRAW = described(lines.add), described(lines.change_line), described(lines.withdraw)
KEEPERS = (Role.DESK, Role.ADMINISTRATOR)
#: After so many days without a call a number is marked as old.
OLD = 180


@dataclass(frozen=True, slots=True)
class Kept:
    """A line with how long ago somebody dialed it."""

    call: Call
    age: int
    old: bool


def keeping(staff: Staff) -> list[Post]:
    """The posts that keep the numbers and the guide of their places."""
    return [post for post in staff.posts if post.role in KEEPERS]


def form_of(
    staff: Staff, spec: Command, values: Mapping[str, Any], error: Invalid | None = None, hidden: tuple[str, ...] = ()
) -> list[Field]:
    """The controls of a command at one of my places."""
    kinds = (*COARSE, *(kind for kind in NAMED if kind not in COARSE))
    places = {} if "place" in hidden else {"place": place_options(keeping(staff), staff.tongue, kinds)}
    made = fields_for(spec, None, staff.tongue, values=values, hidden=hidden, error=error, extra=places)
    for control in made:
        if control.name == "place" and control.kind != "hidden":
            control.kind = "select"
        if any("\u4e00" <= letter <= "\u9fff" for letter in str(control.value)):
            control.lang = "zh-Hans"
    return made


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The numbers, and the form for another one."""
    if request.method == "POST":
        return done_or(request, staff, ADD, "desk_directory", lambda error: _list(request, staff, error))
    return _list(request, staff, None)


def done_or(
    request: HttpRequest,
    staff: Staff,
    spec: Command,
    route: str,
    again: Any,
    *given: str,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Make the change a form asks for and go on to `route`; `again` shows the page with what is wrong."""
    try:
        ask(request, spec, extra)
    except Invalid as error:
        shown: HttpResponse = again(error)
        return shown
    except Conflict as conflict:
        kept: HttpResponse = again(stale(conflict))
        return kept
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(staff.tongue)})
    return redirect(route, *given)


def _list(request: HttpRequest, staff: Staff, error: Invalid | None) -> HttpResponse:
    today, posts = clock.today(), keeping(staff)
    values = request.POST.dict() if error else {"checked_on": today.isoformat(), "place": _first(posts)}
    context = {
        "section": "directory",
        "lines": [
            Kept(call, (today - call.checked_on).days, (today - call.checked_on).days > OLD)
            for call in directory.kept_by(list(staff.posts))
        ],
        "fields": form_of(staff, ADD, values, error) if posts else [],
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
    }
    return render(request, "staff/directory.html", context, status=error.status if error else 200)


def _first(posts: list[Post]) -> str:
    return posts[0].place.code if posts else ""


@for_staff
def line(request: HttpRequest, staff: Staff, line: int) -> HttpResponse:
    """One number: change it, say that it was dialed today, or withdraw it."""
    found = _line(staff, line)
    if request.method == "POST":
        return done_or(request, staff, CHANGE, "desk_directory", lambda error: _line_page(request, staff, found, error))
    return _line_page(request, staff, found, None)


def _line(staff: Staff, line: int) -> DirectoryLine:
    found = None
    if line < 2**63:
        found = DirectoryLine.objects.filter(pk=line, withdrawn_at=None).select_related("place").first()
    if found is None or not any(_keeps(post, found) for post in keeping(staff)):
        raise Http404
    return found


def _keeps(post: Post, found: DirectoryLine) -> bool:
    return post.organization_id == found.organization_id and found.place.within(post.place)


def _line_page(request: HttpRequest, staff: Staff, found: DirectoryLine, error: Invalid | None) -> HttpResponse:
    known = {name: getattr(found, name) for name in CHANGE.form.model_fields if hasattr(found, name)}
    given = {"line": found.pk, "place": found.place.code}
    typed = request.POST.dict() if error else {}
    values = {**known, "checked_on": clock.today().isoformat(), **typed, **given}
    if error and error.status == Conflict.status:
        values["edition"] = found.edition  # what it says now stands on the page, beside what was typed
    context = {
        "section": "directory",
        "call": directory.call_of(found),
        "fields": form_of(staff, CHANGE, values, error, hidden=("line", "place", "edition")),
        "overtaken": bool(error and error.status == Conflict.status),
        "withdraw": fields_for(WITHDRAW, None, staff.tongue, values=given, hidden=["line", "place"], prefix="withdraw"),
        "errors": errors_of(error, staff.tongue),
        "key": new_key(),
        "other_key": new_key(),
    }
    return render(request, "staff/directory_line.html", context, status=error.status if error else 200)
