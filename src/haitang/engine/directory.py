"""Directory 找谁: which office a site belongs to and whom to call at a place. Read from settings, roles and offices only.

Settings: `site` (of the installation) = {"organization": code} · `office.phone` (of an organization) = text ·
`office.hours` = {"zh", "en"} · `directory.<place>` = [{"zh", "en", "phone", "hours"?: {"zh", "en"}}, …].
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from haitang.kernel.words import Words
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place


@dataclass(frozen=True, slots=True)
class Office:
    """An organization as residents meet it: its name, one telephone number, when somebody is there."""

    organization: Organization
    words: Words
    phone: str
    hours: Words | None


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call: an office, its number, its hours."""

    words: Words
    phone: str
    hours: Words | None


def site() -> Organization | None:
    """The organization this site speaks for: the one the setting names, else the first that was founded."""
    setting = Setting.objects.filter(organization=None, name="site").first()
    named = setting.value.get("organization", "") if setting else ""
    return Organization.objects.filter(**({"code": named} if named else {})).order_by("id").first()


OFFICE = ("office.phone", "office.hours")


def office_of(organization: Organization) -> Office:
    """The office with its number and hours, both empty until they are set."""
    return _office(organization, _settings(organization, OFFICE))


def front(organization: Organization, place: Place | None) -> tuple[Office, list[Call]]:
    """The office and whom to call at a place, in one query: what a first page says."""
    names = _lines_of(place) if place is not None else []
    known = _settings(organization, (*OFFICE, *names))
    return _office(organization, known), [_call(line) for name in names for line in known.get(name, ())]


def _settings(organization: Organization | None, names: Iterable[str]) -> dict[str, Any]:
    return {row.name: row.value for row in Setting.objects.filter(organization=organization, name__in=list(names))}


def _office(organization: Organization, known: Mapping[str, Any]) -> Office:
    words = Words(zh=organization.name, en=organization.name_en)
    return Office(organization, words, str(known.get("office.phone", "")), _words(known.get("office.hours")))


def calls(place: Place) -> list[Call]:
    """Whom to call at a place, the nearest first: its own lines, then those of the places above it."""
    names = _lines_of(place)
    known = _settings(place.organization, names)
    return [_call(line) for name in names for line in known.get(name, ())]


def _lines_of(place: Place) -> list[str]:
    """The settings that hold telephone lines for a place, its own first."""
    return [f"directory.{code}" for code in reversed(place.path.strip("/").split("/"))]


def _call(line: Mapping[str, Any]) -> Call:
    return Call(Words(zh=line["zh"], en=line["en"]), str(line["phone"]), _words(line.get("hours")))


def _words(value: Mapping[str, str] | None) -> Words | None:
    return Words(zh=value["zh"], en=value["en"]) if value else None
