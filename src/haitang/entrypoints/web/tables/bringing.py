"""Bringing in 导入: hand in a table, look at what would become of each row, then let it be entered, and see how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine.tables import SUFFIXES
from haitang.entrypoints.web.forms import Field, errors_of
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.tables.templates import head_of
from haitang.jobs.imports import intakes
from haitang.jobs.imports.bringing import layout_of
from haitang.jobs.imports.kinds import IMPORTABLE, Importable, layouts_of
from haitang.jobs.imports.report import FATES
from haitang.jobs.imports.rows import CREATED, UNCHANGED, UPDATED, WRONG
from haitang.kernel.errors import Invalid
from haitang.kernel.layout import Layout
from haitang.kernel.limits import BODY_BYTES
from haitang.kernel.registry import layouts
from haitang.kernel.words import Words
from haitang.records.intake import Intake
from haitang.records.party import Organization

SHOWN, LATEST = 50, 20
TAGS = {CREATED: "doing", UPDATED: "doing", UNCHANGED: "plain", WRONG: "late"}
STATES: dict[str, tuple[Words, str]] = {
    intakes.JUDGING: (Words(zh="正在核对", en="being checked"), "doing"),
    intakes.JUDGED: (Words(zh="等您确认", en="waits for your yes"), "ask"),
    intakes.WRONGED: (Words(zh="要改一改", en="has to be mended"), "late"),
    intakes.RUNNING: (Words(zh="正在登记", en="being entered"), "doing"),
    intakes.DONE: (Words(zh="已登记", en="entered"), "done"),
    intakes.STOPPED: (Words(zh="停下了", en="stopped"), "late"),
    intakes.DROPPED: (Words(zh="已撤下", en="dropped"), "plain"),
}
#: Where what was entered can be seen.
THERE = {"places": "setup_places", "posts": "setup_posts", "matters": "desk"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the look beforehand."""

    number: int
    name: str
    fate: Words
    tag: str
    told: Sequence[Words]


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What can be brought in by this post, a form for it, the templates, and what was brought in lately."""
    kinds = _kinds(staff)
    if not kinds:
        return render(request, "staff/not_yours.html", {"section": "office"}, status=403)
    if request.method != "POST":
        return _list(request, staff, kinds, None)
    try:
        made = _take(request, staff, kinds)
    except Invalid as error:
        return _list(request, staff, kinds, error)
    return redirect("desk_intake", made.room)


@for_staff
def one(request: HttpRequest, staff: Staff, room: str) -> HttpResponse:
    """One table: what would become of its rows; its confirmation; how far it is; what became of it."""
    intake = _mine(staff, room)
    if request.method == "POST":
        act = intakes.drop if "drop" in request.POST else None
        if act is not None:
            act(intake)
            return redirect("desk_import")
        intakes.confirm(intake, staff.tongue)
        return redirect("desk_intake", intake.room)
    response = render(request, "tables/intake.html", _context(intake, staff.tongue))
    if intake.state in intakes.DUE:
        response["Refresh"] = "3"
    return response


@for_staff
def report(request: HttpRequest, staff: Staff, room: str) -> HttpResponse:
    """Every row's fate as a table."""
    intake = _mine(staff, room)
    path = intakes.report_of(intake)
    if path is None or intake.state in intakes.DUE:
        raise Http404
    answer: Any = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{intake.imports}-report.csv",
        content_type="text/csv; charset=utf-8",
    )
    return answer  # type: ignore[no-any-return]


def _kinds(staff: Staff) -> list[Importable]:
    return [kind for kind in IMPORTABLE.values() if staff.holds(*kind.roles)]


def _mine(staff: Staff, room: str) -> Intake:
    """One's own only: what a table says is nobody else's business."""
    found = Intake.objects.select_related("organization").filter(
        room=room[:64].replace("\0", ""), account=staff.actor.account
    )
    intake = found.exclude(state=intakes.DROPPED).first()
    if intake is None:
        raise Http404
    return intake


def _organization(staff: Staff, kind: Importable) -> Organization:
    return next(post.organization for post in staff.posts if post.role in kind.roles)


