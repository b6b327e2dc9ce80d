"""Headline 首页数字: the few figures on a home page, reckoned when a ledger is sealed and kept, so that opening the
page reckons nothing. What has not been reckoned for the present seal is shown without a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haitang.engine import charter, ledger, tally
from haitang.engine.gate import upkeep
from haitang.engine.territory import whole
from haitang.kernel.figure import Figure
from haitang.kernel.module import module_of
from haitang.kernel.registry import figures
from haitang.records.office import Setting
from haitang.records.party import Organization

#: How many figures a strip holds.
STRIP = 4
#: What a figure says of the site itself is no news about the neighborhood.
_SITE = "S0"
_KEPT, _CHOSEN = "headline", "headline.figures"


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of this year up to the last seal; `value` None until it has been reckoned."""

    figure: Figure
    value: int | float | None
    until: date | None


def shown(organization: Organization) -> list[Headline]:
    """The strip of an organization, from two queries."""
    rows = Setting.objects.filter(organization=organization, name__in=(_KEPT, _CHOSEN, charter.OFF))
    known = {row.name: row.value for row in rows}
    off = set(known.get(charter.OFF) or ())
    head, kept = ledger.sealed(organization.code), known.get(_KEPT, {})
    values = kept.get("values", {}) if kept.get("size") == head.size else {}
    return [
        Headline(figure, values.get(figure.name), head.day)
        for figure in _chosen(known.get(_CHOSEN))
        if module_of(figure.name) not in off
    ]


def reckon(organization: Organization) -> None:
    """Reckon the strip for the present seal and keep it; nothing happens when it is kept already or nothing is sealed."""
    head, place = ledger.sealed(organization.code), whole(organization)
    kept = Setting.objects.filter(organization=organization, name=_KEPT).first()
    if head.day is None or place is None or (kept and kept.value.get("size") == head.size):
        return
    chosen = Setting.objects.filter(organization=organization, name=_CHOSEN).first()
    names = [figure.name for figure in _chosen(chosen.value if chosen else None)]
    values = {number.figure.name: number.value for number in tally.figures(names, place.code, end=head.day)}
    with upkeep():
        Setting.objects.update_or_create(
            organization=organization, name=_KEPT, defaults={"value": {"size": head.size, "values": values}}
        )


def _chosen(names: Iterable[str] | None) -> list[Figure]:
    """The figures an organization named, else the first that are there and open to their rows."""
    if names is not None:
        return [figure for name in names if (figure := figures.get(name))]
    told = (figure for figure in figures if not figure.not_yet and not figure.count_only and figure.row != _SITE)
    return list(told)[:STRIP]
