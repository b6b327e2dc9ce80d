"""Report 导入报告: how many rows became what, which are wrong and why, and every row's fate as a table to take away."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from haitang.engine.tables.formulas import harmless
from haitang.jobs.imports.rows import CREATED, UNCHANGED, UPDATED, WRONG, Fate
from haitang.kernel.errors import Problem
from haitang.kernel.words import Words

#: Problems that are listed one by one; those beyond are counted, and stand in the report file.
LISTED = 1_000
FATES: dict[str, Words] = {
    CREATED: Words(zh="新登记", en="created"),
    UPDATED: Words(zh="更新", en="updated"),
    UNCHANGED: Words(zh="没有变化", en="unchanged"),
    WRONG: Words(zh="有错", en="wrong"),
}
HEADS = (
    Words(zh="行", en="row"), Words(zh="编号或代码", en="number or code"), Words(zh="结果", en="fate"),
    Words(zh="本系统编号", en="number here"), Words(zh="哪一列", en="field"), Words(zh="说明", en="message"),
)  # fmt: skip


@dataclass
class Report:
    """What a table does, or has done."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    wrong: int = 0
    encoding: str = ""
    errors: list[tuple[int, Problem]] = field(default_factory=list)
    notes: dict[Words, int] = field(default_factory=dict)
    first: list[Fate] = field(default_factory=list)

    def count(self, fates: Sequence[Fate], shown: int = 50) -> None:
        """Take some more rows in."""
        for fate in fates:
            self.rows += 1
            setattr(self, fate.fate, getattr(self, fate.fate) + 1)
            for note in fate.notes:
                self.notes[note] = self.notes.get(note, 0) + 1
            if len(self.errors) < LISTED:
                self.errors += [(fate.row, problem) for problem in fate.problems]
            if len(self.first) < shown or (fate.problems and self.wrong <= shown):
                self.first.append(fate)

    def plain(self, language: str) -> dict[str, Any]:
        """For programs: counts, and each wrong row with its field and message."""
        errors = [{"row": row, "field": p.field, "message": p.words.say(language)} for row, p in self.errors]
        counts = {name: getattr(self, name) for name in ("rows", "created", "updated", "unchanged")}
        return {**counts, "errors": errors}


class Fates:
    """Every row's fate, written as it comes: a CSV that a spreadsheet opens as it is. `after`: so many stand there already."""

    def __init__(self, path: Path | None, language: str, after: int = 0) -> None:
        self.language, self.after, self.seen = language, after, 0
        # A file that is gone on with has its mark already.
        how, encoding = ("a", "utf-8") if after else ("w", "utf-8-sig")
        self.file = path.open(how, encoding=encoding, newline="") if path else None
        self.out = csv.writer(self.file) if self.file else None

    def __enter__(self) -> Self:
        if self.out is not None and not self.after:
            self.out.writerow([head.say(self.language) for head in HEADS])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.file is not None:
            self.file.close()

    def write(self, fates: Sequence[Fate], numbers: Sequence[str] = ()) -> None:
        """Some rows, each with the number it got here where it got one."""
        if self.out is None:
            return
        for at, fate in enumerate(fates):
            self.seen += 1
            if self.seen <= self.after:
                continue
            said = [(each.field, each.words.say(self.language)) for each in fate.problems]
            said += [("", note.say(self.language)) for note in fate.notes]
            for name, what in said or [("", "")]:
                number = numbers[at] if numbers else ""
                line = (fate.row, fate.name, FATES[fate.fate].say(self.language), number, name, what)
                self.out.writerow([harmless(str(cell)) for cell in line])
        if self.file is not None:
            self.file.flush()
