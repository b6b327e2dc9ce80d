"""Places and ledgers by name 地名与单位名: public lines carry codes; people read names."""

from collections.abc import Iterable, Mapping

from django.db.models import F, Q

from haitang.engine import directory
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

EVERYWHERE = Words(zh="全部单位", en="All organizations")
ROOT = Words(zh="本系统的设置", en="The installation itself")


def offered() -> list[Place]:
    """The places figures are kept for: communities and what lies above them, organization by organization."""
    above = (
        Place.objects.exclude(organization=None)
        .exclude(organization__in=directory.hidden())
        .filter(Q(community="") | Q(community=F("code")))
    )
    return list(above.select_related("organization").order_by("organization_id", "path"))


def choices(places: Iterable[Place], language: str) -> list[dict[str, str]]:
    """The same as options of a select, under their organization."""
    return [
        {"value": place.code, "label": words_of(place).say(language), "group": _owner(place).say(language)}
        for place in places
    ]


def words_of(place: Place | None) -> Words:
    """A place's name; without one, all organizations."""
    return Words(zh=place.name, en=place.name_en) if place else EVERYWHERE


def called(codes: Iterable[str]) -> dict[str, Words]:
    """Names for the codes of public lines: communities, or the organization where an act was its own. Two queries."""
    wanted = set(codes)
    names = {o.code: _name(o) for o in Organization.objects.filter(code__in=wanted)}
    names |= {p.code: words_of(p) for p in Place.objects.filter(code__in=wanted)}
    return {code: names.get(code, Words(zh=code, en=code)) if code else EVERYWHERE for code in wanted}


def ledgers(everyone: bool = False) -> dict[str, Words]:
    """The ledgers by the names of their organizations that are open, or of all; at the end that of the installation."""
    hidden = directory.hidden()
    known = {o.code: _name(o) for o in Organization.objects.order_by("id") if everyone or o.pk not in hidden}
    return {**known, "root": ROOT}


def name_in(names: Mapping[str, Words], code: str) -> Words:
    """The name behind a code; the code itself where there is none."""
    return names.get(code) or Words(zh=code, en=code)


def _name(organization: Organization) -> Words:
    return Words(zh=organization.name, en=organization.name_en)


def _owner(place: Place) -> Words:
    return _name(place.organization) if place.organization else EVERYWHERE
