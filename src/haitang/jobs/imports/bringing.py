"""Bringing in 导入过程: a file is judged from its first row to its last; only if none is wrong is it entered, in the same order."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from haitang.engine import authority, gate
from haitang.engine.tables import Table
from haitang.engine.tables.refusals import EMPTY, refuse
from haitang.jobs.imports.kinds import IMPORTABLE, layouts_of
from haitang.jobs.imports.planning import Office, Plan
from haitang.jobs.imports.report import Fates, Report
from haitang.jobs.imports.rows import Fate, by_hundreds, read, table_of
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.layout import Layout
from haitang.records.party import Organization

DOOR = "import"
#: Rows that are written by one transaction.
BATCH = 500
Told = Callable[[Report], None]


class Stopped(Exception):
    """The gate refused rows that had been judged sound: somebody has changed something meanwhile. Rows before it stand."""

    def __init__(self, row: int, refusal: Refusal) -> None:
        super().__init__(f"row {row}")
        self.row, self.refusal = row, refusal


@dataclass(frozen=True)
class Task:
    """One file to bring in: of what kind, in which layout, for which office, by whom."""

    path: Path
    kind: str
    layout: Layout
    organization: Organization
    by: Actor

    def table(self) -> Table:
        """Its table; Invalid when the file holds none, or no row."""
        return table_of(self.path, self.layout)

    def plan(self) -> Plan:
        """A plan that knows the office as it is now."""
        office = Office(self.organization, replace(self.by, door=DOOR))
        return IMPORTABLE[self.kind].plan(office, self.layout)


def layout_of(kind: str, name: str = "") -> Layout:
    """The layout of that name for a kind, its own without one; Invalid when there is none."""
    known = {layout.name: layout for layout in layouts_of(kind)}
    found = known.get(name or IMPORTABLE[kind].own)
    if found is None:
        names = ", ".join(known)
        raise Invalid.of("mapping", f"没有这种表格样式；有：{names}", f"There is no such layout; there are: {names}")
    return found


def judge(task: Task, fates: Path | None = None, tell: Told | None = None) -> Report:
    """What the file would do; nothing is written. Invalid when it cannot be read as a table."""
    report, table, plan = Report(), task.table(), task.plan()
    report.encoding = table.sheet.encoding
    with Fates(fates, task.by.language) as out:
        for part in by_hundreds(read(table, task.layout), BATCH):
            judged = plan.judge(part)
            report.count(judged)
            out.write(judged)
            if tell is not None:
                tell(report)
    if not report.rows:
        raise refuse(EMPTY)
    return report


def bring(
    task: Task, fates: Path | None = None, tell: Told | None = None, judged: bool = False, after: int = 0
) -> Report:
    """Judge the file, then enter it if nothing in it is wrong; what it did. Stopped when the gate refuses after all.

    `judged`: it has been found sound before. Rows are judged again as they are entered: one that was right then and is
    wrong now stops it. `after`: of so many rows the fate is told already, because an earlier worker got so far.
    """
    if not judged and (found := judge(task, fates)).wrong:
        return found
    report, table, plan = Report(), task.table(), task.plan()
    report.encoding = table.sheet.encoding
    with Fates(fates, task.by.language, after) as out:
        for part in by_hundreds(read(table, task.layout), BATCH):
            due = plan.judge(part)
            numbers = list(_enter(due))
            report.count(due)
            out.write(due, numbers)
            if tell is not None and report.rows > after:
                tell(report)
    return report


def _enter(fates: list[Fate]) -> Iterator[str]:
    """All changes of these rows in one transaction, and the number each row has got here."""
    for fate in fates:
        if fate.problems:
            raise Stopped(fate.row, Invalid(list[Problem](fate.problems)))
    asked = [one for fate in fates for one in fate.asked]
    if not asked:
        return iter([""] * len(fates))
    steady = authority.unchanging() if not any(one.command.__name__ == "appoint" for one in asked) else nullcontext()
    try:
        with steady:
            outcomes = iter(list(gate.many(asked, batch=len(asked))))
    except Refusal as refusal:
        raise Stopped(next(fate.row for fate in fates if fate.asked), refusal) from None
    return iter([_number([next(outcomes) for _ in fate.asked]) for fate in fates])


def _number(outcomes: list[gate.Outcome]) -> str:
    return outcomes[0].subject if outcomes else ""
