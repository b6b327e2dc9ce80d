"""Grams 字串: short runs of characters of a text, by which Chinese is compared and looked up without a dictionary."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby


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
