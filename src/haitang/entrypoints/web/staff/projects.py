"""Projects 项目: the list, and one project from decision to acceptance and to those who raised it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import chronicle, papers, sheets
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for, name_of
from haitang.entrypoints.web.staff.acts import acts_for
from haitang.entrypoints.web.staff.deadlines import deadline
from haitang.entrypoints.web.staff.linked import linked_of
from haitang.entrypoints.web.staff.rows import TAGS, lines_of
from haitang.entrypoints.web.staff.story import items_of
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words

UNANSWERED = Words(zh="还有说起这件事的人没有得到答复", en="Somebody who raised this has not been answered yet")


@for_staff
def projects(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Projects at my places, the latest due first."""
    page = sheets.rows("projects", staff.actor, {}, request.GET.get("after", ""), posts=staff.posts)
    context = {"section": "projects", "lines": lines_of(page, staff.tongue), "after": page.after}
    return render(request, "staff/projects.html", context)


@for_staff
def project(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The page of one project."""
    found = matter_for(staff, number, "project")
    kind, written = kinds[found.kind], papers.of(found)
    links = linked_of(written, staff.tongue)
    raised = [link for link in links if link.sort == "comes" and link.type == "resolved-as"]
    waiting = any(not link.answered for link in raised)
    theme = kind.option("categories", found.category)
    context = {
        "section": "projects",
        "matter": found,
        "row": sheets.row_of(found),
        "tag": TAGS.get(found.state, "plain"),
        "deadline": deadline(found.state, found.received_at, found.due_at, found.closed_at),
        "kind": kind.words,
        "theme": theme.words if theme else None,
        "purpose": found.details.get("purpose", ""),
        "owner": name_of(found.owner) if found.owner else None,
        "raised": raised,
        "links": [link for link in links if link not in raised],
        "acts": acts_for(staff, found, request.path, barred={"projects.close": UNANSWERED if waiting else None}),
        "items": items_of(found, chronicle.of(found), written),
    }
    return render(request, "staff/project.html", context)
