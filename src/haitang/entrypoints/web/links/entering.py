"""Entering 进门: a scanned link is tried once; from then on no address, log, referrer or form carries its secret."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import links
from haitang.engine.proving import TooOften
from haitang.entrypoints.web.slips import remember_link
from haitang.kernel.errors import Invalid

STATUS = {"wrong": 404, "often": 429, "again": 403}


def enter(request: HttpRequest, secret: str) -> HttpResponse:
    """Lead on to the link's page, or to one that says why not. Every answer is a redirect, and redirects are not logged."""
    try:
        found = links.prove(secret, links.DOOR)
    except TooOften:
        return unreferred(redirect("link_closed", "often"))
    except Invalid:
        return unreferred(redirect("link_closed", "wrong"))
    response = redirect("link_page", found.ref)
    remember_link(request, response, found.pk)
    return unreferred(response)


def closed(request: HttpRequest, why: str) -> HttpResponse:
    """No link, too many tries, or a page opened on another device."""
    if why not in STATUS:
        raise Http404
    title, text = {
        "wrong": (
            _("There is no such link"),
            _("A character may be missing. Scan the code on the slip again, or type the whole address."),
        ),
        "often": (
            _("This link is closed for an hour"),
            _("It was tried wrongly ten times within an hour. Nothing is lost; try again later, or telephone."),
        ),
        "again": (
            _("Please scan the code again"),
            _("This page opens only on a device that scanned the slip within the last twelve hours."),
        ),
    }[why]
    response = render(request, "links/closed.html", {"title": title, "text": text}, status=STATUS[why])
    return unreferred(response)


def unreferred(response: HttpResponse) -> HttpResponse:
    """A page that nobody keeps and that no other page hears of."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
