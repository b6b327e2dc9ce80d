"""Charter 办公章程: everything an office has settled about itself, read in one query; never cached, so that the same
page asked twice takes the same number of queries and a change is seen at once in every process.

Settings of an organization: `opening` = {"state", "since"} · `modules.off` = [name, …] · `office.phone` ·
`office.hours` = {"zh", "en"} · `privacy.notice` = {"zh", "en", "phone"} · `rule.*` (engine/rules.py).
An office without `opening` is open: the demonstration, and homes from before there was a set-up page.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from haitang.engine import rules, shell
from haitang.kernel.kind import Kind
from haitang.kernel.module import module_of
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place

State = Literal["preparing", "trial", "open"]
OPENING, OFF, PHONE, HOURS, PRIVACY = "opening", "modules.off", "office.phone", "office.hours", "privacy.notice"
_NAMES = (OPENING, OFF, PHONE, HOURS, PRIVACY, *rules.KEPT, *shell.NAMES)


@dataclass(frozen=True, slots=True)
class Charter:
    """What an office has settled: its state, its telephone and hours, what it does not do, its rules, the frame around its pages."""

    state: State
    since: str
    off: frozenset[str]
    phone: str
    hours: Words | None
    privacy: Mapping[str, str]
    rules: Mapping[str, rules.Line]
    shell: shell.Shell

    def does(self, name: str) -> bool:
        """Whether the module of a kind, a figure or a module's own name is switched on."""
        return module_of(name) not in self.off

    def shapes(self) -> frozenset[str]:
        """The shapes of which this office takes on anything."""
        return frozenset(kind.shape for kind in kinds if self.does(kind.name))

    def kinds(self, shape: str) -> list[Kind]:
        """The kinds of a shape that this office takes on."""
        return [kind for kind in kinds if kind.shape == shape and self.does(kind.name)]


def of(organization: Organization) -> Charter:
    """What an organization has settled, in one query."""
    return read(Setting.objects.filter(organization=organization, name__in=_NAMES))


def read(rows: Any) -> Charter:
    """A charter from an organization's settings, as they were read with others'."""
    found = list(rows)
    known = {row.name: row.value for row in found}
    opening = known.get(OPENING) or {}
    state = opening.get("state", "open")
    return Charter(
        state=state if state in get_args(State) else "preparing",
        since=str(opening.get("since", "")),
        off=frozenset(known.get(OFF) or ()),
        phone=str(known.get(PHONE, "")),
        hours=_words(known.get(HOURS)),
        privacy=known.get(PRIVACY) or {},
        rules=rules.lines(found),
        shell=shell.of(known),
    )


def off_in(ledgers: Collection[str]) -> frozenset[str]:
    """The modules that all of these ledgers' organizations have switched off, in one query."""
    rows = Setting.objects.filter(name=OFF, organization__code__in=list(ledgers)).values_list("value", flat=True)
    said = [frozenset(value) for value in rows]
    offices = [code for code in ledgers if code != "root"]
    return frozenset.intersection(*said) if said and len(said) == len(offices) else frozenset()


def put(organization: Organization, name: str, value: Any, source: str = "", confirmed: bool = True) -> None:
    """Keep a setting of an organization; only commands do so, which hold the gate's key."""
    Setting.objects.update_or_create(
        organization=organization,
        name=name,
        defaults={"value": value, "source": source, "confirmed": confirmed},
    )


def top_of(organization: Organization) -> Place | None:
    """The place that stands for all of the organization's territory."""
    return Place.objects.filter(organization=organization).order_by("path").first()


def _words(value: Mapping[str, str] | None) -> Words | None:
    return Words(zh=value["zh"], en=value["en"]) if value else None
