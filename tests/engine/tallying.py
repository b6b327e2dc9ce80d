"""Lines and figures for the tally's tests: written straight into a ledger, so that every kind of line can be had."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from haitang.engine import clock, gate, ledger
from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

HALF = Words(zh="一", en="one")


@dataclass(frozen=True)
class Made:
    """One line as a test wants it."""

    day: date
    kind: str = "thing.made"
    community: str = "daguan"
    quantity: int = 1
    theme: str | None = "a"
    days: int | None = None
    due: date | None = None
    ledger: str = "sujin"


def figure(name: str = "things.made", **given: object) -> Figure:
    """A figure over things made and taken back."""
    plain = {"words": HALF, "unit": HALF, "definition": HALF, "counts": ("thing.made", "thing.undone")}
    return Figure(name=name, **{**plain, **given})  # type: ignore[arg-type]


def write(lines: Iterable[Made]) -> None:
    """Append the lines in this order."""
    with gate.upkeep():
        for made in lines:
            ledger.append(
                ledger.Line(
                    ledger=made.ledger,
                    kind=made.kind,
                    community=made.community,
                    quantity=made.quantity,
                    subject="-",
                    command="-",
                    actor="-",
                    door="-",
                    place="/",
                    occurred_at=datetime.combine(made.day, time(12), clock.ZONE),
                    facts=_facts(made),
                )
            )


def _facts(made: Made) -> dict[str, object]:
    due = f"{made.due.isoformat()}T18:00:00+08:00" if made.due else None
    told = {"theme": made.theme, "workdays": made.days, "due": due}
    return {name: value for name, value in told.items() if value is not None}


Known = Callable[..., None]
