"""Slips 本机的链接: which capability links this browser has shown the secret of, for half a day."""

from django.core import signing
from django.http import HttpRequest, HttpResponse

from haitang.engine import links
from haitang.records.link import CapabilityLink

LINKS_COOKIE, LINKS_SALT = "links", "haitang.links"
HALF_A_DAY = 12 * 60 * 60
REMEMBERED = 12


def links_of(request: HttpRequest) -> list[int]:
    """Ids of the links that were opened here; whether they still open anything is asked each time."""
    try:
        kept = signing.loads(request.COOKIES.get(LINKS_COOKIE, ""), salt=LINKS_SALT, max_age=HALF_A_DAY)
    except signing.BadSignature:
        return []
    return [int(link) for link in kept] if isinstance(kept, list) else []


def remember_link(request: HttpRequest, response: HttpResponse, link: int) -> None:
    """Let this browser open the link's page without its secret, so that no address carries the secret further."""
    kept = [*(known for known in links_of(request) if known != link), link][-REMEMBERED:]
    value = signing.dumps(kept, salt=LINKS_SALT)
    response.set_cookie(
        LINKS_COOKIE, value, max_age=HALF_A_DAY, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def open_links(request: HttpRequest) -> list[CapabilityLink]:
    """The links of this browser that still open their matters."""
    known = links_of(request)
    found = CapabilityLink.objects.filter(pk__in=known).select_related("matter", "voice") if known else []
    return [link for link in found if links.state_of(link, link.matter) == "open"]
