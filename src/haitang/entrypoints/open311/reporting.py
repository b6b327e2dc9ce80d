"""Reporting 报送: POST service request: a form becomes a report through the same gate, from anybody or with a token."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from shapely import Point, Polygon

from haitang.commands import matters
from haitang.engine import gate, rules, territory, tokens
from haitang.engine.addresses import absolute
from haitang.engine.binding import bind
from haitang.engine.numbers import secret_of
from haitang.entrypoints.open311 import requests as reading
from haitang.entrypoints.open311.answering import Answer, Wrong, language, operation
from haitang.entrypoints.open311.ids import token_of
from haitang.entrypoints.open311.jurisdictions import chosen
from haitang.entrypoints.open311.services import ATTRIBUTES, Service, service_of
from haitang.kernel.actor import Actor
from haitang.kernel.command import described
from haitang.kernel.dangers import met
from haitang.kernel.errors import Invalid, Problem
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

DOOR = "open311"
SPEC = described(matters.report)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
#: Our names of fields, and what the specification calls them.
NAMES = {
    "words": "description",
    "place": "address_id",
    "contact": "phone",
    "point": "lat",
    "place_words": "address_string",
}
_ATTRIBUTE = re.compile(r"attribute\[([^\]]*)\](?:\[\])?")
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,20})?")
#: A point farther than this from every cell, in degrees, is not ours (some three kilometers).
FARTHEST = 0.03

NOT_A_FORM = Words(
    zh="请用表单格式提交（form-encoded），不收 XML 和 JSON",
    en="Please send a form (form-encoded); XML and JSON are not taken",
)
NO_SERVICE = Words(zh="没有写 service_code", en="service_code was not provided")
NO_KEY = Words(zh="这个单位要 api_key，没有写", en="This office asks for an api_key; none was provided")
NO_PLACE = Words(
    zh="请写在哪里：lat 和 long，或者 address_id，或者 address_string",
    en="Please say where: lat and long, or address_id, or address_string",
)
BAD_POINT = Words(zh="lat、long 要一起写，用十进制度数", en="lat and long go together, in decimal degrees")
OUTSIDE = Words(zh="这个点不在本单位的辖区里", en="This point lies outside the office's territory")
NO_ADDRESS = Words(zh="没有这个 address_id", en="address_id was not found")
MEDIA = Words(zh="media_url 不收：照片请在网页上交。", en="media_url is not taken: please hand in photos on the page.")


def requests(request: HttpRequest, form: str = "") -> HttpResponse:
    """One address, two operations: GET reads requests, POST makes one."""
    view = reported if request.method == "POST" else reading.listed
    return view(request, form=form)


requests.csrf_exempt = True  # type: ignore[attr-defined]


@operation("POST", kept=False)
def reported(request: HttpRequest) -> Answer:
    """POST service request."""
    if (request.content_type or "") not in FORMS:
        raise Wrong(415, NOT_A_FORM)
    given = request.POST
    organization = chosen(given)
    by = _actor(request, given, organization)
    if not given.get("service_code"):
        raise Wrong(400, NO_SERVICE)
    taken = _taken(given, organization, service_of(organization, given["service_code"]))
    try:
        outcome = gate.ask(SPEC, by, bind(SPEC, (), taken), request.headers.get("Idempotency-Key", ""))
    except Invalid as error:
        raise Invalid([Problem(NAMES.get(one.field, one.field), one.words) for one in error.problems]) from None
    row = {
        "service_request_id": outcome.subject,
        "token": token_of(outcome.subject),
        "service_notice": _notice(given, outcome),
        "account_id": None,
    }
    return Answer("service_requests", [row])


def _actor(request: HttpRequest, given: Mapping[str, str], organization: Organization) -> Actor:
    """Whoever reports: a system by its token, else anybody, where the office lets anybody."""
    key = given.get("api_key", "") or tokens.in_header(request.headers.get("Authorization", ""))
    if key:
        return tokens.prove(key, DOOR, language())
    if rules.of(organization)[rules.OPEN311].value == "token":
        raise Wrong(403, NO_KEY)
    return Actor(DOOR, scope=DOOR, language=language())


def _taken(given: QueryDict, organization: Organization, service: Service) -> dict[str, Any]:
    """The command's input from the specification's fields. Names, device and account are not asked for and not kept."""
    extra = _attributes(given)
    address = given.get("address_string", "")
    return {
        "words": _words(service, given.get("description", "")),
        "kind": service.kind.name,
        "contact": given.get("phone", "") or given.get("email", ""),
        "language": language(),
        "place_words": extra.get("place_words", "") or address,
        "private": extra.get("private") == "yes",
        "named": extra.get("named") == "yes",
        **_where(given, organization, bool(address)),
    }


def _words(service: Service, description: str) -> str:
    """What was chosen and what was said: both are the reporter's word, and the desk reads both."""
    name = service.words.say(language())
    between = "：" if language().startswith("zh") else ": "
    return f"{name}{between}{description}" if description.strip() else name


