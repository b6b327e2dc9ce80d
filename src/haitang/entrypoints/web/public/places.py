"""Places 地方: whom to call here, what is in hand, what was done, when people meet."""

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import directory, notices, sheets
from haitang.engine.territory import ABOVE, NAMED, shown
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.map.leading import block
from haitang.entrypoints.web.public import sessions
from haitang.entrypoints.web.public.showing import readable, show
from haitang.kernel.office_words import EMERGENCY
from haitang.records.place import Place

#: Rows of each list on the page; the rest is behind a link.
FEW, BELOW = 5, 60


def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one place and what lies in it."""
    found = (
        Place.objects.filter(code=readable(code))
        .exclude(organization=None)
        .select_related("organization", ABOVE)
        .first()
    )
    if found is None or found.organization is None:
        raise Http404
    actor, here = actor_of(request), {"place": code, "organization": found.organization.code}
    ahead = sheets.rows("public_ahead", actor, here, limit=1).rows
    board = notices.current(found.organization, found)
    context = {
        "board": board,
        "notices": board.others[:FEW],
        "here": found,
        "words": shown(found),
        "drawn": block(found, language(request)),
        "calls": directory.calls(found),
        "emergency": EMERGENCY,
        "open": sheets.rows("public_open", actor, here, limit=FEW),
        "done": sheets.rows("public_closed", actor, here, limit=FEW),
        "projects": sheets.rows("public_projects", actor, here, limit=FEW),
        "session": sessions.card(ahead[0]) if ahead else None,
        "below": Place.objects.filter(parent=found, kind__in=NAMED, closed_on=None).order_by("path")[:BELOW],
    }
    return show(request, "place", context, "", found.organization)
