"""Projects 项目: what was decided or proposed, who carries it out, and who accepted it."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import chronicle, directory, sheets
from haitang.engine.territory import ABOVE
from haitang.entrypoints.web.actors import actor_of
from haitang.entrypoints.web.public.showing import readable, show
from haitang.entrypoints.web.public.timeline import public_items
from haitang.kernel.registry import kinds
from haitang.records.matter import Check, Claim, Link, Matter


def projects(request: HttpRequest) -> HttpResponse:
    """All projects, the latest date first, a page at a time."""
    organization = directory.site()
    filters = {"organization": organization.code} if organization else {}
    page = sheets.rows("public_projects", actor_of(request), filters, request.GET.get("after", ""), limit=20)
    return show(request, "projects", {"rows": page.rows, "after": page.after})


def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project from its origin to its acceptance."""
    found = Matter.objects.filter(number=readable(number), shape="project")
    matter = found.select_related("organization", "owner", f"place__{ABOVE}").first()
    if matter is None or not kinds[matter.kind].public:
        raise Http404
    acts = chronicle.of(matter)
    theme = kinds[matter.kind].option("categories", matter.category)
    context = {
        "matter": matter,
        "row": sheets.row_of(matter, public=True),
        "theme": theme.words if theme else None,
        "purpose": matter.details.get("purpose", ""),
        "tag": "done" if kinds[matter.kind].flow.state(matter.state).final else "doing",
        "items": public_items(matter, acts, _notes(matter)),
        "origins": _origins(matter),
    }
    return show(request, "project", context, "", matter.organization)


def _notes(matter: Matter) -> dict[tuple[str, datetime], str]:
    """What was said to be done, and what those found who looked, by move and instant."""
    claims = Claim.objects.filter(matter=matter).values_list("at", "note")
    checks = Check.objects.filter(claim__matter=matter).values_list("at", "note", "agreed")
    looked = {("check" if agreed else "reject", at): note for at, note, agreed in checks}
    return {**{("claim", at): note for at, note in claims}, **looked}


def _origins(matter: Matter) -> list[Matter]:
    """The sessions and the screened matters this project grew from."""
    links = Link.objects.filter(target=matter).select_related("source").order_by("id")[:50]
    sources = [link.source for link in links]
    return [source for source in sources if source.shape == "meeting" or (source.screened and not source.private)]
