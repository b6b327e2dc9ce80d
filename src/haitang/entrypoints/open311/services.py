"""Services 服务项: what can be asked for: the categories of the kinds that residents report, and what may be said besides."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from haitang.engine import charter
from haitang.entrypoints.open311.answering import Answer, Wrong, language, operation
from haitang.entrypoints.open311.jurisdictions import chosen
from haitang.kernel.kind import Kind, Option
from haitang.kernel.words import Words
from haitang.records.party import Organization

SHAPE = "case"
UNKNOWN = Words(zh="没有这个 service_code", en="service_code was not found")
BEFORE = Words(
    zh="有危险先打 119、120 或 110。这里不是随时有人看。",
    en="In danger call 119, 120 or 110 first. Nobody reads this round the clock.",
)
YES_NO = (("yes", Words(zh="是", en="yes")), ("no", Words(zh="否", en="no")))


@dataclass(frozen=True, slots=True)
class Attribute:
    """补充项: one thing that may be said besides; a list to choose from where there are `values`."""

    code: str
    words: Words
    hint: Words
    values: tuple[tuple[str, Words], ...] = ()


#: The same for every service; none is required: one sentence and a place are enough.
ATTRIBUTES = (
    Attribute(
        "place_words",
        Words(zh="具体在哪里", en="Where exactly"),
        Words(
            zh="例如：3 幢北门口。只有经办的人看得到。", en="For example: north door of building 3. Only staff read it."
        ),
    ),
    Attribute(
        "private",
        Words(zh="这是私事，不要出现在公开的清单和大屏上", en="It is private: keep it off public lists and screens"),
        Words(zh="默认“否”", en="“no” unless said otherwise"),
        YES_NO,
    ),
    Attribute(
        "named",
        Words(zh="经办单位可以直接联系我", en="Whoever handles it may call me"),
        Words(
            zh="默认“否”：只有社区受理台能看联系方式",
            en="“no” unless said otherwise: only the desk may see the contact",
        ),
        YES_NO,
    ),
)


@dataclass(frozen=True, slots=True)
class Service:
    """服务项: a category of a kind."""

    kind: Kind
    option: Option

    @property
    def code(self) -> str:
        """How other systems name it."""
        return f"{self.kind.name}.{self.option.code}"

    @property
    def words(self) -> Words:
        """What it is called."""
        return self.option.words


def services_of(organization: Organization) -> list[Service]:
    """What an office takes on from residents; nothing confidential or kept apart."""
    return [
        Service(kind, option)
        for kind in charter.of(organization).kinds(SHAPE)
        if serves(kind)
        for option in kind.categories
    ]


def serves(kind: Kind) -> bool:
    """Whether a kind is asked for by categories and is public at all: questions to the office have pages of their own."""
    return kind.shape == SHAPE and bool(kind.categories) and not kind.sealed


def service_of(organization: Organization, code: str) -> Service:
    """The service of that code; Wrong (404) when there is none."""
    found = next((one for one in services_of(organization) if one.code == code), None)
    if found is None:
        raise Wrong(404, UNKNOWN)
    return found


@operation("GET")
def listed(request: HttpRequest) -> Answer:
    """GET service list."""
    return Answer("services", [_row(one, language()) for one in services_of(chosen(request.GET))])


@operation("GET")
def defined(request: HttpRequest, code: str) -> Answer:
    """GET service definition: what may be said besides description and place."""
    service = service_of(chosen(request.GET), code)
    attributes = [_notice(language())]
    attributes += [_attribute(one, place, language()) for place, one in enumerate(ATTRIBUTES, start=2)]
    return Answer("service_definition", {"service_code": service.code, "attributes": attributes})


def _row(service: Service, tongue: str) -> dict[str, Any]:
    kind = service.kind
    words = (kind.words, service.words)
    return {
        "service_code": service.code,
        "service_name": service.words.say(tongue),
        "description": " · ".join(one.say(tongue) for one in words),
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(service.option.keywords),
        "group": kind.words.say(tongue),
    }


def _notice(tongue: str) -> dict[str, Any]:
    """What is said before anything is asked: no input (`variable` false)."""
    return {
        "variable": False,
        "code": "before",
        "datatype": "string",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": BEFORE.say(tongue),
        "values": [],
    }


def _attribute(one: Attribute, order: int, tongue: str) -> dict[str, Any]:
    return {
        "variable": True,
        "code": one.code,
        "datatype": "singlevaluelist" if one.values else "string",
        "required": False,
        "datatype_description": one.hint.say(tongue),
        "order": order,
        "description": one.words.say(tongue),
        "values": [{"key": key, "name": words.say(tongue)} for key, words in one.values],
    }
