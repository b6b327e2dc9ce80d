"""Closeness 相近: how alike short texts are, by TF-IDF over character 2- and 3-grams. Plain numpy, no model, nothing kept.

A text becomes the sorted hashes of its grams with how often each stands there: its words cannot be read back from it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from haitang.kernel.grams import grams

#: Grams share this many places; two of them on one place make texts look slightly closer than they are.
PLACES = 1 << 16
Marks = tuple[NDArray[np.int32], NDArray[np.float32]]


def marks(text: str) -> Marks:
    """Where the grams of a text stand and how often; empty for a text without any."""
    found = Counter(crc32(gram.encode()) % PLACES for gram in grams(text))
    return np.fromiter(found, np.int32, len(found)), np.fromiter(found.values(), np.float32, len(found))


@dataclass(frozen=True)
class Corpus:
    """Texts made ready for comparison: all their marks in a row, where each text begins, and how rare each gram is."""

    at: NDArray[np.int32]
    weight: NDArray[np.float32]
    starts: NDArray[np.int64]
    rarity: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[Marks]) -> "Corpus":
        """Weigh these texts: a gram that stands in many of them says little; every text has length 1."""
        sizes = np.array([len(at) for at, _ in texts], np.int64)
        at = np.concatenate([at for at, _ in texts]) if texts else np.zeros(0, np.int32)
        often = np.concatenate([often for _, often in texts]) if texts else np.zeros(0, np.float32)
        rarity = _rarity(at, len(texts))
        weight = often * rarity[at]
        owner = np.repeat(np.arange(len(texts)), sizes)
        lengths = np.sqrt(np.bincount(owner, weight * weight, len(texts)))
        weight = (weight / np.where(lengths == 0, 1, lengths)[owner]).astype(np.float32)
        return cls(at, weight, np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), rarity)

    def closeness(self, text: Marks) -> NDArray[np.float64]:
        """The cosine (0 … 1) between `text` and each text of the corpus."""
        at, often = text
        asked = np.zeros(PLACES, np.float32)
        asked[at] = often * self.rarity[at]
        length = float(np.sqrt((asked * asked).sum()))
        if not length or not len(self.at):
            return np.zeros(len(self.starts) - 1)
        summed = np.concatenate([[0.0], np.cumsum(self.weight * asked[self.at], dtype=np.float64)])
        cosines: NDArray[np.float64] = (summed[self.starts[1:]] - summed[self.starts[:-1]]) / length
        return cosines.clip(0.0, 1.0)


def _rarity(at: NDArray[np.int32], texts: int) -> NDArray[np.float32]:
    """Smoothed inverse document frequency: ln((1 + texts) / (1 + texts with it)) + 1."""
    among = np.bincount(at, minlength=PLACES)
    return (np.log((1 + texts) / (1 + among)) + 1).astype(np.float32)
