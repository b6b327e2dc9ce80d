"""Response headers 响应头: a strict content security policy on every page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from haitang.engine import directory

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


def policy() -> str:
    """The policy, with the one other host that pictures may come from where an installation has named a tile layer."""
    tiles = settings.MAP_TILES
    if not tiles:
        return POLICY
    at = urlsplit(tiles["url"])
    return f"{POLICY}; img-src 'self' {at.scheme}://{at.netloc}"


#: Which office this browser reads, where several share the site. No more than a preference.
OFFICE_COOKIE = "office"


def office(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let the site speak for the office this browser has chosen."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with directory.speaking_for(request.COOKIES.get(OFFICE_COOKIE, "")):
            return get_response(request)

    return middleware


def headers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the policy unless a view set its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        return response

    return middleware
