"""Figures 数字: a figure is its evidence rows plus a sum. One definition gives number, rows, series, CSV and proof."""

from dataclasses import dataclass
from typing import Literal

from haitang.kernel.words import Words

Measure = Literal["quantity", "count", "rows", "distinct", "change", "quantile", "share", "weighted"]
#: Measures that read the value of the fact `fact` from each line.
BY_VALUE: frozenset[Measure] = frozenset({"distinct", "quantile", "share", "weighted"})
Recomputable = Literal["public", "entitled"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number anybody can take apart.

    `counts` are the public entry kinds that make up its rows; `measure` says what is made of them:
    `quantity` adds their signed quantities, `count` counts them less those taken back, `rows` counts every one,
    `distinct` counts different values of the fact `fact`, `change` gives the change in percent against the same days
    a year before. `quantile` is the nearest-rank percentile `percent` of the fact's numbers (ISO 3534-1);
    `weighted` adds the weight of each line's value (+1 where something begins, -1 where it ends), `share` gives their
    mean in percent (1 what is counted, 0 the others; a line taken back weighs against it). With `weights` only lines
    with a value among them are rows.
    `where` filters on facts (then only entitled people can recompute it); a value None asks for any value.
    `dated_by` names a fact that holds the day a line counts for (a due date), instead of the day it happened.
    A `stock` figure is read as of the last day. `by` names facts it can be taken apart by: their values' words.
    `not_yet` says what will bring a figure that cannot be made yet.
    """

    name: str
    words: Words
    unit: Words
    definition: Words
    counts: tuple[str, ...] = ()
    measure: Measure = "quantity"
    fact: str = ""
    percent: int = 50
    weights: tuple[tuple[str, int], ...] = ()
    where: tuple[tuple[str, str | None], ...] = ()
    dated_by: str = ""
    by: tuple[str, ...] = ()
    stock: bool = False
    count_only: Words | None = None
    about_people: bool = False
    not_yet: Words | None = None
    row: str = ""

    @property
    def recomputable(self) -> Recomputable:
        """Whether the public leaves alone give the number."""
        return "entitled" if self.fact or self.where or self.dated_by or self.count_only else "public"
