"""Failures 出错时: honest pages for what goes wrong below a view, with one line in the log and nothing of the input."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("haitang.web")
RETRY_SECONDS = "30"


class Unavailable:
    """Middleware: a database that is locked, full or away gives 503 and says that nothing was recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; exceptions come to `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for what may be over in a minute; everything else stays an error."""
        if not isinstance(exception, OperationalError | InterfaceError | OSError) and not _is_full(exception):
            return None
        log.error(
            "unavailable: %s at %s",
            type(exception).__name__,
            request.resolver_match and request.resolver_match.view_name,
        )
        if request.path_info.startswith("/api/"):
            return JsonResponse({"error": "unavailable"}, status=503, headers={"Retry-After": RETRY_SECONDS})
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_SECONDS})


def _is_full(exception: Exception) -> bool:
    return isinstance(exception, DatabaseError) and "full" in str(exception)


def by_form_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: an address that only takes what a form sends says so, where a browser would show an empty page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request).encode()
        return response

    return middleware


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from this site, or whose cookie is gone."""
    return render(request, "csrf.html", status=403)
