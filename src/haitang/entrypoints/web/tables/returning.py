"""The way back 回传: what a hotline asks for when its order is done: a text to paste, and the evidence as one archive.

The text is written in Chinese whoever reads the page, because it goes into the hotline's form. Of photos only those go
along that prove what was done; what residents sent, their words and how to reach them stay here.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.commands.hotline import TAKERS
from haitang.engine import chronicle, clock, papers, photos
from haitang.engine.tables.formulas import harmless
from haitang.entrypoints.web.figures.kinds import words_of
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.kernel.registry import kinds
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.order import OutsideOrder

LINES = ("序号", "日期", "事项", "承办")


@dataclass(frozen=True, slots=True)
class Back:
    """What goes back about one order: the text, the photos of what was done, the ledger's lines."""

    order: OutsideOrder
    text: str
    photos: list[Attachment]
    lines: list[tuple[int, str, str, str]]


@for_staff
def page(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The text to copy, and the way to the archive."""
    found = _found(staff, number)
    return render(
        request,
        "tables/way_back.html",
        {
            "section": "today",
            "matter": found,
            "back": _back(found),
            "here": reverse("desk_matter", args=[found.number]),
        },
    )


@for_staff
def pack(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The archive: the text, the photos, the ledger's lines."""
    back = _back(_found(staff, number))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("答复.txt", "\ufeff" + back.text)
        made.writestr("台账.csv", _as_csv(back))
        for at, photo in enumerate(back.photos, start=1):
            made.write(photos.open(photo.file), f"照片{at}.jpg")
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    return response


def _found(staff: Staff, number: str) -> Matter:
    """A matter that came as an order, for those who bring orders in; else 404."""
    found = matter_for(staff, number, "case")
    if not staff.holds(*TAKERS) or getattr(found, "order", None) is None:
        raise Http404
    return found


def _back(found: Matter) -> Back:
    order: OutsideOrder = found.order
    proofs = (
        Attachment.objects.filter(matter=found, claim__isnull=False, withheld="").select_related("file").order_by("pk")
    )
    acts = chronicle.of(found)
    lines = [
        (act.entry, act.day.isoformat(), words_of(act.kind).zh, act.office.zh if act.office else "") for act in acts
    ]
    return Back(order, _text(found, order), list(proofs), lines)


def _text(found: Matter, order: OutsideOrder) -> str:
    """The order's number, who handled it, when, what came of it, and the answer that was given."""
    kind = kinds[found.kind]
    outcome = kind.ending(found.outcome)
    answers = [paper for paper in papers.of(found).of("answer") if paper.more != "en"]
    told = [
        f"工单编号：{order.number}",
        f"本单位编号：{found.number}",
        f"受理时间：{_moment(found.received_at)}",
        f"承办单位：{found.owner.name if found.owner else found.organization.name}",
        f"办理状态：{kind.flow.state(found.state).words.zh}",
    ]
    if outcome:
        told.append(f"办理结果：{outcome.zh}")
    if found.answered_at:
        told.append(f"答复时间：{_moment(found.answered_at)}")
    told.append(f"答复内容：{answers[-1].text}" if answers else "答复内容：还没有答复")
    return "\n".join(told)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"


def _as_csv(back: Back) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LINES)
    writer.writerows([harmless(str(cell)) for cell in line] for line in back.lines)
    return "\ufeff" + out.getvalue()
