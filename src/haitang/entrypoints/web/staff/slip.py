"""Answer slip 答复单: one voice's answer on paper, to be brought to the door or left at the counter."""

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import directory, links, talents
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.kernel.registry import kinds
from haitang.records.voice import Answer


@for_staff
def slip(request: HttpRequest, staff: Staff, number: str, answer: int) -> HttpResponse:
    """What was asked, what is answered, how to object; the code leads to the page, which asks for the secret, or opens the
    yes and no that a message asks for."""
    offer = talents.find(staff.posts, number)
    found = offer.matter if offer is not None else matter_for(staff, number, "case")
    given = Answer.objects.select_related("voice__matter").filter(pk=answer, voice__matter=found).first()
    if given is None:
        raise Http404
    link = links.way_in(given)
    context = {
        "matter": found,
        "answer": given,
        "voice": given.voice,
        "judged": kinds[found.kind].flow.move("judge") is not None,
        "link": link,
        "svg": segno.make(link, error="m", micro=False).svg_inline(omitsize=True, border=2),
        "issuer": directory.office_of(found.organization),
    }
    return render(request, "staff/answer_slip.html", context)
