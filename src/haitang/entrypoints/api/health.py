"""Health 健康: `/healthz` says that the process is up, `/readyz` that it can serve."""

from django.http import HttpRequest, JsonResponse

from haitang.engine import readiness


def healthz(request: HttpRequest) -> JsonResponse:
    """200 whenever the process answers; asks nothing of the database."""
    return _uncached(JsonResponse({"status": "up"}))


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, tables, triggers and heads are there; 503 names what is not."""
    found = dict(readiness.names(readiness.serving()))
    return _uncached(JsonResponse(found, status=200 if all(found.values()) else 503))


def _uncached(response: JsonResponse) -> JsonResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
