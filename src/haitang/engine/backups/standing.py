"""Standing 账面: what has to come out of a restored database again: every ledger's root, every figure, every table's rows."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from haitang.engine import ledger, tally
from haitang.engine.backups import snapshots
from haitang.engine.verify import BadLine, verify_all
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

FIRST = date(1970, 1, 1)
#: Tables that something else than a restored copy may write: they are counted by nobody.
_APART = ("django_session",)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a database stands. `figures`: by place and name, value and number of rows, from the first day to `until`."""

    until: str
    heads: dict[str, list[Any]]
    figures: dict[str, dict[str, list[Any]]]
    rows: dict[str, int]
    migrations: list[str]

    def plain(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


def read(until: date) -> Standing:
    """How the database at hand stands now, read on its one connection."""
    tally.forget()
    heads = {head.ledger: [head.size, ledger.head(head.ledger).root] for head in ledger.heads()}
    return Standing(until.isoformat(), heads, _figures(until), snapshots.rows(_APART), _migrations())


def differences(before: Standing, after: Standing) -> list[Words]:
    """What is not as it was, each in a sentence. More migrations are no difference: a newer Haitang brings them."""
    found = [_different("ledger", "台账", name, *pair) for name, pair in _unlike(before.heads, after.heads)]
    for place in sorted({*before.figures, *after.figures}):
        pairs = _unlike(before.figures.get(place, {}), after.figures.get(place, {}))
        found += [_different("figure", "数字", f"{name} {place}".strip(), *pair) for name, pair in pairs]
    if before.migrations == after.migrations:
        found += [_different("table", "表", name, *pair) for name, pair in _unlike(before.rows, after.rows)]
    return found


def recomputed() -> Words | None:
    """What is wrong with a ledger when every hash is reckoned anew; None when all agree."""
    try:
        for _ in verify_all():
            pass
    except BadLine as bad:
        where = f"{bad.ledger or '-'} {bad.entry}"
        return Words(zh=f"台账 {where}：{bad.words.zh}", en=f"ledger {where}: {bad.words.en}")
    return None


def _figures(until: date) -> dict[str, dict[str, list[Any]]]:
    """By each office's own place; where one has none of its name, of everything together."""
    codes = sorted(Organization.objects.values_list("code", flat=True))
    places = sorted(Place.objects.filter(code__in=codes).values_list("code", flat=True))
    return {place: _of(place, until) for place in (places if places == codes else [""])} if codes else {}


def _of(place: str, until: date) -> dict[str, list[Any]]:
    numbers = tally.figures(place=place, start=FIRST, end=until, entitled=True)
    return {number.figure.name: [number.value, number.rows] for number in numbers}


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _unlike(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    names = sorted({*before, *after})
    return [(name, (before.get(name), after.get(name))) for name in names if before.get(name) != after.get(name)]


def _different(en: str, zh: str, name: str, before: Any, after: Any) -> Words:
    return Words(
        zh=f"{zh} {name}：备份时 {_said(before)}，现在 {_said(after)}",
        en=f"{en} {name}: {_said(before)} when it was backed up, {_said(after)} now",
    )


def _said(value: Any) -> str:
    return " · ".join(str(each) for each in value) if isinstance(value, list) else str("-" if value is None else value)
