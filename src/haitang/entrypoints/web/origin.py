"""Origin 来处: the one place that decides from which address a request comes, and who may come in on an intranet.

A client can write anything into X-Forwarded-For; only what proxies of ours have added at its end is believed.
`HAITANG_PROXIES` says which those are: their networks (`10.0.0.0/24, ::1`), or how many stand in a row (`1`), which
is safe only where nobody can reach the server past them. Standards: RFC 7239 §5.2, RFC 4291 §2.5.5.2.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from ipaddress import IPv4Network as IPv4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
Network = IPv4 | IPv6Network
#: `192.0.2.1:4711`, `[2001:db8::1]`, `[2001:db8::1]:4711`: an address with a port, as some proxies write it.
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")
LONGEST_CHAIN = 50


def client_address(request: HttpRequest) -> Address | None:
    """The address a request comes from; None when it cannot be known."""
    near = _read(request.META.get("REMOTE_ADDR", ""))
    told = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if not settings.PROXIES or not told:
        return near
    chain = [*(_read(part) for part in told.split(",")[-LONGEST_CHAIN:]), near]
    if settings.PROXIES.strip().isdecimal():
        return chain[max(0, len(chain) - 1 - int(settings.PROXIES))]
    return _past_proxies(chain, networks(settings.PROXIES))


def within(address: Address | None, allowed: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; what is not known lies in none."""
    return address is not None and any(address.version == net.version and address in net for net in allowed)


@lru_cache(maxsize=8)
def networks(text: str) -> tuple[Network, ...]:
    """Networks as a machine's setting lists them, commas between; ValueError for what is none."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


class Intranet:
    """Middleware: with HAITANG_INTRANET only HAITANG_NETWORKS come in; others read that the site is internal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on who is inside; 403 for everybody else, before anything is read of session or body."""
        if not settings.INTRANET or within(client_address(request), networks(settings.NETWORKS)):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            if request.path_info.startswith("/api/"):
                return JsonResponse({"message": _("This site is for the internal network only.")}, status=403)
            return HttpResponse(render_to_string("intranet.html"), status=403)


def _past_proxies(chain: list[Address | None], trusted: tuple[Network, ...]) -> Address | None:
    """From the near end: the first address that is no proxy of ours."""
    for address in reversed(chain):
        if not within(address, trusted):
            return address
    return chain[0]


def _read(text: str) -> Address | None:
    """An address as a header or a socket gives it, an IPv4 one in IPv6 clothes as itself."""
    text = text.strip()
    if (found := _WITH_PORT.fullmatch(text)) is not None:
        text = found["six"] or found["four"]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
