"""Notices 公告: what is posted now, what was, and one notice to read, to hear, to print and to take along."""

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haitang.engine import directory, photos
from haitang.engine import notices as board
from haitang.engine.addresses import absolute
from haitang.engine.notices import Posted, posted
from haitang.engine.territory import whole
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.codes import drawn
from haitang.entrypoints.web.public.showing import chosen_place, communities, show
from haitang.kernel.words import Words
from haitang.records.notice import Correction, Enclosure, Notice
from haitang.records.party import Organization

PAGE = 20
TAGS = {"now": "doing", "coming": "soon", "over": "plain", "withdrawn": "plain"}
STATES = {
    "now": Words(zh="现在有效", en="in force now"),
    "coming": Words(zh="还没开始", en="not begun yet"),
    "over": Words(zh="已经过期", en="over"),
    "withdrawn": Words(zh="已经撤回", en="withdrawn"),
}


def notices(request: HttpRequest) -> HttpResponse:
    """What is posted now, warnings first, and below it what is over; of one place, or of the whole territory."""
    organization = directory.site()
    if organization is None:
        return show(request, "notices", {"board": board.Board(), "past": [], "first": True})
    place = chosen_place(request, organization)
    before = _number(request.GET.get("after", ""))
    found = board.past(organization, place, before, PAGE + 1)
    past = found[:PAGE]
    context = {
        "board": board.Board() if before else board.current(organization, place),
        "past": past,
        "after": str(past[-1].pk) if len(found) > PAGE else "",
        "first": not before,
        "here": place,
        "feed": place or whole(organization),
        "communities": communities(organization),
        "query": f"place={place.code}" if place else "",
        "states": STATES,
    }
    return show(request, "notices", context, "notices", organization)


def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """One notice with what it said before it was corrected. What was withdrawn shows only that it was, and why."""
    found = _found(notice)
    one = posted(found)
    context = {
        "one": one,
        "place_code": found.place.code,
        "tag": TAGS[one.state],
        "state": STATES[one.state],
        "corrections": corrections(found),
        **_enclosed(found),
    }
    return show(request, "notice", context, "notices", found.organization)


def paper(request: HttpRequest, notice: int) -> HttpResponse:
    """The notice on one sheet of A4, with a code that leads to its page."""
    found = _found(notice)
    one = posted(found)
    if one.state == "withdrawn":
        raise Http404
    link = address(one)
    lines = [line for line in one.body.say(language(request)).splitlines() if line.strip()]
    context = {"one": one, "lines": lines, "link": link, "svg": drawn(link), "signed": office_words(found.organization)}
    return render(request, "public/notice_print.html", context)


@require_safe
def pdf(request: HttpRequest, notice: int, file: int) -> HttpResponseBase:
    """A PDF of a notice, to be kept and opened elsewhere: never shown within this site."""
    rows = Enclosure.objects.filter(notice=notice, notice__withdrawn_at=None, file__media_type=photos.PDF)
    found = rows.filter(pk=file).select_related("file").first() if max(notice, file) < 2**63 else None
    if found is None:
        raise Http404
    response = FileResponse(
        photos.open(found.file).open("rb"), as_attachment=True, filename=f"notice-{notice}-{file}.pdf",
        content_type=photos.PDF,
    )  # fmt: skip
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def address(one: Posted) -> str:
    """The address of a notice for the outside."""
    return absolute(f"/n/{one.pk}")


def office_words(organization: Organization) -> Words:
    """An organization's name in both languages."""
    return Words(zh=organization.name, en=organization.name_en)


@dataclass(frozen=True, slots=True)
class Before:
    """How a notice read before a correction."""

    correction: Correction
    title: Words
    body: Words


def corrections(found: Notice) -> list[Before]:
    """How a notice read before, the last correction first; nothing of one that was withdrawn."""
    if found.withdrawn_at is not None or found.version == 1:
        return []
    rows = Correction.objects.filter(notice=found).order_by("-pk")
    return [Before(row, board.said(row.title, row.title_en), board.said(row.body, row.body_en)) for row in rows]


def _enclosed(found: Notice) -> dict[str, list[Enclosure]]:
    if found.withdrawn_at is not None:
        return {}
    rows = list(Enclosure.objects.filter(notice=found).select_related("file").order_by("pk"))
    return {
        "pictures": [row for row in rows if row.file.media_type != photos.PDF],
        "pdfs": [row for row in rows if row.file.media_type == photos.PDF],
    }


def _found(number: int) -> Notice:
    found = board.find(number)
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int:
    """The cursor of the archive; anything nobody gave out is its beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
