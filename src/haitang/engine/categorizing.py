"""Categorizing 猜类别: a naive Bayes over runs of two and three characters, learned from what this office accepted itself.

A suggestion only, with the runs that speak for it; a person decides with one tap. No run with a digit in it and none
that stands in fewer than three matters is learned: what a single person said cannot be read back from the model.
Every category weighs the same beforehand, so that rare ones are suggested too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from haitang.kernel.grams import grams, plain
from haitang.kernel.kind import Kind

#: A run of characters counts from so many matters on.
LEAST = 3
#: Added to every count, so that nothing is impossible.
SMOOTHING = 0.5
#: Runs named as the reason of a suggestion.
REASONS = 3

Sample = tuple[str, str]


@dataclass(frozen=True)
class Suggestion:
    """A category's code and what speaks for it, as it stands in the words."""

    code: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """What was learned: for each category how likely each run of characters is."""

    categories: tuple[str, ...]
    runs: dict[str, int]
    weights: NDArray[np.float32]

    def suggest(self, words: str, among: Iterable[str]) -> Suggestion | None:
        """The likeliest category of those; None when nothing in the words is known."""
        columns = [self.runs[run] for run in sorted(_runs(words)) if run in self.runs]
        rows = [at for at, code in enumerate(self.categories) if code in set(among)]
        if not columns or not rows:
            return None
        part = self.weights[np.ix_(rows, columns)]
        best = int(part.sum(axis=1).argmax())
        pull = part[best] - part.mean(axis=0)
        names = [run for run in sorted(_runs(words)) if run in self.runs]
        return Suggestion(self.categories[rows[best]], _telling(zip(names, pull.tolist(), strict=True)))

    def save(self, path: Path) -> None:
        """Write it; whoever reads meanwhile has the old one or the new one."""
        fresh = path.with_suffix(".new.npz")
        names = sorted(self.runs, key=self.runs.__getitem__)
        np.savez(fresh, categories=np.array(self.categories), runs=np.array(names), weights=self.weights)
        fresh.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Model | None":
        """Read it; None where nothing was learned yet, or the file is none of ours."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                runs = {str(run): at for at, run in enumerate(kept["runs"])}
                return cls(tuple(map(str, kept["categories"])), runs, kept["weights"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None


def learn(samples: Sequence[Sample]) -> Model:
    """The model of these words with their categories."""
    texts = [(_runs(words), code) for words, code in samples]
    among = Counter(run for runs, _ in texts for run in runs)
    names = sorted(run for run, count in among.items() if count >= LEAST)
    runs = {run: at for at, run in enumerate(names)}
    categories = tuple(sorted({code for _, code in texts}))
    counts = np.full((len(categories), len(names)), SMOOTHING, np.float64)
    for found, code in texts:
        for run in found & runs.keys():
            counts[categories.index(code), runs[run]] += 1
    weights = np.log(counts / counts.sum(axis=1, keepdims=True)) if names else counts
    return Model(categories, runs, weights.astype(np.float32))


def by_keywords(kind: Kind, words: str) -> Suggestion | None:
    """The category whose words of the catalogue stand there, the longest ones counting most; None without any."""
    said = plain(words)
    found = {option.code: tuple(w for w in option.keywords if plain(w) in said) for option in kind.categories}
    best = max(found, key=lambda code: sum(map(len, found[code])), default="")
    return Suggestion(best, found[best][:REASONS]) if best and found[best] else None


def macro_recall(guess: Callable[[str], str], samples: Sequence[Sample]) -> float:
    """The mean, over the categories, of how many of a category's matters are guessed: rare ones count like frequent ones."""
    right, of = Counter[str](), Counter[str]()
    for words, code in samples:
        of[code] += 1
        right[code] += guess(words) == code
    return sum(right[code] / of[code] for code in of) / len(of) if of else 0.0


def _runs(words: str) -> set[str]:
    return {run for run in grams(words) if not any(char.isdigit() for char in run)}


def _telling(pulls: Iterable[tuple[str, Any]]) -> tuple[str, ...]:
    """The runs that pull most, none of them part of another one."""
    chosen: list[str] = []
    for run, pull in sorted(pulls, key=lambda one: (-one[1], -len(one[0]))):
        if pull > 0 and len(chosen) < REASONS and not any(run in other or other in run for other in chosen):
            chosen.append(run)
    return tuple(chosen)
