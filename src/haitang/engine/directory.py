"""Directory 找谁: which office a site belongs to and whom to call at a place. Read from settings, roles and offices only.

Settings: `site` (of the installation) = {"organization": code} · `office.phone` (of an organization) = text ·
`office.hours` = {"zh", "en"} · `directory.<place>` = [{"zh", "en", "phone", "hours"?: {"zh", "en"}}, …].
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from haitang.engine import charter
from haitang.engine.charter import Charter
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
    charter: Charter


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call: an office, its number, its hours."""

    words: Words
    phone: str
    hours: Words | None


_spoken_for: ContextVar[str] = ContextVar("haitang_office", default="")


@contextmanager
def speaking_for(code: str) -> Iterator[None]:
    """Within the block the site speaks for the organization of that code, where there is one."""
    token = _spoken_for.set(code)
    try:
        yield
    finally:
        _spoken_for.reset(token)


def site() -> Organization | None:
    """The organization this page speaks for: the one its reader has chosen, else the one the setting names, else the
    first that is open, else the first that was founded. Two queries, whatever the answer."""
    settings = list(Setting.objects.filter(Q(organization=None, name="site") | Q(name=charter.OPENING)))
    named = next((row.value.get("organization", "") for row in settings if row.organization_id is None), "")
    closed = [row.organization_id for row in settings if row.organization_id and row.value.get("state") != "open"]
    found = list(Organization.objects.order_by("id"))
    chosen = {organization.code: organization for organization in found}
    wanted = chosen.get(_spoken_for.get()) or chosen.get(named)
    return wanted or next((one for one in found if one.pk not in closed), found[0] if found else None)


def published() -> list[Organization]:
    """The organizations that have opened through their set-up, in the order of their founding. For the chooser."""
    opened = Setting.objects.filter(name=charter.OPENING, value__state="open").values("organization_id")
    return list(Organization.objects.filter(pk__in=opened).order_by("id"))


def office_words(organization: Organization) -> dict[str, Any]:
    """An office in the chooser: its code and its name."""
    return {"code": organization.code, "words": Words(zh=organization.name, en=organization.name_en)}


def hidden() -> set[int]:
    """Keys of the organizations that have not opened yet: nothing of theirs is listed in public."""
    rows = Setting.objects.filter(name=charter.OPENING).exclude(organization=None)
    return {row.organization_id for row in rows if row.organization_id and row.value.get("state") != "open"}


def office_of(organization: Organization) -> Office:
    """The office with its number and hours, both empty until they are set, and all that it has settled. One query."""
    known = charter.of(organization)
    words = Words(zh=organization.name, en=organization.name_en)
    return Office(organization, words, known.phone, known.hours, known)


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