def _attributes(given: QueryDict) -> dict[str, str]:
    known, found = {one.code: one for one in ATTRIBUTES}, {}
    for name, value in given.items():
        if (match := _ATTRIBUTE.fullmatch(name)) is None or not value:
            continue
        attribute = known.get(match.group(1))
        if attribute is None or (attribute.values and value not in dict(attribute.values)):
            raise Invalid.of(
                name[:80], "没有这一项，或者不能这样填", "There is no such attribute, or it takes no such value"
            )
        found[attribute.code] = str(value)
    return found


def _where(given: Mapping[str, str], organization: Organization, told: bool) -> dict[str, Any]:
    """Where it is: a place by its code, a point, or words alone, which then stand for the whole territory."""
    whole = territory.whole(organization)
    if code := given.get("address_id", ""):
        place = territory.known(code)
        if place is None or place.organization_id != organization.pk or place.closed_on is not None:
            raise Wrong(400, NO_ADDRESS)
        return {"place": place.code}
    if whole is None:
        raise Wrong(400, NO_ADDRESS)
    if given.get("lat") or given.get("long"):
        return {"place": whole.code, "point": _point(given, organization)}
    if not told:
        raise Wrong(400, NO_PLACE)
    return {"place": whole.code}


def _point(given: Mapping[str, str], organization: Organization) -> tuple[float, float]:
    latitude, longitude = given.get("lat", ""), given.get("long", "")
    if not (_NUMBER.fullmatch(latitude) and _NUMBER.fullmatch(longitude)):
        raise Wrong(400, BAD_POINT)
    point = (float(longitude), float(latitude))
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise Wrong(400, BAD_POINT)
    cell = territory.cell_at(*point)
    if cell is not None and (cell.organization_id != organization.pk or _far(point, cell)):
        raise Wrong(400, OUTSIDE)
    return point


def _far(point: tuple[float, float], cell: Place) -> bool:
    return bool(Polygon(cell.outline).distance(Point(point)) > FARTHEST)


def _notice(given: Mapping[str, str], outcome: gate.Outcome) -> str:
    """What whoever spoke needs next: the receipt, whom to call in danger, what could not be taken."""
    secret = secret_of(outcome.values["matter"], outcome.values["voice"])
    said = [
        Words(
            zh=f"编号 {outcome.subject}，查询码 {secret}。请留好：在 {absolute('/follow')} 凭它看答复、说办好了没有。",
            en=f"Number {outcome.subject}, secret {secret}. Keep them: at {absolute('/follow')} they open the answer and ask "
            "whether it is solved.",
        )
    ]
    danger = met(given.get("description", ""))
    if danger is not None:
        numbers = "、".join(danger.numbers)
        said.append(Words(zh=f"有危险先打 {numbers}。", en=f"In danger call {', '.join(danger.numbers)} first."))
    said += [MEDIA] if given.get("media_url") else []
    notice = " ".join(one.say(language()) for one in said)
    return f"{notice} {outcome.values['hint']}" if "hint" in outcome.values else notice
