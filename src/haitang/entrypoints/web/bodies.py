"""Bodies 提交的大小: what is too much for one submission is refused in words, before it is read."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from haitang.kernel.limits import BODY_BYTES

MEGABYTE = 1024 * 1024


class Bodies:
    """Middleware: 413 by the length a request announces. One that announces none is read as empty by WSGI."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what may be read."""
        if _announced(request) <= _allowed(request):
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            response: HttpResponse = JsonResponse({"message": _("This is too much for one request.")}, status=413)
        elif request.path_info.startswith("/open311/"):
            said = escape(_("This is too much for one request."))
            error = f"<errors><error><code>413</code><description>{said}</description></error></errors>"
            response = HttpResponse(error, status=413, content_type="text/xml; charset=utf-8")
        else:
            response = HttpResponse(render_to_string("413.html", {"limit": BODY_BYTES // MEGABYTE}), status=413)
        response["Connection"] = "close"
        return response


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0


def _allowed(request: HttpRequest) -> int:
    """Files may be large; text alone may not."""
    files = (request.content_type or "") == "multipart/form-data"
    return BODY_BYTES if files else min(BODY_BYTES, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or BODY_BYTES)
