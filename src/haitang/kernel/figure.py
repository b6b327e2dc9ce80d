"""Figures 数字: a figure is its evidence rows plus a sum. One definition gives number, rows, series, CSV and proof."""

from dataclasses import dataclass
from typing import Literal

from haitang.kernel.words import Words

Measure = Literal["quantity", "count", "distinct", "change"]
Recomputable = Literal["public", "entitled"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number anybody can take apart.

    `counts` are the public entry kinds that make up its rows; `measure` adds their signed quantities, counts them,
    counts distinct values of the fact `fact`, or gives the change in percent against the same days a year before.
    `where` filters on facts (then only entitled people can recompute it). A `stock` figure is read as of the last day.
    `not_yet` says what will bring a figure that cannot be made yet.
    """

    name: str
    words: Words
    unit: Words
    definition: Words
    counts: tuple[str, ...] = ()
    measure: Measure = "quantity"
    fact: str = ""
    where: tuple[tuple[str, str], ...] = ()
    stock: bool = False
    count_only: Words | None = None
    about_people: bool = False
    not_yet: Words | None = None
    row: str = ""

    @property
    def recomputable(self) -> Recomputable:
        """Whether the public leaves alone give the number."""
        return "entitled" if self.fact or self.where or self.count_only else "public"
