"""Handed over 对外提供: the declarations of my organization; declare one, end one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.commands.exports import DECLARERS
from haitang.engine import handovers, territory
from haitang.entrypoints.web.forms import new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff


@for_staff
def exports(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What we hand over, those in force first; whoever may declares and ends."""
    organization = staff.posts[0].organization
    whole = territory.whole(organization)
    found = handovers.declared(organization)
    context = {
        "section": "exports",
        "handovers": [(one, handovers.words_of(one.fields), handovers.in_force(one), new_key()) for one in found],
        "place": whole.code if whole else "",
        "may": staff.holds(*DECLARERS),
    }
    return render(request, "staff/exports.html", context)
