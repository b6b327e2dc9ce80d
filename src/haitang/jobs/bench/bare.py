"""The bare twin 对照: a plain Django view that inserts the same rows in one durable transaction, and nothing else.

No validation, no authority, no hashing: the floor against which the gate's price is told.
"""

import json
import os
import secrets
from datetime import UTC, datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.site.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

application = get_wsgi_application()

from haitang.engine import gate
from haitang.engine.ledger.bare import insert_line
from haitang.records.matter import Matter
from haitang.records.place import Place
from haitang.records.voice import Voice


def healthz(request: HttpRequest) -> HttpResponse:
    """Up."""
    return HttpResponse("ok")


def create(request: HttpRequest) -> HttpResponse:
    """Insert matter, voice and ledger rows as a view without any of our machinery would."""
    given = json.loads(request.body)
    now = datetime.now(UTC)
    with gate.upkeep(), transaction.atomic():
        place = Place.objects.get(code=given["place"])
        matter = Matter.objects.create(
            number=secrets.token_hex(8),
            kind="requests.problem",
            shape="case",
            organization_id=place.organization_id,
            place=place,
            community=place.community,
            state="received",
            received_at=now,
            due_at=now,
        )
        Voice.objects.create(matter=matter, words=given["words"], door="bare", said_at=now)
        insert_line(matter.number, now)
    return JsonResponse({"number": matter.number})


urlpatterns = [path("healthz", healthz), path("api/commands/matters.report", create)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
