"""Ending 通用结局: an outcome that every case may have, whatever its kind."""

from dataclasses import dataclass

from haitang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Ending:
    """What it is called, and the answer that goes to every voice."""

    words: Words
    answer: Words
