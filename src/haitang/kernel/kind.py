"""Kinds 事项类别 and their shapes 形态: many and cheap. A kind is data; the machinery never asks which kind it is."""

from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from haitang.kernel.courses import ENDINGS
from haitang.kernel.flow import Flow
from haitang.kernel.words import Words


class NoDetails(BaseModel):
    """A kind that needs no details of its own."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: a category, an outcome, a theme. `keywords` are words that speak for a category; `serves`
    names, for a skill, the categories of matters it is of use in."""

    code: str
    words: Words
    keywords: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """时限: how many working days a promise has, with where the number comes from."""

    workdays: int
    source: Words
    confirmed: bool = False


@dataclass(frozen=True)
class Kind:
    """What a neighborhood takes on and must bring to an end.

    `proven_by` names, for categories that do not take every evidence, which ones they take.
    `leaf` is the public stem of its entries (`request` → `request.closed.solved`); `panels` name page parts by string.
    A `confidential` kind (保密) is nobody's by post: only those who take part see it, its entries are public as `leaf`
    alone, everybody else is shown a count at most (decisions.md A4), and it takes no part in search or in anything learned.
    A kind kept `apart` (另册) is about persons who came forward themselves: posts act on it as on any other, on pages of its
    own; it too is in no list or search, and public as `leaf` alone. `notes` are what a voice is told on the way, `course`
    is what its receipt says comes next.
    """

    name: str
    words: Words
    leaf: str
    flow: Flow
    shape: str
    details: type[BaseModel] = NoDetails
    categories: tuple[Option, ...] = ()
    outcomes: tuple[Option, ...] = ()
    evidence: tuple[Option, ...] = ()
    proven_by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    promise: Term | None = None
    answers: dict[str, Words] = field(default_factory=dict)
    panels: tuple[str, ...] = ()
    public: bool = False
    confidential: bool = False
    apart: bool = False
    notes: dict[str, Words] = field(default_factory=dict)
    course: tuple[tuple[Words, Words], ...] = ()
    explanation: Words | None = None

    @property
    def sealed(self) -> bool:
        """Whether its entries are public as `leaf` alone, and general lists and search leave it out."""
        return self.confidential or self.apart

    def option(self, which: str, code: str) -> Option | None:
        """The option of `categories`, `outcomes` or `evidence` with that code."""
        return next((option for option in getattr(self, which) if option.code == code), None)

    def proofs(self, category: str) -> tuple[Option, ...]:
        """The evidence one of which a claim needs in that category: those named for it, else all of the kind."""
        named = self.proven_by.get(category)
        return tuple(option for option in self.evidence if named is None or option.code in named)

    def ending(self, code: str) -> Words | None:
        """What an outcome is called: one of the kind's own, or one that every case may have."""
        own = self.option("outcomes", code)
        shared = ENDINGS.get(code)
        return own.words if own else shared.words if shared else None

    def answer(self, outcome: str) -> Words:
        """The answer every voice gets at that outcome; KeyError when it has none."""
        return self.answers[outcome] if outcome in self.answers else ENDINGS[outcome].answer
