"""The bare twin 对照: a plain Django view that inserts the same rows in one durable transaction, and nothing else.

No validation, no authority, no hashing: the floor against which the gate's price is told. Its home is thrown away.
"""

import json
import secrets
from datetime import UTC, datetime

from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from haitang.engine import gate
from haitang.records.matter import Matter
from haitang.records.place import Place
from haitang.records.voice import Voice

#: Looked up by name: only engine/ledger may import these, and this twin writes rows that no ledger would.
Leaf, Body, Node, Head = (apps.get_model("haitang", name) for name in ("Leaf", "Body", "Node", "Head"))
TWIN = "bare"


def healthz(request: HttpRequest) -> HttpResponse:
    """Up."""
    return HttpResponse("ok")


def create(request: HttpRequest) -> HttpResponse:
    """Insert matter, voice and ledger rows as a view without any of our machinery would."""
    given = json.loads(request.body)
    now = datetime.now(UTC)
    with gate.upkeep():
        place = Place.objects.get(code=given["place"])
        matter = _matter(place, now)
        Voice.objects.create(matter=matter, words=given["words"], door="bare", said_at=now)
        _line(matter, now)
    return JsonResponse({"number": matter.number})


def _matter(place: Place, now: datetime) -> Matter:
    return Matter.objects.create(
        number=secrets.token_hex(8),
        kind="requests.problem",
        shape="case",
        organization_id=place.organization_id or 0,
        place=place,
        community=place.community,
        state="received",
        received_at=now,
        due_at=now,
    )


def _line(matter: Matter, now: datetime) -> None:
    Head.objects.get_or_create(ledger=TWIN)
    head = Head.objects.get(ledger=TWIN)
    head.size += 1
    known = {"ledger": TWIN, "entry": head.size}
    Body.objects.create(
        **known, subject=matter.number, command="bare", door="bare", occurred_at=now, recorded_at=now, facts="{}"
    )
    Leaf.objects.create(
        **known, kind="bare", day=now.date(), community=matter.community, quantity=1, commitment="0" * 64
    )
    Node.objects.create(ledger=TWIN, level=1, index=head.size, hash=b"0" * 32)
    head.save()


urlpatterns = [path("healthz", healthz), path("api/commands/matters.report", create)]
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = WSGIHandler()
