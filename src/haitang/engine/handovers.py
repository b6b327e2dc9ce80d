"""Handovers 对外提供: to whom an office hands over personal data. Nothing may leave without such a public entry.

Standards: PIPL articles 13, 23 and 34 ask for a legal basis; which one it is, the office says and everybody can read.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from haitang.engine import clock
from haitang.kernel.errors import Denied
from haitang.kernel.words import Words
from haitang.records.handover import Handover
from haitang.records.party import Organization

#: What can be handed over at all. There is no name, no identity number and no face among it, because none is kept.
FIELDS: dict[str, Words] = {
    "words": Words(zh="说的话", en="what was said"),
    "contact": Words(zh="联系方式", en="how to reach the person"),
    "place": Words(zh="确切地点", en="the exact place"),
    "photos": Words(zh="照片", en="photos"),
    "answers": Words(zh="给的答复", en="what was answered"),
}


def declared(organization: Organization | None) -> list[Handover]:
    """Every declaration of an organization (of all, where none is given), those in force first. One query."""
    rows = Handover.objects.select_related("organization").order_by("ended_at", "-since", "-pk")
    found = list(rows.filter(organization=organization) if organization else rows)
    return sorted(found, key=lambda one: not in_force(one))


def in_force(handover: Handover) -> bool:
    """Whether data may be handed over today."""
    today = clock.today()
    return handover.ended_at is None and handover.since <= today and (handover.until is None or today <= handover.until)


def words_of(fields: Iterable[str]) -> list[Words]:
    """The fields of a declaration as people read them."""
    return [FIELDS[name] for name in fields if name in FIELDS]


def must_be_declared(organization: Organization, handover: int, fields: Sequence[str]) -> Handover:
    """The declaration under which exactly these fields may leave today; Denied otherwise. Every feed asks here first."""
    today = clock.today()
    running = Q(ended_at=None, since__lte=today) & (Q(until=None) | Q(until__gte=today))
    found = Handover.objects.filter(running, pk=handover, organization=organization).first()
    if found is None or not fields or not set(fields) <= set(found.fields):
        raise Denied(
            Words(
                zh="没有登记过的对外提供，个人信息不能出去",
                en="Personal data may not leave without a declaration that covers it",
            )
        )
    return found