def _take(request: HttpRequest, staff: Staff, kinds: Sequence[Importable]) -> Intake:
    """Keep the table that was handed in. Invalid names the field."""
    layout = _layout(request.POST.get("layout", ""), kinds)
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        raise Invalid.of("file", "请选一个文件", "Please choose a file")
    if not (upload.name or "").lower().endswith(SUFFIXES):
        raise Invalid.of("file", "只收 .xlsx 和 .csv 表格", "Only tables: .xlsx or .csv")
    organization = _organization(staff, IMPORTABLE[layout.imports])
    return intakes.take(upload.chunks(), layout, organization, staff.actor)


def _layout(name: str, kinds: Sequence[Importable]) -> Layout:
    layout = layouts.get(name)
    if layout is None or layout.imports not in {kind.name for kind in kinds}:
        raise Invalid.of("layout", "请选这是什么表格", "Please choose what table this is")
    return layout_of(layout.imports, layout.name)


def _list(request: HttpRequest, staff: Staff, kinds: Sequence[Importable], error: Invalid | None) -> HttpResponse:
    errors = errors_of(error, staff.tongue)
    wrong = {each["name"]: each["text"] for each in errors}
    offered = [layout for kind in kinds for layout in layouts_of(kind.name)]
    chosen = request.POST.get("layout", offered[0].name if len(offered) == 1 else "")
    hint = _("At most %(n)s MB; a larger one at the terminal. Titles above the heads and empty rows do no harm.")
    fields = [
        Field(
            "layout", _("What table is it?"), kind="radio", required=True, value=chosen, error=wrong.get("layout", ""),
            choices=[{"value": layout.name, "label": layout.words.say(staff.tongue)} for layout in offered],
        ),
        Field(
            "file", _("The table"), kind="file", required=True, accept=",".join(SUFFIXES), error=wrong.get("file", ""),
            hint=hint % {"n": BODY_BYTES // 1024 // 1024},
        ),
    ]  # fmt: skip
    recent = Intake.objects.filter(account=staff.actor.account).exclude(state=intakes.DROPPED).order_by("-id")[:LATEST]
    context = {
        "section": "office",
        "fields": fields,
        "errors": errors,
        "kinds": kinds,
        "recent": [(intake, IMPORTABLE[intake.imports].words, *STATES[intake.state]) for intake in recent],
    }
    return render(request, "tables/import.html", context, status=error.status if error else 200)


def _context(intake: Intake, tongue: str) -> dict[str, Any]:
    layout = layouts.get(intake.layout)
    words, tag = STATES[intake.state]
    heads = {column.field: head_of(column, tongue) for column in layout.columns} if layout else {}
    return {
        "section": "office",
        "intake": intake,
        "kind": IMPORTABLE[intake.imports].words,
        "layout": layout.words if layout else Words(zh=intake.layout, en=intake.layout),
        "state": words,
        "tag": tag,
        "counts": [(FATES[name], getattr(intake, name)) for name in FATES],
        "rows": [_row(heads, *told) for told in intake.first[:SHOWN]],
        "stopped": Words(zh=intake.stopped[0], en=intake.stopped[1]) if intake.stopped else None,
        "stopped_at": intake.stopped[2] if len(intake.stopped) > 2 else 0,
        "has_report": intakes.report_of(intake) is not None and intake.state not in intakes.DUE,
        "there": reverse(THERE[intake.imports]),
        "more": intake.rows > SHOWN,
        "new": intake.created + intake.updated,
    }


def _row(
    heads: Mapping[str, str], number: int, name: str, fate: str, problems: list[list[str]], notes: list[list[str]]
) -> Row:
    """A row with what is wrong in it, by the heads of the table."""
    told = [Words(zh=f"{heads.get(on, on)}：{zh}", en=f"{heads.get(on, on)}: {en}") for on, zh, en in problems]
    told += [Words(zh=zh, en=en) for zh, en in notes]
    return Row(number, name, FATES[fate], TAGS[fate], told)
