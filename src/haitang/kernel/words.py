"""Words 词: a catalogue term in the two languages the product speaks."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh-hans", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One term or sentence, Chinese first; both languages are compulsory."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError("a term needs both its Chinese and its English")

    def say(self, language: str) -> str:
        """The term in `language` (a tag such as "en" or "zh-hans"); Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh
