"""Metrics 指标: `/metrics` for Prometheus, for machines of the house only: HAITANG_METRICS names them, or they hold a token."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from haitang.engine import gauges
from haitang.entrypoints.web.origin import client_address, networks, within

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format; 403 for everybody else."""
    if not _may(request):
        return HttpResponse("403\n", content_type="text/plain; charset=utf-8", status=403)
    return HttpResponse(gauges.exposed(), content_type=gauges.CONTENT_TYPE)


def _may(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    token = settings.METRICS_TOKEN
    if token and scheme == "Bearer" and secrets.compare_digest(given.encode(), token.encode()):
        return True
    # Behind a proxy that nobody named, everybody seems to come from this machine.
    if not settings.PROXIES and any(request.META.get(name) for name in _FORWARDED):
        return False
    return within(client_address(request), networks(settings.METRICS))
