"""Passing 请求经过: every request has an id, is counted, and leaves one line: method, route, status, time. Nothing of who asked.

The route is the pattern an address matched (`m/<str:number>`), never the address.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from haitang.engine import metering
from haitang.kernel import passage

HEADER = "X-Request-ID"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
#: Asked every few seconds by machines; a line for each would hide the others.
_QUIET = frozenset({"healthz", "readyz", "metrics"})

log = logging.getLogger("haitang.requests")


class Passing:
    """Middleware, the outermost: what others refuse is counted as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, under an id that the answer names."""
        began = time.perf_counter()
        with passage.passing(request.headers.get(HEADER, "")) as number:
            response = self.get_response(request)
            response.headers.setdefault(HEADER, number)
            _note(request, response.status_code, time.perf_counter() - began)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    route = f"/{match.route}" if match else "unmatched"
    method = request.method if request.method in _METHODS else "other"
    metering.REQUESTS.labels(route, method, str(status)).observe(seconds)
    if route.lstrip("/") not in _QUIET:
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1_000, 1)}
        log.info("%(method)s %(route)s %(status)s %(ms)s ms", told, extra={"told": told})
