"""Directory 找谁: which office a site belongs to and whom to call at a place. Read from settings, roles and offices only.

Settings: `site` (of the installation) = {"organization": code} · `office.phone` (of an organization) = text ·
`office.hours` = {"zh", "en"} · `directory.<place>` = [{"zh", "en", "phone", "hours"?: {"zh", "en"}}, …].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haitang.engine import shell
from haitang.kernel.words import Words
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place


@dataclass(frozen=True, slots=True)
class Office:
    """An organization as residents meet it: its name, one telephone number, when somebody is there, its shell."""

    organization: Organization
    words: Words
    phone: str
    hours: Words | None
    shell: shell.Shell


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


def office_of(organization: Organization) -> Office:
    """The office with its number, its hours and what its pages' shell says, all empty until set. One query."""
    wanted = ("office.phone", "office.hours", *shell.NAMES)
    rows = Setting.objects.filter(organization=organization, name__in=wanted)
    known = {row.name: row.value for row in rows}
    words = Words(zh=organization.name, en=organization.name_en)
    phone, hours = str(known.get("office.phone", "")), _words(known.get("office.hours"))
    return Office(organization, words, phone, hours, shell.of(known))


def calls(place: Place) -> list[Call]:
    """Whom to call at a place, the nearest first: its own lines, then those of the places above it."""
    codes = place.path.strip("/").split("/")
    names = [f"directory.{code}" for code in reversed(codes)]
    known = {row.name: row.value for row in Setting.objects.filter(organization=place.organization, name__in=names)}
    return [_call(line) for name in names for line in known.get(name, ())]


def _call(line: Mapping[str, Any]) -> Call:
    return Call(Words(zh=line["zh"], en=line["en"]), str(line["phone"]), _words(line.get("hours")))


def _words(value: Mapping[str, str] | None) -> Words | None:
    return Words(zh=value["zh"], en=value["en"]) if value else None
