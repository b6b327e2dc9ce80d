"""Registers 年度清单: public lists of the year on which an office is held to what it promised (product.md S11, S12).

A line is a matter or a project: its state and its answer are read from there, so that nobody keeps a second record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from haitang.engine.sheets import petals_of
from haitang.engine.territory import ABOVE, shown
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.listing import Listing
from haitang.records.matter import Matter
from haitang.records.party import Organization

Register = Literal["focus", "pledges"]
NAMES: dict[str, Words] = {
    "focus": Words(zh="重点帮促", en="places helped first"),
    "pledges": Words(zh="民生实事", en="pledges of the year"),
}
#: More lines than this no office keeps in a year.
MOST = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what was promised, whose matter it is, where it stands, and what came of it."""

    promise: Words
    source: str
    number: str
    shape: str
    place: Words
    state: Words
    petals: int
    outcome: Words | None
    due_at: datetime | None
    ended_at: datetime | None
    put_at: datetime
    taken_off_at: datetime | None
    reason: str


def may_stand(matter: Matter) -> bool:
    """Whether a matter may stand on a public list: it is public by its kind, or its title has been screened."""
    kind = kinds[matter.kind]
    return not matter.private and bool(matter.title) and (matter.screened if kind.flow.voiced else kind.public)


def standing(matter: Matter, roll: str, year: int) -> Listing | None:
    """The line of a matter on a list, while it has not been taken off."""
    return Listing.objects.filter(matter=matter, roll=roll, year=year, taken_off_at=None).first()


def years(organization: Organization) -> list[int]:
    """The years for which there is a list, the latest first."""
    rows = Listing.objects.filter(organization=organization).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def items(organization: Organization, year: int) -> dict[str, list[Item]]:
    """The lists of a year, in the order in which their lines were put there. One query."""
    rows = Listing.objects.filter(organization=organization, year=year).order_by("id")
    found = [row for row in rows.select_related("matter", f"matter__place__{ABOVE}")[:MOST] if may_stand(row.matter)]
    return {roll: list(_items(found, roll)) for roll in NAMES}


def _items(rows: Iterable[Listing], roll: str) -> Iterable[Item]:
    return (_item(row) for row in rows if row.roll == roll)


def _item(row: Listing) -> Item:
    matter = row.matter
    kind = kinds[matter.kind]
    return Item(
        promise=Words(zh=row.promise, en=row.promise_en or row.promise),
        source=row.source,
        number=matter.number,
        shape=matter.shape,
        place=shown(matter.place),
        state=kind.flow.state(matter.state).words,
        petals=petals_of(matter),
        outcome=kind.ending(matter.outcome) if matter.outcome and matter.answered_at else None,
        due_at=matter.due_at,
        ended_at=matter.closed_at,
        put_at=row.put_at,
        taken_off_at=row.taken_off_at,
        reason=row.reason,
    )
