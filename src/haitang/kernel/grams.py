"""Grams 字串: short runs of characters of a text, by which Chinese is compared and looked up without a dictionary."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise


def plain(text: str) -> str:
    """A text as it is compared: full-width forms made narrow, capitals small, every run of blanks one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def runs(text: str) -> list[str]:
    """The stretches of letters, digits and characters of a text, without what separates them."""
    return ["".join(part) for spoken, part in groupby(plain(text), str.isalnum) if spoken]


def grams(text: str, sizes: Sequence[int] = (2, 3)) -> Iterator[str]:
    """Every run of these lengths within the stretches of a text; a stretch that is too short stands for itself."""
    for run in runs(text):
        if len(run) < min(sizes):
            yield run
        for size in sizes:
            yield from (run[at : at + size] for at in range(len(run) - size + 1))


#: Stands after the last character of a text, so that this one too begins a pair.
_END = "\0"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: A word longer than this is looked for by its beginning.
LONGEST_WORD = 60


@lru_cache(maxsize=8_192)
def _coded(char: str) -> str:
    """A character as four digits to the base 36: any character at all becomes something every index takes as a word."""
    number, digits = ord(char), ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def pairs(texts: Iterable[str]) -> list[str]:
    """Texts as an index keeps them: each character with the one after it, in order; a pair never spans two texts."""
    return [
        _coded(one) + _coded(two) for text in texts if (said := plain(text)) for one, two in pairwise(f"{said}{_END}")
    ]


def sought(word: str) -> list[str]:
    """A word as it is looked for: its pairs one after the other, or for a single character `…*`, any pair it begins."""
    said = plain(word)[:LONGEST_WORD]
    if len(said) == 1:
        return [f"{_coded(said)}*"]
    return [_coded(one) + _coded(two) for one, two in pairwise(said)]
