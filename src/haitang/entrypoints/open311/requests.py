"""Requests 公开诉求: GET service requests, one by its number, a number by its token. What the public pages show, no more.

Unscreened, private, confidential and joined matters are not there at all; a matter in hand appears the days after it was
said that the office has set for its map. Every moment is told by its day: nobody's hour of work can be read from it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from haitang.engine import clock, ledger, rules, sheets, tokens
from haitang.engine.cartography.marks import DELAY
from haitang.engine.territory import ABOVE, shown
from haitang.entrypoints.open311.answering import Answer, Wrong, language, operation
from haitang.entrypoints.open311.asked import CLOSED, OPEN, Asked, asked, number_in
from haitang.entrypoints.open311.ids import number_of
from haitang.entrypoints.open311.jurisdictions import chosen
from haitang.entrypoints.open311.noting import notes
from haitang.entrypoints.open311.placing import Placed, placed
from haitang.entrypoints.open311.services import SHAPE, serves
from haitang.kernel.actor import Actor
from haitang.kernel.bearer import READS
from haitang.kernel.limits import OPEN311_PAGE
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Organization

DOOR = "open311"
READ_REQUESTS = READS[2]
UNKNOWN = Words(
    zh="没有这个 service_request_id，或者它还没有公开",
    en="service_request_id was not found, or it is not public",
)
NO_TOKEN = Words(zh="没有这个 token", en="token was not found")


@operation("GET")
def listed(request: HttpRequest) -> Answer:
    """GET service requests, the latest first."""
    organization, wanted = chosen(request.GET), asked(request.GET)
    _reader(request)
    matters = list(_wanted(organization, wanted).order_by("-received_at", "-id")[:OPEN311_PAGE])
    return Answer("service_requests", _rows(matters))


@operation("GET", kept=False)
def one(request: HttpRequest, number: str) -> Answer:
    """GET service request. Whoever reported it with a token reads how it stands before it is public, and no words."""
    organization, by = chosen(request.GET), _reader(request)
    known = _known(organization).filter(number=number_in(number) or "-")
    found = known.filter(_public(organization)).first()
    own = None if found is not None else _own(known.first(), by)
    if found is None and own is None:
        raise Wrong(404, UNKNOWN)
    return Answer("service_requests", _rows([found]) if found is not None else [_unshown(own)] if own else [])


@operation("GET", kept=False)
def of_token(request: HttpRequest, key: str) -> Answer:
    """GET service_request_id from a token."""
    organization, number = chosen(request.GET), number_of(key)
    if not number or not Matter.objects.filter(number=number, organization=organization).exists():
        raise Wrong(404, NO_TOKEN)
    return Answer("service_requests", [{"service_request_id": number, "token": key}])


def _reader(request: HttpRequest) -> Actor | None:
    """A system that brings a token all the same: its scopes name this reading. Nobody else has to prove anything."""
    key = tokens.in_header(request.headers.get("Authorization", ""))
    if not key:
        return None
    by = tokens.prove(key, DOOR, language())
    tokens.need(by, READ_REQUESTS)
    return by


def _known(organization: Organization) -> QuerySet[Matter]:
    rows = Matter.objects.filter(organization=organization, shape=SHAPE)
    return rows.filter(kind__in=[kind.name for kind in kinds if serves(kind)]).select_related(
        f"place__{ABOVE}", "organization"
    )


def _public(organization: Organization) -> Q:
    """What everybody may read: as the public lists choose it, and as late as the public map shows it."""
    days = int(rules.of(organization)[DELAY].value)
    said_before = clock.start_of(clock.today() - timedelta(days=days - 1))
    shown_now = Q(closed_at__isnull=False) | Q(received_at__lt=said_before)
    return Q(screened=True, private=False) & ~Q(state="joined") & shown_now


def _wanted(organization: Organization, wanted: Asked) -> QuerySet[Matter]:
    rows = _known(organization).filter(_public(organization))
    if wanted.numbers is not None:
        return rows.filter(number__in=wanted.numbers)
    rows = rows.filter(
        received_at__gte=clock.start_of(wanted.first), received_at__lt=clock.start_of(wanted.last + timedelta(days=1))
    )
    if wanted.services:
        rows = rows.filter(_of_services(wanted.services))
    if wanted.states != {OPEN, CLOSED}:
        rows = rows.filter(closed_at__isnull=wanted.states == {OPEN})
    return rows


def _of_services(codes: Sequence[str]) -> Q:
    """Matters of these services; an unknown code names none."""
    found = Q(pk__in=())
    for kind in kinds:
        chosen_here = [option.code for option in kind.categories if f"{kind.name}.{option.code}" in codes]
        if kind.name in codes:
            found |= Q(kind=kind.name)
        elif chosen_here:
            found |= Q(kind=kind.name, category__in=chosen_here)
    return found


def _rows(matters: Sequence[Matter]) -> list[dict[str, Any]]:
    at = placed([matter.place for matter in matters])
    return [{**_standing(matter), **_shown(matter, at)} for matter in matters]


def _standing(matter: Matter) -> dict[str, Any]:
    kind = kinds[matter.kind]
    category = kind.option("categories", matter.category)
    return {
        "service_request_id": matter.number,
        "status": CLOSED if matter.closed_at else OPEN,
        "status_notes": notes(matter, language()),
        "service_name": (category.words if category else kind.words).say(language()),
        "service_code": f"{kind.name}.{category.code}" if category else kind.name,
    }


def _shown(matter: Matter, at: Mapping[int, Placed]) -> dict[str, Any]:
    where = at[matter.place_id]
    return {
        "description": sheets.title_of(matter, public=True).say(language()),
        **_dates(matter),
        "address": shown(matter.place).say(language()),
        "address_id": where.code,
        "zipcode": None,
        "lat": where.latitude,
        "long": where.longitude,
        "media_url": None,
    }


def _unshown(matter: Matter) -> dict[str, Any]:
    """How one's own report stands while nobody else may read it."""
    nothing = dict.fromkeys(("address", "address_id", "zipcode", "lat", "long", "media_url"))
    return {**_standing(matter), "description": None, **_dates(matter), **nothing}


def _dates(matter: Matter) -> dict[str, Any]:
    office = Words(zh=matter.organization.name, en=matter.organization.name_en)
    return {
        "agency_responsible": office.say(language()),
        "service_notice": None,
        "requested_datetime": _day(matter.received_at),
        "updated_datetime": _day(matter.closed_at or matter.answered_at or matter.received_at),
        "expected_datetime": _day(matter.due_at) if matter.due_at else None,
    }


def _day(moment: datetime) -> str:
    """The beginning of a moment's local day, with its offset."""
    return clock.start_of(clock.local_day(moment)).astimezone(clock.ZONE).isoformat()


def _own(matter: Matter | None, by: Actor | None) -> Matter | None:
    """The matter, when it was this very token that reported it."""
    if matter is None or by is None:
        return None
    return matter if by.name in ledger.actors_of(matter.number, ["matters.report"]) else None
